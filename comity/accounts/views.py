"""A person's own account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

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


@open_to(Policy.EVERYBODY)
def beginning(request: HttpRequest) -> HttpResponse:
    """This will say how an account begins: nobody opens one alone."""
    return render(request, "account/beginning.html")
