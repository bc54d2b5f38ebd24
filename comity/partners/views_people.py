"""The pages of people: who they are, the offices they hold, and whom to turn to in a partnership."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import done, status_of
from comity.partners.access import (
    access_name_of_person,
    access_office,
    access_organisation,
    access_partner,
    access_person,
    focal_points_of,
    names_of_person,
    offices_of,
)
from comity.partners.answering import END, changed, endings
from comity.partners.enrolling import enrol, turn_to
from comity.partners.forms import EndForm
from comity.partners.forms_people import FocalPointForm, NewPersonForm, OfficeForm, PersonForm, PersonNameForm
from comity.partners.models import FocalPoint, Office, Organisation, Person, sides_of
from comity.partners.models.people import Rank
from comity.partners.page import Offices
from comity.partners.permissions import may_keep_partners, may_see_addresses
from comity.translation.texts import current_language

# Several forms stand on one page: each has ids of its own.
OFFICE, NAME, FACTS = "office-%s", "name-%s", "facts-%s"


def person_page(
    request: HttpRequest, found: Person, *, held: Sequence[Office] = (), ending: Any = None, **forms_sent: Any
) -> HttpResponse:
    """This will show a person with the offices that the viewer may see: those in `held`, where these are known."""
    today = timezone.localdate()
    offices = held or offices_of(request.user, found)
    told = {
        "person": found,
        "names": list(names_of_person(request.user, found)),
        "offices": Offices.sort(offices, today),
        "endings": {office.pk: form for office, form in endings(offices, ending)},
        "may_keep_partners": may_keep_partners(request.user),
        "may_see_addresses": may_see_addresses(request.user),
        "office_form": OfficeForm(auto_id=OFFICE),
        "name_form": PersonNameForm(auto_id=NAME),
        "person_form": PersonForm(instance=found, auto_id=FACTS),
        **forms_sent,
    }
    sent = [*forms_sent.values(), *([ending[1]] if ending else [])]
    return render(request, "partners/person.html", told, status=status_of(*sent))


@open_to(Policy.OFFICE)
def new_person(request: Asked, pk: int) -> HttpResponse:
    """This will enter a person with an office at this organisation."""
    found = access_organisation(request.user, pk)
    form = NewPersonForm(request.POST or None, initial={"language": current_language()})
    if form.is_valid():
        facts = form.facts() | {"organisation": found, "office": form.office_facts()}
        if done(form, lambda: enrol(by=request.user, **facts), text="names"):
            return changed(request, form, redirect(found))
    return render(request, "partners/new_person.html", {"partner": found, "form": form}, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def person_facts(request: Asked, pk: int) -> HttpResponse:
    """This will change how a person is addressed and written to."""
    found = access_person(request.user, pk)
    form = PersonForm(request.POST, instance=access_person(request.user, pk), auto_id=FACTS)
    if form.is_valid() and done(form, lambda: found.change(by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect(found))
    return person_page(request, found, person_form=form)


@require_POST
@open_to(Policy.OFFICE)
def person_names(request: Asked, pk: int) -> HttpResponse:
    """This will add a person's name as another language writes it."""
    found = access_person(request.user, pk)
    form = PersonNameForm(request.POST, auto_id=NAME)
    if form.is_valid() and done(form, lambda: found.be_named(by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect(found))
    return person_page(request, found, name_form=form)


@open_to(Policy.OFFICE)
def person_name(request: Asked, pk: int, name: int) -> HttpResponse:
    """This will put right how a person's name was written down."""
    found = access_person(request.user, pk)
    wrong = access_name_of_person(request.user, found, name)
    form = PersonNameForm(request.POST or None, initial={"text": wrong.text, "language": wrong.language})
    if form.is_valid() and done(form, lambda: wrong.correct(by=request.user, **form.cleaned_data)):
        return changed(request, form, redirect(found))
    told = {"of": found, "back": found.get_absolute_url(), "name": access_name_of_person(request.user, found, name)}
    return render(request, "partners/name.html", told | {"form": form}, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def offices(request: Asked, pk: int) -> HttpResponse:
    """This will add an office that a person holds or held."""
    found = access_person(request.user, pk)
    form = OfficeForm(request.POST, auto_id=OFFICE)
    if form.is_valid():
        facts = {"person": found, "organisation": form.cleaned_data["organisation"], **form.office_facts()}
        if done(form, lambda: Office.enter(by=request.user, **facts), title="office"):
            return changed(request, form, redirect(found))
    return person_page(request, found, office_form=form)


@require_POST
@open_to(Policy.OFFICE)
def office_end(request: Asked, pk: int, office: int) -> HttpResponse:
    """This will write down the last day of an office."""
    found = access_person(request.user, pk)
    ended = access_office(request.user, found, office)
    form = EndForm(request.POST, auto_id=END % office)
    if form.is_valid() and done(form, lambda: ended.end(on=form.cleaned_data["until"], by=request.user)):
        return changed(request, form, redirect(found))
    return person_page(request, found, ending=(office, form))


@open_to(Policy.OFFICE)
def focal_points(request: Asked, pk: int) -> HttpResponse:
    """This will show whom to turn to in a partnership, each place with a form to name somebody else."""
    return _focal_points_page(request, access_partner(request.user, pk))


@require_POST
@open_to(Policy.OFFICE)
def focal_point(request: Asked, pk: int, side: str, rank: str) -> HttpResponse:
    """This will name whom to turn to at one side, first or as a back-up, in place of whoever it was."""
    found = access_partner(request.user, pk)
    if side not in FocalPoint.Side.values or rank not in Rank.values:
        raise Http404(rank)
    form = FocalPointForm(request.POST, partner=found, side=side, rank=rank)
    if form.is_valid():
        person, by = form.cleaned_data["person"], request.user
        if done(form, lambda: turn_to(person, partner=found, side=side, rank=rank, by=by)):
            return changed(request, form, redirect("partner-focal-points", pk))
    return _focal_points_page(request, found, sent=form)


def _focal_points_page(request: HttpRequest, found: Organisation, *, sent: Any = None) -> HttpResponse:
    forms = FocalPointForm.all_for(found, focal_points_of(request.user, found, sides=sides_of(request.user)), sent)
    return render(request, "partners/focal_points.html", {"partner": found, "forms": forms}, status=status_of(sent))
