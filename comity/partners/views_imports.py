"""Bringing a table of organisations: the file, its preview, and the entry of its rows."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import status_of
from comity.journal.refusals import NotNow
from comity.partners import importing
from comity.partners.access import access_import, imports_visible_to
from comity.partners.forms_imports import TableForm
from comity.partners.identifiers import country_codes
from comity.partners.importing import apply_import
from comity.partners.models import Import, Kind
from comity.partners.models.organisations import StandingHere
from comity.partners.tables import COLUMNS, fingerprint, read_table
from comity.ui.tables import as_csv

PAGE = 20
SHOWN = 200


@open_to(Policy.OFFICE)
def imports(request: Asked) -> HttpResponse:
    """This will take a table, and show the ones that were brought before."""
    form = TableForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sha256 = fingerprint(file)
            rows = read_table(file, file.name)
            brought = Import.bring(rows, name=file.name, sha256=sha256, at=timezone.now(), by=request.user)
        except NotNow as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("partner-import", brought.pk)
    page = Paginator(imports_visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    values = {"kinds": Kind.choices, "standings": StandingHere.choices, "countries": country_codes()}
    told = {"form": form, "page": page, "columns": COLUMNS, **values}
    return render(request, "partners/imports.html", told, status=status_of(form))


@open_to(Policy.OFFICE)
def empty_table(request: Asked) -> HttpResponseBase:
    """This will give the columns of a table, with one row to go by."""
    example = {
        "name_en": "Leibniz Institute for Catalysis",
        "acronym": "LIKAT",
        "kind": "institute",
        "standing": "partner",
        "country": "DE",
        "place": "Rostock",
        "website": "https://www.catalysis.de",
        "ror": "029hg0311",
        "part_of": "Leibniz Association",
    }
    return as_csv(COLUMNS, [[example.get(column, "") for column in COLUMNS]], name="organisations")


@open_to(Policy.OFFICE)
def preview_of(request: Asked, pk: int) -> HttpResponse:
    """This will show what each row would do, or did."""
    brought = access_import(request.user, pk)
    read = importing.preview_of(brought)
    counts = brought.counts or read.counts
    wrong_first = sorted(read.rows, key=lambda row: not row.faults)
    told = {"brought": brought, "counts": counts, "rows": wrong_first[:SHOWN], "more": len(read.rows) - SHOWN}
    return render(request, "partners/import.html", told)


@require_POST
@open_to(Policy.OFFICE)
def entry(request: Asked, pk: int) -> HttpResponse:
    """This will enter the rows of a table, once."""
    brought = access_import(request.user, pk)
    try:
        apply_import(brought, at=timezone.now(), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The table was entered."))
    return redirect("partner-import", pk)
