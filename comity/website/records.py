"""Records that stand on a page of the public site: named by their address, always shown as they are today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language_from_path, override

from comity.accounts.models import Viewer
from comity.agreements.models import Agreement
from comity.commitments.models import Commitment
from comity.commitments.pointing import is_ours
from comity.events.models import Event
from comity.journal.models import Key
from comity.journal.records import OnTheThread
from comity.journal.thread import fetch
from comity.meetings.models import Decision, Session
from comity.partners.models import Organisation

# By the name of the route that leads to its page.
KINDS: dict[str, type[OnTheThread]] = {
    "session": Session,
    "partner": Organisation,
    "commitment": Commitment,
    "agreement": Agreement,
    "event": Event,
}
# Those that have no page of their own stand on one of these.
WITHIN: dict[str, type[OnTheThread]] = {"decision": Decision}


@dataclass(frozen=True)
class Reference:
    """A record by its kind and number, as a page keeps it: `session 3`."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def key(self) -> Key:
        """The name of the record as the thread knows it."""
        return ContentType.objects.get_for_model((KINDS | WITHIN)[self.kind]).pk, self.number


def reference_in(words: str) -> Reference | None:
    """This will read what a page keeps; nothing where it names no record."""
    kind, _space, number = words.partition(" ")
    return Reference(kind, int(number)) if kind in KINDS | WITHIN and number.isdecimal() else None


def reference_at(address: str) -> Reference | None:
    """This will find which record of ours has this address, with or without the name of the server."""
    try:
        parts = urlsplit(address.strip())
        found = route_at(parts.path) if not parts.netloc or is_ours(parts.netloc) else None
    except ValueError:
        return None
    if found is None:
        return None
    name, number = found.url_name or "", found.kwargs.get("pk")
    return Reference(name, number) if name in KINDS and isinstance(number, int) else None


def route_at(path: str) -> ResolverMatch | None:
    """This will find what stands at a path in the language that it names, whatever the reader speaks."""
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def shown_to(viewer: Viewer, references: Iterable[Reference]) -> dict[str, OnTheThread]:
    """This will fetch the records that `viewer` may see, one query for each kind, by what the page keeps."""
    wanted = set(references)
    found = fetch({one.key for one in wanted}, viewer=viewer)
    return {str(one): found[one.key] for one in wanted if one.key in found}


def is_public(reference: Reference) -> bool:
    """This will tell whether everybody may see the record."""
    return bool(shown_to_public([reference]))


def shown_to_public(references: Iterable[Reference]) -> dict[str, OnTheThread]:
    """This will fetch those of the records that everybody may see, by what the page keeps."""
    return shown_to(AnonymousUser(), references)
