"""What the pages of the public site say to machines."""

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def structured(facts: dict[str, Any]) -> SafeString:
    """This will write facts of schema.org into a page, as data that no browser runs."""
    written = json_script(facts)
    return SafeString(written.replace('type="application/json"', 'type="application/ld+json"', 1))
