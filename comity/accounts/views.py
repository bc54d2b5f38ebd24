"""A person's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.accounts.policies import Policy, open_to


@open_to(Policy.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """This will show and change one's own name, language and time zone."""
    return render(request, "accounts/account.html", {})
