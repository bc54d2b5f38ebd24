"""How many files one network may have verified in an hour; counted under marks that nobody reads back."""

from __future__ import annotations

import hmac
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3_600  # seconds
OF_A_NETWORK = 120  # files; a university has one address for all


def is_too_often(request: HttpRequest) -> bool:
    """This will count one more file of a network and tell whether it has sent too many in this hour."""
    address = get_adapter().get_client_ip(request)
    mark = hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()
    key = f"papers:net:{mark}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return int(cache.incr(key)) > OF_A_NETWORK
    except ValueError:  # its hour ended between the two questions
        return False
