"""The pages of meetings."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from comity.meetings.models import Session
from comity.accounts.policies import Policy, open_to

PAGE = 50


@open_to(Policy.EVERYBODY)
def sessions(request: HttpRequest) -> HttpResponse:
    """This will list the sessions that the viewer may see."""
    found = Session.objects.visible_to(request.user)
    return render(request, "meetings/sessions.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@open_to(Policy.EVERYBODY)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one session."""
    found = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    return render(request, "meetings/session.html", {"session": found})
