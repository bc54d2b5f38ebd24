"""Small helpers of templates: icons, and links that keep the other filters of a list."""

import secrets
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, turns: bool = False) -> SafeString:
    """This will draw a line icon beside words that say the same; `turns` mirrors it where the text runs leftwards."""
    drawing = render_to_string(f"ui/icons/{name}.svg")
    return format_html('<span class="icon{}" aria-hidden="true">{}</span>', " turns" if turns else "", drawing)


@register.simple_tag(takes_context=True)
def same_list_with(context: dict[str, Any], **changes: Any) -> str:
    """This will make the address of the same list with some of its filters changed; an empty value takes one away."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value not in ("", None):
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.filter
def is_check(field: BoundField) -> bool:
    """This will tell whether the field is a single box to tick."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(field.field, "choices")


@register.filter
def one_of(found: dict[Any, Any], key: Any) -> Any:
    """This will look up `key`; nothing where it is not there."""
    return found.get(key)


@register.simple_tag(takes_context=True, name="csrf_token")
def form_token(context: dict[str, Any]) -> SafeString:
    """This will say that a form is ours, as Django's own tag does, and give it a token by which a repeat is known.

    It takes the place of Django's tag, so that no form can be without.
    """
    token = context.get("csrf_token")
    if not token or str(token) == "NOTPROVIDED":
        return SafeString("")
    hidden = '<input type="hidden" name="{}" value="{}">'
    return format_html(hidden * 2, "csrfmiddlewaretoken", token, "once", secrets.token_urlsafe(18))
