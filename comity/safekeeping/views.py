"""The page on which heads see how Comity itself is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.access import access_letter, letters_given_up
from comity.journal.refusals import NotNow
from comity.safekeeping.operations import condition, try_again

MOST_SHOWN = 100


@open_to(Policy.HEADS)
def operations(request: Asked) -> HttpResponse:
    """This will show whether letters leave and backups are made, and the letters that do not leave."""
    told = {"condition": condition(now=timezone.now()), "letters": letters_given_up(request.user)[:MOST_SHOWN]}
    return render(request, "safekeeping/operations.html", told)


@open_to(Policy.HEADS)
@require_POST
def another_try(request: Asked, pk: int) -> HttpResponse:
    """This will have a letter tried again."""
    letter = access_letter(request.user, pk)
    try:
        try_again(letter, now=timezone.now(), by=request.user)
        messages.success(request, _("The letter is tried again within a minute."))
    except NotNow as refusal:
        messages.error(request, str(refusal))
    return redirect("operations")
