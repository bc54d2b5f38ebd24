"""The pages of commitments."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from comity.commitments.models import Commitment
from comity.accounts.policies import Policy, open_to

PAGE = 50


@open_to(Policy.EVERYBODY)
def commitments(request: HttpRequest) -> HttpResponse:
    """This will list the commitments that the viewer may see."""
    found = Commitment.objects.visible_to(request.user)
    return render(request, "commitments/commitments.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@open_to(Policy.EVERYBODY)
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one commitment."""
    found = get_object_or_404(Commitment.objects.visible_to(request.user), pk=pk)
    return render(request, "commitments/commitment.html", {"commitment": found})
