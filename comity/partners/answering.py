"""What the views of partners have in one: a form that was sent is done, or comes back with words beside its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.journal.refusals import NotNow
from comity.partners.fields import OVERRIDES_OUT, beside, had_overrides
from comity.partners.forms import EndForm

# The ids of the form with which the thing of a number ends.
END = "end-%s-%%s"


def endings(things: Any, refused: tuple[int, forms.Form] | None) -> list[tuple[Any, forms.Form]]:
    """This will give each thing a form for the day of its end; the one that was refused keeps what was typed."""
    sent = dict([refused]) if refused else {}
    return [(one, sent.get(one.pk) or EndForm(auto_id=END % one.pk)) for one in things]


def done(form: forms.BaseForm, act: Callable[[], Any], **shown_as: str) -> bool:
    """This will do the act; what it refuses stands beside the field, with everything typed kept.

    `shown_as` names the fields that the form calls otherwise than the record.
    """
    try:
        act()
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        beside(form, refusal, **shown_as)
    return not form.errors


def changed(request: HttpRequest, form: forms.BaseForm, answer: HttpResponse) -> HttpResponse:
    """This will say what was done, and what was taken out of what was typed."""
    if had_overrides(form):
        messages.warning(request, OVERRIDES_OUT)
    messages.success(request, _("This was written down."))
    return answer


def status_of(*forms_sent: forms.BaseForm | None) -> int:
    """This will choose the status of a page that shows these forms: 422 where one of them was refused."""
    return 422 if any(form.errors for form in forms_sent if form is not None) else 200
