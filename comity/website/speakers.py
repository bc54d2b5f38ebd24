"""Who is quoted in an article: the name and the official title of the day, as the registry tells them to everybody."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from comity.partners.access import offices_held, people_visible_to
from comity.partners.models import Office
from comity.translation.texts import Text, semicolon
from comity.website.gathering import PUBLIC
from comity.website.models import Article

# For so long a title counts that a report names on one day, where nothing tells until when it was held.
STILL = timedelta(days=366)


def speakers_of(article: Article) -> dict[int, dict[str, Text]]:
    """This will find those whom the article quotes, by number; with two queries, where it quotes any."""
    quoted = {block.value["person"] for block in article.body if block.block_type == "quote"} - {None}
    if not quoted:
        return {}
    offices: dict[int, list[Office]] = defaultdict(list)
    for one in offices_held(PUBLIC, quoted, article.date):
        if one.known_on is None or timedelta() <= article.date - one.known_on <= STILL:
            offices[one.person_id].append(one)
    people = people_visible_to(PUBLIC).numbered(quoted)
    return {one.pk: {"name": one.heading, "office": _in_one_line(offices[one.pk])} for one in people}


def _in_one_line(offices: list[Office]) -> Text:
    """The titles one after the other, in each language in which all of them are named."""
    told = [one.heading for one in offices]
    languages = [code for code in (told[0] if told else {}) if all(code in one for one in told)]
    return Text({code: semicolon(code).join(one[code] for one in told) for code in languages})
