"""The public home, and the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.accounts.policies import Policy, open_to


@open_to(Policy.EVERYBODY)
def home(request: HttpRequest) -> HttpResponse:
    """This will show the thread at its widest."""
    return render(request, "desk/home.html", {})


@open_to(Policy.SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """This will show what needs the reader today."""
    return render(request, "desk/desk.html", {})


@open_to(Policy.EVERYBODY)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """This will show how to sign in to the demonstration."""
    return render(request, "desk/sign_ins.html", {})
