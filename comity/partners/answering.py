"""What the views of partners say once a form was taken, and the small forms with which a thing ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from comity.partners.forms import EndForm

# The ids of the form with which the thing of a number ends.
END = "end-%s-%%s"


def endings(things: Any, refused: tuple[int, forms.Form] | None) -> list[tuple[Any, forms.Form]]:
    """This will give each thing a form for the day of its end; the one that was refused keeps what was typed."""
    sent = dict([refused]) if refused else {}
    return [(one, sent.get(one.pk) or EndForm(auto_id=END % one.pk)) for one in things]


def changed(request: HttpRequest, form: forms.BaseForm, answer: HttpResponse) -> HttpResponse:
    """This will say what was done."""
    messages.success(request, _("This was written down."))
    return answer
