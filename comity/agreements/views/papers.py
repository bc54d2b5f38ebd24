"""The documents that were kept with what happened to an agreement."""

from __future__ import annotations

from django.http import FileResponse

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_agreement, access_paper
from comity.agreements.views.files import as_attachment


@open_to(Policy.SIGNED_IN)
def paper(request: Asked, pk: int, paper: int) -> FileResponse:
    """This will hand out a document that was kept, to the parties and to our office."""
    return as_attachment(access_paper(request.user, access_agreement(request.user, pk), paper))
