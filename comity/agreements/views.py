"""The pages of agreements."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from comity.agreements.models import Agreement
from comity.accounts.policies import Policy, open_to

PAGE = 50


@open_to(Policy.EVERYBODY)
def agreements(request: HttpRequest) -> HttpResponse:
    """This will list the agreements that the viewer may see."""
    found = Agreement.objects.visible_to(request.user)
    return render(request, "agreements/agreements.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@open_to(Policy.EVERYBODY)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one agreement."""
    found = get_object_or_404(Agreement.objects.visible_to(request.user), pk=pk)
    return render(request, "agreements/agreement.html", {"agreement": found})
