"""The delegations: who comes for whom, in which order, and who was there."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings import delegating
from comity.meetings.access import access_delegation, access_member, delegations_at
from comity.meetings.barring import barred_at
from comity.meetings.forms import AttendanceForm, DelegationForm, GroupForm, MemberForm
from comity.meetings.models import Attendance, Delegation, Session
from comity.meetings.permissions import may_run
from comity.meetings.views.opening import barred, carry_out, session_for, typed
from comity.translation.templatetags.said import isolated


@open_to(Policy.OFFICE)
def delegations(request: Asked, pk: int) -> HttpResponse:
    """This will show the delegations to those who keep them, and add one."""
    session = session_for(request, pk, may_run)
    form = DelegationForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def send() -> None:
            delegating.send_delegation(session, by=request.user, **form.cleaned_data)

        if carry_out(request, send, _("The delegation is added."), form=form):
            return redirect("delegations", pk)
    context = {
        "session": session,
        "delegations": delegations_at(request.user, session),
        "attendances": Attendance.choices,
        "form": form,
        "barred": barred_at(session, lambda: delegating.refuse_settled_list(session), request.user),
    }
    return render(request, "meetings/delegations.html", context)


@open_to(Policy.OFFICE)
@require_POST
def delegation_removal(request: Asked, pk: int, delegation: int) -> HttpResponse:
    """This will take a delegation off."""
    found = access_delegation(request.user, session_for(request, pk, may_run), delegation)
    done = _("The delegation is taken off.")
    carry_out(request, lambda: delegating.withdraw_delegation(found, by=request.user), done)
    return redirect("delegations", pk)


@open_to(Policy.OFFICE)
def members(request: Asked, pk: int, delegation: int) -> HttpResponse:
    """This will add somebody to a delegation."""
    session = session_for(request, pk, may_run)
    found = access_delegation(request.user, session, delegation)
    if refused := barred(request, session, _title(found), lambda: delegating.refuse_settled_list(session)):
        return refused
    form = MemberForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def add() -> None:
            if form.cleaned_data["person"]:
                member = delegating.add_member(found, by=request.user, **form.known())
            else:
                member = delegating.add_new_person(found, by=request.user, **form.new())
            if form.cleaned_data["is_head"]:
                delegating.lead(member, by=request.user)

        if carry_out(request, add, _("The delegation has one more member."), form=form):
            return redirect("delegations", pk)
    return _adding(request, session, found, form)


@open_to(Policy.OFFICE)
def groups(request: Asked, pk: int, delegation: int) -> HttpResponse:
    """This will let a group stand in a delegation without names."""
    session = session_for(request, pk, may_run)
    found = access_delegation(request.user, session, delegation)
    if refused := barred(request, session, _title(found), lambda: delegating.refuse_settled_list(session)):
        return refused
    form = GroupForm(typed(request))
    if request.method == "POST" and form.is_valid():

        def add() -> None:
            delegating.add_group(found, by=request.user, **form.cleaned_data)

        if carry_out(request, add, _("The delegation has one more group."), form=form):
            return redirect("delegations", pk)
    return _adding(request, session, found, form, is_group=True)


def _title(delegation: Delegation) -> str:
    return _("Delegation of %(organisation)s") % {"organisation": isolated(delegation.organisation.name)}


def _adding(
    request: Asked, session: Session, delegation: Delegation, form: Form, *, is_group: bool = False
) -> HttpResponse:
    told = {"session": session, "delegation": delegation, "form": form, "is_group": is_group}
    return render(request, "meetings/member.html", told)


@open_to(Policy.OFFICE)
@require_POST
def member_attendance(request: Asked, pk: int, member: int) -> HttpResponse:
    """This will write down whether a member came."""
    found = access_member(request.user, session_for(request, pk, may_run), member)
    form = AttendanceForm(request.POST)
    if form.is_valid():
        carry_out(request, lambda: delegating.attend(found, by=request.user, **form.cleaned_data))
    return redirect("delegations", pk)


@open_to(Policy.OFFICE)
@require_POST
def member_order(request: Asked, pk: int, member: int) -> HttpResponse:
    """This will move a member up or down in the order of precedence."""
    found = access_member(request.user, session_for(request, pk, may_run), member)
    is_up = request.POST.get("to") == "up"
    carry_out(request, lambda: delegating.move_member(found, up=is_up, by=request.user))
    return redirect("delegations", pk)


@open_to(Policy.OFFICE)
@require_POST
def member_lead(request: Asked, pk: int, member: int) -> HttpResponse:
    """This will make a member the head of the delegation."""
    found = access_member(request.user, session_for(request, pk, may_run), member)
    carry_out(request, lambda: delegating.lead(found, by=request.user))
    return redirect("delegations", pk)


@open_to(Policy.OFFICE)
@require_POST
def member_removal(request: Asked, pk: int, member: int) -> HttpResponse:
    """This will take a member off the list."""
    found = access_member(request.user, session_for(request, pk, may_run), member)
    carry_out(request, lambda: delegating.take_off(found, by=request.user))
    return redirect("delegations", pk)
