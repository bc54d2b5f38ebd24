"""A person's own account."""

from datetime import timedelta

from allauth.account import views as entrance
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.access import access_other_sign_in, sign_ins_of
from comity.accounts.forms import AccountForm
from comity.accounts.policies import Asked, Policy, open_to


@open_to(Policy.SIGNED_IN)
def account(request: Asked) -> HttpResponse:
    """This will show and change one's own name, language and time zone."""
    user = request.user
    told = {"name": user.name, "language": user.language, "zone": user.zone}
    form = AccountForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            user.describe(**form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your account was changed."))
            return redirect("account")
    return render(request, "accounts/account.html", {"form": form})


@open_to(Policy.SIGNED_IN)
def browsers(request: Asked) -> HttpResponse:
    """This will list the browsers in which one is signed in."""
    here = request.session.session_key
    told = [(one, one.session_key == here) for one in sign_ins_of(request.user, now=timezone.now())]
    return render(request, "accounts/browsers.html", {"browsers": told, "hours": _idle_hours()})


def _idle_hours() -> int | float:
    hours = settings.SIGNED_IN_IDLE / timedelta(hours=1)
    return int(hours) if hours == int(hours) else hours


@open_to(Policy.SIGNED_IN)
@require_POST
@reauthentication_required
def browsers_ending(request: Asked) -> HttpResponse:
    """This will sign out everywhere else, for whoever showed once more who they are."""
    ended, _kinds = sign_ins_of(request.user, now=timezone.now()).elsewhere(request.session.session_key).delete()
    messages.success(request, _("You were signed out in your other browsers.") if ended else _("There was no other."))
    return redirect("browsers")


@open_to(Policy.SIGNED_IN)
@require_POST
@reauthentication_required
def browser_ending(request: Asked, handle: str) -> HttpResponse:
    """This will sign out in one other browser, for whoever showed once more who they are."""
    here = request.session.session_key
    access_other_sign_in(request.user, handle, here=here, now=timezone.now()).delete()
    messages.success(request, _("You were signed out there."))
    return redirect("browsers")


@open_to(Policy.EVERYBODY)
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """This will sign out, and tell a browser over TLS to throw away what it keeps of ours."""
    response: HttpResponseBase = entrance.logout(request)
    if request.method == "POST" and request.is_secure():
        response["Clear-Site-Data"] = '"storage"'
    return response


@open_to(Policy.EVERYBODY)
def beginning(request: HttpRequest) -> HttpResponse:
    """This will say how an account begins: nobody opens one alone."""
    return render(request, "account/beginning.html")
