"""The address of another record here, typed or pasted, is read as that record."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from comity.accounts.models import Viewer
from comity.journal.records import OnTheThread


def record_at(address: str, *, viewer: Viewer) -> OnTheThread | None:
    """This will find the record whose page stands at `address`, in whatever language, as far as `viewer` may see it.

    Nothing for another site's address, for a page that is no record, and for a record that is not there for `viewer`.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.netloc and not is_ours(parts.netloc):
        return None
    with override(get_language_from_path(parts.path) or settings.LANGUAGE_CODE):
        try:
            number = resolve(parts.path).kwargs.get("pk")
        except Resolver404:
            return None
        wanted = parts.path + (f"#{parts.fragment}" if parts.fragment else "")
        numbers = [int(one) for one in [number, *re.findall(r"\d{1,12}", parts.fragment)] if one is not None]
        return next((one for one in _seen(numbers, viewer) if one.get_absolute_url() == wanted), None)


def is_ours(place: str) -> bool:
    """This will tell whether our pages are reached there: at the address in letters, or where they answer, too.

    The star, under which any host is answered, says nothing about which of them are ours.
    """
    hosts = [one for one in settings.ALLOWED_HOSTS if one != "*"]
    host, _port = split_domain_port(place)
    return place == urlsplit(settings.ADDRESS).netloc or (bool(host) and validate_host(host, hosts))


def _seen(numbers: list[int], viewer: Viewer) -> list[OnTheThread]:
    kinds = [kind for kind in apps.get_models() if issubclass(kind, OnTheThread)]
    return [one for kind in kinds if numbers for one in kind.seen_by(viewer, numbers).values()]
