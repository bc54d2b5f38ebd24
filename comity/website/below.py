"""Below a public page: in which other languages it can be read."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from comity.website.readable import PLACES, address_asked_for, offer_of


def offered_below(request: HttpRequest) -> str:
    """This will show a visitor the languages into which an engine leads; nothing where none does.

    Whoever is signed in may see more of the page than everybody, and would be led to one that says less.
    """
    if request.user.is_authenticated:
        return ""
    address = address_asked_for(request)
    offer = offer_of(address) if address is not None else None
    if offer is None:
        return ""
    told = {"offer": offer, "is_narrowed": bool(set(request.GET) - set(PLACES))}
    return render_to_string("website/parts/offer.html", told)
