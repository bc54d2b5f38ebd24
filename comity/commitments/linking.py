"""Signed links that open one commitment for one person without an account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import LinkQuerySet, SignedLink, User
from comity.commitments.letters import send_commitment
from comity.commitments.models import Commitment
from comity.commitments.permissions import PURPOSE
from comity.journal.acting import act, acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Mandate, Organisation
from comity.translation.templatetags.said import isolated


@act
def make_link(
    commitment: Commitment,
    *,
    side: Organisation,
    name: str,
    email: str,
    language: str,
    days: int,
    at: datetime,
    by: User,
) -> tuple[SignedLink, str]:
    """This will make a link that opens one commitment for one side, and tell its secret only now."""
    link, secret = SignedLink.make(
        purpose=PURPOSE,
        opens=str(commitment.pk),
        name=name,
        email=email,
        language=language,
        by=by,
        now=at,
        days=days,
    )
    Mandate.enter(link=link, organisation=side, by=by)
    return link, secret


def send_link(
    commitment: Commitment,
    *,
    side: Organisation,
    name: str,
    email: str,
    language: str,
    days: int,
    at: datetime,
    by: User,
) -> SignedLink:
    """This will mail a signed link that opens this commitment, and nothing else, to somebody of the other side.

    Raises NotNow for our own people, who sign in: else one person could claim for one side and verify for the other.
    """
    if side.is_host or User.objects.working_here().filter(email__iexact=email).exists():
        raise NotNow(_("A link is for the other side; our own people sign in."))
    if side.pk not in commitment.sides():
        raise NotNow(_("%(side)s is not a side of this.") % {"side": isolated(side)})
    if commitment.is_internal:
        raise NotNow(_("This was said under an item that only our office reads; the other side does not see it."))
    with acting(by=by):
        link, secret = make_link(
            commitment, side=side, name=name, email=email, language=language, days=days, at=at, by=by
        )
        record(commitment, "link_sent", by=by, after={"to": f"{name} <{email}>", "until": link.expires_at})
        send_commitment(commitment, link=link, secret=secret)
    return link


def revoke_link(commitment: Commitment, link: SignedLink, *, at: datetime, by: User) -> None:
    """This will make a link open nothing from now on."""
    with acting(by=by):
        link.revoke(now=at)
        record(commitment, "link_revoked", by=by, after={"to": f"{link.name} <{link.email}>"})


def links_to(commitment: Commitment) -> LinkQuerySet:
    """This will list the links that were made for this commitment, newest first."""
    return SignedLink.objects.filter(purpose=PURPOSE, opens=str(commitment.pk)).order_by("-pk")
