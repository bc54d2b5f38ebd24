"""What becomes of a form that was sent: its act is done, or it comes back with the refusal beside its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.journal.refusals import NotNow
from comity.ui.forms import typed_in


def done(form: forms.BaseForm, act: Callable[[], Any], **shown_as: str) -> bool:
    """This will do the act; what it refuses stands beside the field, with everything typed kept.

    `shown_as` names the fields that the form calls otherwise than the record.
    """
    try:
        act()
    except (NotNow, ValidationError) as refusal:
        beside(form, refusal, **shown_as)
    return not form.errors


def beside(form: forms.BaseForm, refusal: ValidationError | NotNow, **shown_as: str) -> None:
    """This will put each word of a refusal beside its field; `shown_as` names fields that the form calls otherwise."""
    for name, errors in _by_field(refusal).items():
        field = shown_as.get(name, name)
        form.add_error(field if field in form.fields else None, errors)


def _by_field(refusal: ValidationError | NotNow) -> dict[str, Any]:
    if isinstance(refusal, NotNow):
        return {refusal.field: str(refusal)}
    return refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}


def status_of(*forms_sent: forms.BaseForm | None) -> int:
    """This will choose the status of a page that shows these forms: 422 where one of them was refused."""
    return 422 if any(form.errors for form in forms_sent if form is not None) else 200


def not_saved(request: HttpRequest, form: forms.BaseForm, way_back: str) -> HttpResponse:
    """This will say why an act was refused whose form is not offered any more, and give back what was typed."""
    words = " ".join(str(word) for errors in form.errors.values() for word in errors)
    if typed := typed_in(form):
        told = {"words": words, "typed": typed, "way_back": way_back, "back": _("Look at it as it is now")}
        return render(request, "ui/not_saved.html", told, status=422)
    messages.error(request, words)
    return redirect(way_back)
