"""How every form is drawn: label, help, error and field in one part."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def typed_in(form: forms.BaseForm) -> str:
    """This will give back the words that somebody typed, a line for each field; what is only chosen is left out."""
    written = [bound for bound in form.visible_fields() if not hasattr(bound.field, "choices")]
    words = {str(bound.label): _words(bound.data) for bound in written}
    given = {label: typed for label, typed in words.items() if typed}
    return next(iter(given.values())) if len(given) == 1 else "\n".join(f"{label}: {it}" for label, it in given.items())


def _words(typed: Any) -> str:
    """A text, a text in several languages, or the name of a file."""
    if isinstance(typed, list):
        return "\n".join(filter(None, typed))
    return str(typed or "")
