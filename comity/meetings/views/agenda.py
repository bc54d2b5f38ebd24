"""The agenda: what is on it, in which order, who introduces it and who may read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings.access import items_visible_to
from comity.meetings.agenda import add_item, edit_item, move_item, refuse_settled_agenda, remove_item
from comity.meetings.barring import barred_at
from comity.meetings.forms import ItemForm, VisibilityForm
from comity.meetings.permissions import may_run
from comity.meetings.views.opening import barred, carry_out, item_of, session_for, typed


@open_to(Policy.OFFICE)
def agenda(request: Asked, pk: int) -> HttpResponse:
    """This will show the agenda to those who set it, and add an item to it."""
    session = session_for(request, pk, may_run)
    form = ItemForm(typed(request), session=session)
    if request.method == "POST" and form.is_valid():

        def add() -> None:
            add_item(session, by=request.user, **form.cleaned_data)

        if carry_out(request, add, _("The item is added."), form=form):
            return redirect("agenda", pk)
    context = {
        "session": session,
        "items": items_visible_to(request.user, session).in_order(),
        "form": form,
        "barred": barred_at(session, lambda: refuse_settled_agenda(session), request.user),
    }
    return render(request, "meetings/agenda.html", context)


@open_to(Policy.OFFICE)
def item(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will change an item of the agenda."""
    session = session_for(request, pk, may_run)
    found = item_of(request, session, item)
    if refused := barred(request, session, found.title, lambda: refuse_settled_agenda(session), item=found):
        return refused
    form = ItemForm(typed(request), session=session, initial=ItemForm.as_entered(found))
    if request.method == "POST" and form.is_valid():

        def edit() -> None:
            edit_item(found, by=request.user, **form.cleaned_data)

        if carry_out(request, edit, _("The item is changed."), form=form):
            return redirect("agenda", pk)
    return render(request, "meetings/item.html", {"session": session, "item": found, "form": form})


@open_to(Policy.OFFICE)
@require_POST
def item_order(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will move an item up or down."""
    found = item_of(request, session_for(request, pk, may_run), item)
    carry_out(request, lambda: move_item(found, up=request.POST.get("to") == "up", by=request.user))
    return redirect("agenda", pk)


@open_to(Policy.OFFICE)
@require_POST
def item_removal(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will take an item off the agenda."""
    found = item_of(request, session_for(request, pk, may_run), item)
    carry_out(request, lambda: remove_item(found, by=request.user), _("The item is taken off the agenda."))
    return redirect("agenda", pk)


@open_to(Policy.OFFICE)
@require_POST
def item_deferral(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will defer an item to a later session, or take it up after all."""
    found = item_of(request, session_for(request, pk, may_run), item)
    is_deferred = request.POST.get("is_deferred") == "yes"
    done = _("The item is deferred.") if is_deferred else _("The item is taken up after all.")
    carry_out(request, lambda: edit_item(found, is_deferred=is_deferred, by=request.user), done)
    return redirect("agenda", pk)


@open_to(Policy.OFFICE)
@require_POST
def item_visibility(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will change who may read an item."""
    found = item_of(request, session_for(request, pk, may_run), item)
    form = VisibilityForm(request.POST)
    if form.is_valid():
        done = _("Who may read the item is changed.")
        carry_out(request, lambda: edit_item(found, by=request.user, **form.cleaned_data), done)
    return redirect(f"{_minutes(pk)}#item-{item}")


def _minutes(pk: int) -> str:
    return redirect("minutes", pk).url
