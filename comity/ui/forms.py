"""How every form is drawn: label, help, error and field in one part."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class LedTo(forms.BoundField):
    """A field of a form. Of those at fault the first has the focus: the form may stand far down its page, or in a fold.

    Where the fault is of the form and of no field, what the form says of it has the focus.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """This will add to what Django has for the widget whether the page opens at it."""
        built = super().build_widget_attrs(attrs, widget)
        if self.lost_its_file:
            built["aria-describedby"] = f"{built.get('aria-describedby', '')} {self.auto_id}_again".lstrip()
        return built | {"autofocus": True} if self._is_first_at_fault() else built

    @property
    def lost_its_file(self) -> bool:
        """Whether a file was chosen here and the form comes back: no browser keeps what was chosen."""
        return self.widget_type == "file" and self.form.is_bound and bool(self.form.errors and self.data)

    def _is_first_at_fault(self) -> bool:
        """A set of boxes to tick has no first box to speak of, and is passed over."""
        form = self.form
        if not form.is_bound or form.non_field_errors():
            return False
        wrong = (bound.name for bound in form.visible_fields() if bound.errors and not bound.use_fieldset)
        return next(wrong, None) == self.name


class Renderer(TemplatesSetting):
    form_template_name = "ui/parts/form.html"
    field_template_name = "ui/parts/field.html"
    bound_field_class = LedTo


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def typed_in(form: forms.BaseForm) -> str:
    """This will give back the words that somebody typed, a line for each field; choices and passwords are left out."""
    written = [
        bound
        for bound in form.visible_fields()
        if not hasattr(bound.field, "choices") and not isinstance(bound.field.widget, forms.PasswordInput)
    ]
    words = {str(bound.label): _words(bound.data) for bound in written}
    given = {label: typed for label, typed in words.items() if typed}
    return next(iter(given.values())) if len(given) == 1 else "\n".join(f"{label}: {it}" for label, it in given.items())


def _words(typed: Any) -> str:
    """A text, a text in several languages, or the name of a file."""
    if isinstance(typed, list):
        return "\n".join(filter(None, typed))
    return str(typed or "")
