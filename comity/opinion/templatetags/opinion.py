"""How shares are written for the reader."""

from __future__ import annotations

from babel.numbers import format_decimal, format_percent
from django import template
from django.utils.translation import gettext as _

from comity.opinion.analysis import Response
from comity.opinion.counting import Mean, Share
from comity.translation.templatetags.said import locale, number

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """This will write a share in whole per cent, as the reader's language does."""
    return format_percent(round(share, 2), format=None, locale=locale())


@register.filter
def with_interval(share: Share) -> str:
    """This will write a share with its interval and the number behind it; never the share alone."""
    low, high = share.interval
    told = {"share": percent(share.value), "low": percent(low), "high": percent(high), "n": number(share.of)}
    return _("%(share)s (between %(low)s and %(high)s, n\u00a0=\u00a0%(n)s)") % told


@register.filter
def mean_with_interval(mean: Mean) -> str:
    """This will write a mean with its interval; where all answers are alike, that stands in place of it."""
    value = _decimal(mean.value)
    if mean.interval is None:
        return _("%(value)s (all answers alike)") % {"value": value}
    low, high = map(_decimal, mean.interval)
    return _("%(value)s (between %(low)s and %(high)s)") % {"value": value, "low": low, "high": high}


def _decimal(value: float) -> str:
    return format_decimal(round(value, 1), format="0.0", locale=locale())


@register.filter
def responded(response: Response | None) -> str:
    """This will write about how many of those who saw the question answered it; else that this is not known."""
    if response is None or response.share is None:
        return _("not known")
    share = format_percent(response.share, format="0.0%", locale=locale())
    return _("about %(share)s of about %(views)s views") % {"share": share, "views": number(response.views)}


@register.filter
def width(share: float) -> str:
    """This will give a share as a length of a drawing that is 100 wide, whatever the reader's language."""
    return f"{share * 100:.2f}"


@register.filter
def span(share: Share) -> str:
    """This will give the length of the interval, in a drawing that is 100 wide."""
    low, high = share.interval
    return width(high - low)
