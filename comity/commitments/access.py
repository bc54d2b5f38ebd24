"""The one way to each private thing of a commitment: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import SignedLink, Viewer
from comity.commitments.linking import links_to
from comity.commitments.models import Commitment, Evidence, ExpectedResult
from comity.commitments.models.questions import CommitmentQuestions
from comity.commitments.permissions import PURPOSE, may_keep, may_read_fully, may_say, speaks_for
from comity.meetings.models import AgendaItem
from comity.partners.models import sides_of


def commitments_visible_to(viewer: Viewer) -> CommitmentQuestions:
    """This will keep the commitments of which `viewer` may know."""
    return Commitment.objects.visible_to(viewer)


def access_commitment(viewer: Viewer, number: int) -> Commitment:
    """This will find a commitment of which `viewer` may know, with what its page shows fetched along."""
    return get_object_or_404(commitments_visible_to(viewer).for_its_page(), pk=number)


def access_by_link(token: str, *, now: datetime) -> tuple[SignedLink, Commitment]:
    """This will find the link that a secret stands for and the commitment that it opens."""
    link = SignedLink.objects.opened_by(token, purpose=PURPOSE, now=now)
    commitment = access_commitment(link, int(link.opens))
    if not speaks_for(link, commitment):
        raise Http404(PURPOSE)
    return link, commitment


def item_shown(viewer: Viewer, commitment: Commitment) -> AgendaItem | None:
    """This will find the item under which it was said, where `viewer` may know of that item.

    A side of a commitment need not be a side of the session; by a signed link one sees the item as that side does.
    """
    item = commitment.said_under
    if item is None:
        return None
    if isinstance(viewer, SignedLink):
        took_part = item.session.delegation_of(sides_of(viewer)) is not None
        return item if took_part and not commitment.is_internal else None
    return item if AgendaItem.objects.visible_to(viewer).filter(pk=item.pk).exists() else None


def access_evidence(viewer: Viewer, number: int) -> Evidence:
    """This will find a file that was shown for a commitment of which `viewer` may see everything."""
    shown = get_object_or_404(Evidence.objects.visible_to(viewer).files(), pk=number)
    if not may_read_fully(viewer, shown.claim.commitment):
        raise Http404(number)
    return shown


def results_of(viewer: Viewer, commitment: Commitment) -> list[ExpectedResult]:
    """This will list the expected results with how each is known, for those who keep the commitment."""
    return list(commitment.expected_results.all()) if may_keep(viewer, commitment) else []


def access_result(viewer: Viewer, commitment: Commitment, number: int) -> ExpectedResult:
    """This will find an expected result, for those who keep the commitment."""
    if not may_keep(viewer, commitment):
        raise Http404(number)
    return get_object_or_404(commitment.expected_results.all(), pk=number)


def access_link(viewer: Viewer, commitment: Commitment, number: int) -> SignedLink:
    """This will find a signed link that was sent for the commitment, for those who keep it."""
    if not may_keep(viewer, commitment):
        raise Http404(number)
    return get_object_or_404(links_to(commitment), pk=number)


def said_under(viewer: Viewer, item: AgendaItem) -> CommitmentQuestions:
    """This will list what was said under an item, for those who write it down."""
    found = Commitment.objects.said_under_item(item).for_lists()
    return found if may_say(viewer) else found.none()
