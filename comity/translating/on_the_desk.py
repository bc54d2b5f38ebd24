"""What visitors would word otherwise stands on the desk of those who may decide on it, until somebody has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.accounts.models import User
from comity.desk.needs import put_on_the_desk
from comity.desk.rows import SHOWN, Need, Section
from comity.translating.access import versions_visible_to
from comity.translation.templatetags.said import language_name, number
from comity.translation.texts import current_language


def wordings(viewer: User) -> Section:
    """This will gather the translations for which visitors suggested other words, in one question."""
    waiting = versions_visible_to(viewer).with_wordings().titled_in(current_language())
    found: list[Any] = list(waiting[: SHOWN + 1])
    needs = [
        Need(
            one,
            f"{language_name(one.language)} · {_in_words(one.suggested_count)}",
            _("Decide on them"),
            one.get_absolute_url(),
            one.suggested_on,
        )
        for one in found[:SHOWN]
    ]
    return Section(_("What visitors would word otherwise"), needs, has_more=len(found) > SHOWN, all_at="translations")


def _in_words(many: int) -> str:
    words = ngettext("%(many)s other wording", "%(many)s other wordings", many)
    return words % {"many": number(many)}


put_on_the_desk(wordings)
