"""How to sign in to the demonstration."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from comity.accounts.policies import Policy, open_to
from comity.example.loading import sign_ins as sample_sign_ins


@open_to(Policy.EVERYBODY)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """This will show how to sign in to the demonstration; outside of one there is nothing here."""
    if not settings.DEMO:
        raise Http404("not a demonstration")
    return render(request, "example/sign_ins.html", {"sign_ins": sample_sign_ins()})
