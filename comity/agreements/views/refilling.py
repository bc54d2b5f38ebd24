"""The page on which a text takes what the record tells now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_agreement
from comity.agreements.forms_models import RefillForm
from comity.agreements.models import Agreement
from comity.agreements.refilling import Refill, refill, refills_of
from comity.agreements.three_way import Said
from comity.journal.answering import done, status_of
from comity.meetings.texts import marked_changes
from comity.translation.texts import direction


@open_to(Policy.OFFICE)
def refilling(request: Asked, pk: int) -> HttpResponse:
    """This will show where the record tells something else than the text now, and fill in what is chosen of it."""
    found = access_agreement(request.user, pk)
    every = refills_of(found)
    if not every:
        messages.info(request, _("The text says what the record tells already."))
        return redirect("agreement-text", found.pk)
    untouched = [one.key for one in every if one.is_untouched]
    form = RefillForm(request.POST if request.method == "POST" else None, found=every, initial={"keys": untouched})
    if form.is_valid() and done(form, lambda: refill(found, keys=form.cleaned_data["keys"], by=request.user)):
        messages.success(request, _("The text says what the record tells now."))
        return redirect("agreement-text", found.pk)
    return _page(request, found, form, every)


def _page(request: HttpRequest, found: Agreement, form: RefillForm, every: list[Refill]) -> HttpResponse:
    chosen = form["keys"].value() or []
    steps = [(one, one.key in chosen, _changes(one, found)) for one in every]
    shown = {"agreement": found, "form": form, "steps": steps}
    return render(request, "agreements/refilling.html", shown, status=status_of(form))


def _changes(one: Refill, found: Agreement) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By language in which it changes: from what the clause says to what it would say."""
    told = [(code, *(_lines(said, code) for said in (one.was, one.now))) for code in found.text_languages()]
    return [(code, direction(code), marked_changes(was, now)) for code, was, now in told if was.split() != now.split()]


def _lines(said: Said, code: str) -> str:
    return "\n".join(filter(None, (said.heading.get(code, ""), said.words.get(code, ""))))
