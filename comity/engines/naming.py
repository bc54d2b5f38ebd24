"""The registry is the glossary: names of partners, people, their offices and areas of interest, as everybody may know.

Built once for each process and kept until the journal tells that something of it was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from comity.engines.glossary import Form, Glossary
from comity.journal.models import Entry
from comity.partners.models import Area, Kind, NameKind, Office, OrganisationName, Person, PersonName
from comity.partners.models.names import FULL

SHORTEST_FAMILY_NAME = 3
ORGANISATION = "organisation "  # how the subject of a form begins that names one
SORTS: dict[str, str] = {NameKind.ACRONYM: "acronym", NameKind.ALSO: "also"}
PLACES: dict[str, int] = {kind: at for at, kind in enumerate(FULL)}


Stamp = tuple[int, datetime] | None


@dataclass
class _Kept:
    stamp: Stamp
    glossary: Glossary


_kept: dict[str, _Kept] = {}
_lock = Lock()


def glossary_now() -> Glossary:
    """This will give the glossary as the registry stands now: one question to the database where nothing changed."""
    return _as_it_stands("all", forms)


def that_name_people(texts: Iterable[str]) -> set[str]:
    """This will find the texts that name somebody whom the registry knows, by whatever name, public or not."""
    people = _as_it_stands("people", _of_everybody)
    return {text for text in texts if people.mentions(text, "")}


def _as_it_stands(name: str, forms: Callable[[], Iterator[Form]]) -> Glossary:
    stamp = Entry.objects.order_by("-pk").values_list("pk", "at").first()
    with _lock:
        kept = _kept.get(name)
        if kept is None or not _still_holds(kept.stamp, stamp):
            kept = _kept[name] = _Kept(stamp, Glossary(forms()))
        kept.stamp = stamp
        return kept.glossary


def last_change() -> int | None:
    """This will number the last entry of the journal that may have changed how somebody is called."""
    return _of_ours().order_by("-pk").values_list("pk", flat=True).first()


def forget() -> None:
    """This will build the glossary anew when it is asked for next."""
    with _lock:
        _kept.clear()


def _still_holds(known: tuple[int, datetime] | None, stamp: tuple[int, datetime] | None) -> bool:
    """Whether the journal went on from the entry that is known without a word on partners and people."""
    if known == stamp:
        return True
    if known is None or not Entry.objects.filter(pk=known[0], at=known[1]).exists():
        return False
    return not _of_ours().filter(pk__gt=known[0]).exists()


def _of_ours() -> QuerySet[Entry]:
    """What the journal tells of partners and people."""
    ours = ContentType.objects.filter(app_label="partners").values("pk")
    return Entry.objects.filter(subject_type__in=ours)


def forms() -> Iterator[Form]:
    """This will list every form of every name that the public may know."""
    yield from _of_organisations()
    yield from _of_people()
    yield from _of_offices()
    yield from _of_areas()


def _of_organisations() -> Iterator[Form]:
    """States are left out: every engine knows the names of countries, and says them with their article."""
    facts = ("kind", "until", "text", "language", "organisation_id")
    names = OrganisationName.objects.exclude(organisation__kind=Kind.STATE).order_by("pk").values_list(*facts)
    # Read as plain facts, of which a large registry has half a million. See also OrganisationName.is_former.
    for kind, until, text, language, number in sorted(names, key=lambda one: PLACES.get(one[0], -1)):
        sort = "former" if until or kind == NameKind.FORMER else SORTS.get(kind, "full")
        yield Form(text, language, f"{ORGANISATION}{number}", sort)


def _of_people() -> Iterator[Form]:
    """People whom a published source names."""
    return _called(Person.objects.visible_to(AnonymousUser()))


def _of_everybody() -> Iterator[Form]:
    return _called(Person.objects.all())


def _called(people: QuerySet[Person]) -> Iterator[Form]:
    """What people are called; a family name alone counts behind a form of address."""
    known = people.filter(erased_at=None)
    titles = dict(known.values_list("pk", "title"))
    for name in PersonName.objects.filter(person__in=known.values("pk")).order_by("pk"):
        subject = f"person {name.person_id}"
        yield Form(name.text, name.language, subject, "full")
        if title := titles[name.person_id].get(name.language):
            yield Form(f"{title} {name.text}", name.language, subject, "titled")
        family = name.text.rpartition(" ")[2]
        if len(family) >= SHORTEST_FAMILY_NAME and family != name.text:
            yield Form(family, name.language, subject, "family", after_title=True)


def _of_offices() -> Iterator[Form]:
    """Offices of more than one word ("Director-General"): a single word such as "president" is left to the engine."""
    titles = Office.objects.visible_to(AnonymousUser()).values_list("title", flat=True)
    for title in titles:
        yield from _terms(title)


def _of_areas() -> Iterator[Form]:
    for name in Area.objects.values_list("name", flat=True):
        yield from _terms(name)


def _terms(said: dict[str, str]) -> Iterator[Form]:
    subject = f"term {next(iter(said.values()), '').lower()}"
    for language, words in said.items():
        yield Form(words, language, subject, "term", is_term=True, is_sought=" " in words or "-" in words)
