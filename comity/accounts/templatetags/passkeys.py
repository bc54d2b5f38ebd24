"""Where passkeys work: at the one address that this Comity goes by."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def our_address() -> str:
    """This will give the address under which Comity is known; at any other, a browser may make no passkey."""
    return settings.ADDRESS
