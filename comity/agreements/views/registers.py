"""Bringing a register of agreements: the file, how it is read, whom its names mean, and the entry of its rows."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_register, registers_of
from comity.agreements.bringing import entering
from comity.agreements.bringing.columns import guess
from comity.agreements.bringing.lines import read_lines
from comity.agreements.bringing.rows import State, preview
from comity.agreements.forms_registers import ColumnsForm, EntryForm, MeantForm, RegisterForm
from comity.agreements.models import BroughtRegister
from comity.journal.answering import done, status_of
from comity.journal.refusals import NotNow
from comity.partners.tables import fingerprint
from comity.partners.taking import take_over

PAGE = 20
SHOWN = 200  # rows, those first that need somebody
NAMES = 10  # of which it is asked at once whom they mean
FIRST = [State.DOUBTFUL, State.REFUSED, State.READY, State.HERE]


@open_to(Policy.OFFICE)
def registers(request: Asked) -> HttpResponse:
    """This will take a register, and show the ones that its reader brought before."""
    form = RegisterForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sha256 = fingerprint(file)
            lines = read_lines(file, file.name)
            facts = {"name": file.name, "sha256": sha256, "columns": guess(lines)}
            brought = BroughtRegister.bring(lines, **facts, at=timezone.now(), by=request.user)
        except NotNow as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("agreement-register", brought.pk)
    page = Paginator(registers_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "agreements/registers.html", {"form": form, "page": page}, status=status_of(form))


@open_to(Policy.OFFICE)
def register(request: Asked, pk: int) -> HttpResponse:
    """This will show what each row would become, and let it be said which column holds what."""
    brought = access_register(request.user, pk)
    form = ColumnsForm(request.POST if request.method == "POST" else None, brought=brought)
    if form.is_valid() and done(form, lambda: brought.settle(by=request.user, **form.settled())):
        return redirect("agreement-register", pk)
    if brought.is_being_entered:  # what each row would become is not asked again every two seconds
        return render(request, "agreements/register_entering.html", {"brought": brought}, status=status_of(form))
    read = preview(brought)
    told = {
        "brought": brought,
        "columns": form,
        "counts": read.counts,
        "rows": sorted(read.rows, key=lambda row: FIRST.index(row.state))[:SHOWN],
        "more": len(read.rows) - SHOWN,
        "unknown": len(read.unknown()),
        "order": read.order,
        "entry": EntryForm(),
    }
    return render(request, "agreements/register.html", told, status=status_of(form))


@open_to(Policy.OFFICE)
def names(request: Asked, pk: int) -> HttpResponse:
    """This will ask whom the names mean that the organisations here do not tell, those on most rows first."""
    brought = access_register(request.user, pk)
    if brought.is_being_entered:
        return redirect("agreement-register", pk)
    sent = request.POST if request.method == "POST" else None
    asked = preview(brought).unknown()
    forms = [MeantForm(sent, name=name, number=number) for number, (name, _times) in enumerate(asked[:NAMES])]
    if sent is not None and all([form.is_valid() for form in forms]):
        told = _meant(request, forms)
        brought.settle(meant={**brought.meant, **told}, by=request.user)
        return redirect("agreement-register-names" if told and len(asked) > len(told) else "agreement-register", pk)
    shown = {"brought": brought, "asked": list(zip(forms, asked, strict=False)), "more": len(asked) - len(forms)}
    return render(request, "agreements/register_names.html", shown, status=status_of(*forms))


def _meant(request: Asked, forms: list[MeantForm]) -> dict[str, str]:
    """Whom each name means as it was chosen; what stands in the registry only is taken over first."""
    told = {}
    for form in forms:
        institution = form.to_take_over()
        try:
            meant = str(take_over(institution, by=request.user).pk) if institution else form.chosen()
        except NotNow as refusal:
            messages.error(request, str(refusal))
            continue
        if meant:
            told[form.key] = meant
    return told


@require_POST
@open_to(Policy.OFFICE)
def entry(request: Asked, pk: int) -> HttpResponse:
    """This will enter the ready rows: a hundred at once, the others by the worker; or stop it."""
    brought = access_register(request.user, pk)
    if "stop" in request.POST:
        entering.stop(brought, by=request.user)
        return redirect("agreement-register", pk)
    form = EntryForm(request.POST)
    form.is_valid()
    is_public = form.cleaned_data["is_public"]
    try:
        left = entering.enter(brought, is_public=is_public, at=timezone.now(), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        if not left:
            messages.success(request, _("Every row that was ready is entered."))
    return redirect("agreement-register", pk)
