"""The accounts of everybody who signs in, for heads of the office; and the page on which an invited person joins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from comity.accounts.models import Role, User
from comity.accounts.naming import with_names
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.refusals import NotNow
from comity.partners import inviting
from comity.partners.access import (
    access_account,
    access_invitation,
    access_mandate,
    accounts_visible_to,
    mandates_of,
    person_of,
)
from comity.partners.forms_accounts import InvitationForm, JoinForm, MandateForm, RoleForm
from comity.translation.templatetags.said import isolated
from comity.translation.texts import current_language

PAGE = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to(Policy.HEADS)
def accounts(request: Asked) -> HttpResponse:
    """This will list who signs in here, in which role and for whom."""
    page = Paginator(accounts_visible_to(request.user, now=timezone.now()), PAGE).get_page(request.GET.get("page"))
    with_names(page)
    mandates = inviting.mandates_by_account(page.object_list)
    return render(request, "partners/accounts/accounts.html", {"page": page, "mandates": mandates})


@open_to(Policy.HEADS)
def invitation(request: Asked) -> HttpResponse:
    """This will invite somebody to join."""
    form = InvitationForm(request.POST or None, initial={"role": Role.OFFICER, "language": current_language()})
    if request.method == "POST" and form.is_valid():
        try:
            invited = inviting.invite(**form.cleaned_data, at=timezone.now(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except NotNow as refusal:
            form.add_error("organisation", str(refusal))
        else:
            messages.success(
                request, _("An invitation is on its way to %(email)s.") % {"email": isolated(invited.email)}
            )
            return redirect("account-of", invited.pk)
    return render(request, "partners/accounts/invitation.html", {"form": form})


@open_to(Policy.HEADS)
def account_of(request: Asked, pk: int) -> HttpResponse:
    """This will show one account and what can be done with it."""
    return _account_page(request, access_account(request.user, pk, now=timezone.now()))


def _account_page(request: Asked, holder: User, status: int = 200, **forms: Any) -> HttpResponse:
    told = {
        "holder": holder,
        "person": person_of(request.user, holder),
        "mandates": mandates_of(request.user, holder),
        "role_form": RoleForm(initial={"role": holder.role}),
        "mandate_form": MandateForm(),
    }
    return render(request, "partners/accounts/account_of.html", told | forms, status=status)


def _done(request: Asked, pk: int, act: Any, words: str) -> HttpResponse:
    """This will do one act, say so or say why not, and go back to the account."""
    try:
        act()
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("account-of", pk)


@open_to(Policy.HEADS)
@require_POST
def invitation_again(request: Asked, pk: int) -> HttpResponse:
    """This will send a new link to somebody who has not joined yet."""
    holder = access_account(request.user, pk, now=timezone.now())
    words = _("A new invitation is on its way to %(email)s.") % {"email": isolated(holder.email)}
    return _done(request, pk, lambda: inviting.invite_again(holder, at=timezone.now(), by=request.user), words)


@open_to(Policy.HEADS)
@require_POST
def withdrawal(request: Asked, pk: int) -> HttpResponse:
    """This will end an invitation that nobody has accepted."""
    holder = access_account(request.user, pk, now=timezone.now())
    words = _("The invitation was withdrawn; its link opens nothing any more.")
    return _done(request, pk, lambda: inviting.withdraw(holder, at=timezone.now(), by=request.user), words)


@open_to(Policy.HEADS)
@require_POST
def role(request: Asked, pk: int) -> HttpResponse:
    """This will give an account another role."""
    holder, form = access_account(request.user, pk, now=timezone.now()), RoleForm(request.POST)
    if not form.is_valid():
        return _account_page(request, holder, role_form=form, status=400)
    given = form.cleaned_data["role"]
    words = _("The role was changed.")
    return _done(request, pk, lambda: inviting.give_role(holder, given, at=timezone.now(), by=request.user), words)


@open_to(Policy.HEADS)
@require_POST
def mandates(request: Asked, pk: int) -> HttpResponse:
    """This will let a counterpart speak for one more organisation."""
    holder, form = access_account(request.user, pk, now=timezone.now()), MandateForm(request.POST)
    if not form.is_valid():
        return _account_page(request, holder, mandate_form=form, status=400)
    organisation = form.cleaned_data["organisation"]
    words = _("%(name)s now speaks for %(organisation)s.") % {
        "name": isolated(holder),
        "organisation": isolated(organisation),
    }
    return _done(request, pk, lambda: inviting.give_mandate(holder, organisation, by=request.user), words)


@open_to(Policy.HEADS)
@require_POST
def mandate_end(request: Asked, pk: int, mandate: int) -> HttpResponse:
    """This will end a mandate."""
    ended = access_mandate(request.user, access_account(request.user, pk, now=timezone.now()), mandate)
    return _done(request, pk, lambda: ended.remove(by=request.user), _("The mandate has ended."))


@open_to(Policy.HEADS)
@require_POST
def closing(request: Asked, pk: int) -> HttpResponse:
    """This will end signing in with an account."""
    holder = access_account(request.user, pk, now=timezone.now())
    words = _("The account is closed. What %(name)s did stays.") % {"name": isolated(holder)}
    answer = _done(request, pk, lambda: inviting.close(holder, at=timezone.now(), by=request.user), words)
    if holder == request.user and not holder.is_active:
        logout(request)  # the session is gone with the account
    return answer


@open_to(Policy.HEADS)
@require_POST
def reopening(request: Asked, pk: int) -> HttpResponse:
    """This will let the holder of a closed account sign in again."""
    holder = access_account(request.user, pk, now=timezone.now())
    return _done(request, pk, lambda: inviting.reopen(holder, by=request.user), _("The account is open again."))


@sensitive_post_parameters("password", "again")
@open_to(Policy.LINK_HOLDERS)
def join(request: HttpRequest, token: str) -> HttpResponse:
    """This will let an invited person choose a password and begin."""
    link, holder = access_invitation(token, now=timezone.now())
    form = JoinForm(request.POST or None, user=holder)
    if request.method == "POST" and form.is_valid():
        try:
            joined = inviting.join(link, password=form.cleaned_data["password"], at=timezone.now())
        except NotNow:
            raise Http404(token) from None
        login(request, joined, backend=BACKEND)
        messages.success(request, _("Welcome. Your account is open."))
        return redirect("account")
    return render(request, "partners/accounts/join.html", {"form": form, "holder": holder, "link": link})
