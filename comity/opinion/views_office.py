"""What the office reads of the answers, and does about them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from comity.accounts.policies import Asked, Policy, open_to
from comity.opinion.access import answers_visible_to
from comity.opinion.analysis import Analysis
from comity.opinion.forms_office import PeriodForm


@open_to(Policy.READERS)
def analysis(request: Asked) -> HttpResponse:
    """This will show how satisfied visitors are, with how many of them said so and what chance could make of it."""
    form = PeriodForm(request.GET or None)
    told = {"form": form, "analysis": Analysis(answers_visible_to(request.user), *form.days())}
    return render(request, "opinion/analysis.html", told)
