"""How records are called today, beside the names under which their acts were written down."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from comity.accounts.models import User, Viewer
from comity.accounts.naming import with_names
from comity.journal.models import Entry, Key, by_kind
from comity.journal.permissions import may_read_account_history
from comity.journal.records import Recorded
from comity.translation.texts import Text


def titles_of(entries: Iterable[Entry], *, viewer: Viewer) -> dict[Key, Text | str]:
    """This will call what entries are about by its present title, where it is still here and `viewer` may see it.

    Asks the database once for each kind of record, however many there are.
    """
    found: dict[Key, Text | str] = {}
    keys = {(one.subject_type_id, one.subject_id) for one in entries if one.subject_type_id and one.subject_id}
    for kind, numbers in by_kind(keys).items():
        titles = _titles(ContentType.objects.get_for_id(kind).model_class(), numbers, viewer)
        found |= {(kind, number): title for number, title in titles.items() if title}
    return found


def _titles(model: type | None, numbers: list[int], viewer: Viewer) -> dict[int, Text] | dict[int, str]:
    if model is User and may_read_account_history(viewer):
        return {one.pk: one.shown_name for one in with_names(User.objects.filter(pk__in=numbers))}
    if model is None or not issubclass(model, Recorded):
        return {}
    return model.titles_for(viewer, numbers)


def actors_of(entries: Iterable[Entry]) -> dict[int, str]:
    """This will call those who acted as the reader's language does, by the number of the entry.

    Whoever was called otherwise at the time keeps the name under which the act was written down.
    """
    acted = [(one.pk, one.by_user, one.by_name) for one in entries if one.by_user]
    known = {one.pk: one for one in with_names({user.pk: user for _pk, user, _name in acted}.values())}
    return {pk: known[user.pk].shown_name for pk, user, name in acted if user.name == name}
