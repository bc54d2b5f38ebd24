"""The pages of events."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from comity.events.models import Event
from comity.accounts.policies import Policy, open_to

PAGE = 50


@open_to(Policy.EVERYBODY)
def events(request: HttpRequest) -> HttpResponse:
    """This will list the events that the viewer may see."""
    found = Event.objects.visible_to(request.user)
    return render(request, "events/events.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@open_to(Policy.EVERYBODY)
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one event."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    return render(request, "events/event.html", {"event": found})
