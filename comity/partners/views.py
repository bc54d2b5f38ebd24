"""The pages of partners."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from comity.partners.models import Organisation
from comity.accounts.policies import Policy, open_to

PAGE = 50


@open_to(Policy.EVERYBODY)
def partners(request: HttpRequest) -> HttpResponse:
    """This will list the partners that the viewer may see."""
    found = Organisation.objects.visible_to(request.user)
    return render(request, "partners/partners.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@open_to(Policy.EVERYBODY)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one partner."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    return render(request, "partners/partner.html", {"partner": found})
