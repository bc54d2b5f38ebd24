"""Who answers, as far as anybody may know: a mark for this page and this day, and the kind of device."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network
from uuid import UUID

import pycountry
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from comity.opinion.models import Device, Salt

TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Android(?!.*Mobile)", re.I)
PHONE = re.compile(r"Mobi|iPhone|iPod|Android|Opera Mini", re.I)
COMPUTER = re.compile(r"Windows NT|Macintosh|X11|CrOS", re.I)


@dataclass(frozen=True)
class Visitor:
    """Somebody of whom nothing is kept but this; the mark cannot be made again once the salt of its day is gone."""

    mark: str
    device: str
    hand: str = ""  # the same on every page of the day: for limits, and kept nowhere beside answers
    network: str = ""
    country: str = ""


def visitor_of(request: HttpRequest, page: UUID, language: str, *, now: datetime) -> Visitor:
    """This will tell visitors of one page on one day apart, by what is forgotten at once: address and browser."""
    address, agent = get_adapter().get_client_ip(request), request.headers.get("User-Agent", "")
    salt = Salt.of(timezone.localdate(now))
    return Visitor(
        mark=_mark(salt, "page", address, agent, page.hex, language),
        device=device_of(agent),
        hand=_mark(salt, "hand", address, agent),
        network=_mark(salt, "network", network_of(address)),
        country=country_of(request),
    )


def network_mark(request: HttpRequest, *, now: datetime) -> str:
    """This will mark the network that a request came from, for limits of the day; nobody can read it back."""
    salt = Salt.of(timezone.localdate(now))
    return _mark(salt, "network", network_of(get_adapter().get_client_ip(request)))


def network_of(address: str) -> str:
    """This will give the network of an address: 256 addresses of the old kind, the site of one of the new."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((address, 24 if known.version == 4 else 48), strict=False))


def country_of(request: HttpRequest) -> str:
    """This will give the country that the server in front tells; nothing where none is trusted to, or it knows none.

    As a code of ISO 3166 of two letters; what stands for "unknown" and for networks without a country is none.
    """
    if not (settings.COUNTRY_HEADER and settings.ALLAUTH_TRUSTED_PROXY_COUNT):
        return ""
    told = request.headers.get(settings.COUNTRY_HEADER, "").strip().upper()
    return told if len(told) == len("MA") and pycountry.countries.get(alpha_2=told) else ""


def _mark(salt: bytes, *facts: str) -> str:
    return hmac.new(salt, "\n".join(facts).encode(), sha256).hexdigest()


def device_of(agent: str) -> Device:
    """This will tell the kind of device from what a browser says of itself, and nothing more."""
    for pattern, device in ((TABLET, Device.TABLET), (PHONE, Device.PHONE), (COMPUTER, Device.COMPUTER)):
        if pattern.search(agent):
            return device
    return Device.OTHER
