"""What the office changes about an organisation: facts, names, and what it is part of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import done, status_of
from comity.partners.access import access_belonging, access_name, access_organisation, belongings_of, names_of
from comity.partners.answering import END, changed, endings
from comity.partners.entering import add_name, describe
from comity.partners.forms import BelongingForm, EndForm, NameFacts, NameForm, PartnerForm
from comity.partners.models import Organisation


@open_to(Policy.OFFICE)
def facts(request: Asked, pk: int) -> HttpResponse:
    """This will change the facts and the areas of interest."""
    found = access_organisation(request.user, pk)
    form = PartnerForm(request.POST or None, instance=access_organisation(request.user, pk))
    if form.is_valid() and done(form, lambda: describe(found, by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect(found))
    return render(request, "partners/facts.html", {"partner": found, "form": form}, status=status_of(form))


@open_to(Policy.OFFICE)
def names(request: Asked, pk: int) -> HttpResponse:
    """This will show every name of an organisation, and add one."""
    found = access_organisation(request.user, pk)
    form = NameForm(request.POST or None, partner=found)
    if form.is_valid() and done(form, lambda: add_name(found, by=request.user, **form.cleaned_data), **form.shown_as):
        return changed(request, form, redirect("partner-names", pk))
    return _names_page(request, found, form=form)


@open_to(Policy.OFFICE)
def name(request: Asked, pk: int, name: int) -> HttpResponse:
    """This will put right how a name was written down."""
    found = access_organisation(request.user, pk)
    wrong = access_name(request.user, found, name)
    form = NameFacts.of(wrong, request.POST or None)
    if form.is_valid() and done(form, lambda: wrong.correct(by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect("partner-names", pk))
    told = {"of": found, "back": reverse("partner-names", args=[pk]), "name": access_name(request.user, found, name)}
    return render(request, "partners/name.html", told | {"form": form}, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def name_end(request: Asked, pk: int, name: int) -> HttpResponse:
    """This will write down until when a name held."""
    found = access_organisation(request.user, pk)
    ended = access_name(request.user, found, name)
    form = EndForm(request.POST, auto_id=END % name)
    if form.is_valid() and done(form, lambda: ended.end(on=form.cleaned_data["until"], by=request.user)):
        return changed(request, form, redirect("partner-names", pk))
    return _names_page(request, found, ending=(name, form))


def _names_page(request: HttpRequest, found: Organisation, *, form: Any = None, ending: Any = None) -> HttpResponse:
    rows = endings(names_of(request.user, found), ending)
    told = {"partner": found, "rows": rows, "form": form or NameForm(partner=found)}
    return render(request, "partners/names.html", told, status=status_of(form, *([ending[1]] if ending else [])))


@open_to(Policy.OFFICE)
def wholes(request: Asked, pk: int) -> HttpResponse:
    """This will show what an organisation is part of, and add to it."""
    found = access_organisation(request.user, pk)
    form = BelongingForm(request.POST or None)
    if form.is_valid() and done(form, lambda: found.join(by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect("partner-wholes", pk))
    return _wholes_page(request, found, form=form)


@require_POST
@open_to(Policy.OFFICE)
def whole_end(request: Asked, pk: int, belonging: int) -> HttpResponse:
    """This will write down until when an organisation was part of another."""
    found = access_organisation(request.user, pk)
    ended = access_belonging(request.user, found, belonging)
    form = EndForm(request.POST, auto_id=END % belonging)
    if form.is_valid() and done(form, lambda: ended.end(on=form.cleaned_data["until"], by=request.user)):
        return changed(request, form, redirect("partner-wholes", pk))
    return _wholes_page(request, found, ending=(belonging, form))


def _wholes_page(request: HttpRequest, found: Organisation, *, form: Any = None, ending: Any = None) -> HttpResponse:
    rows = endings(belongings_of(request.user, found), ending)
    told = {"partner": found, "rows": rows, "form": form or BelongingForm()}
    return render(request, "partners/wholes.html", told, status=status_of(form, *([ending[1]] if ending else [])))
