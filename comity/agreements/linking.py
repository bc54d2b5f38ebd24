"""Signed links that open the text of one agreement for one person without an account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import LinkQuerySet, SignedLink, User
from comity.agreements.letters import send_text
from comity.agreements.models import Agreement, Party
from comity.agreements.permissions import PURPOSE
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Mandate


def send_link(
    agreement: Agreement, *, party: Party, name: str, email: str, language: str, days: int, at: datetime, by: User
) -> SignedLink:
    """This will mail a signed link that opens the text of this agreement, and nothing else, to somebody of a party.

    Raises NotNow before the text is open to the parties, and for our own people, who sign in: else one person could
    approve for two parties.
    """
    if agreement.shared_at is None:
        raise NotNow(_("Open the text to the parties first; a link opens nothing before that."))
    if party.is_ours or User.objects.working_here().filter(email__iexact=email).exists():
        raise NotNow(_("A link is for the other side; our own people sign in."))
    with acting(by=by):
        link, secret = SignedLink.make(
            purpose=PURPOSE,
            opens=str(agreement.pk),
            name=name,
            email=email,
            language=language,
            by=by,
            now=at,
            days=days,
        )
        Mandate.enter(link=link, organisation=party.organisation, by=by)
        record(agreement, "link_sent", by=by, after={"to": f"{name} <{email}>", "until": link.expires_at})
        send_text(agreement, link=link, secret=secret)
    return link


def revoke_link(agreement: Agreement, link: SignedLink, *, at: datetime, by: User) -> None:
    """This will make a link open nothing from now on. Raises NotNow where it opens nothing any more."""
    with acting(by=by):
        if not links_to(agreement).alive(at).filter(pk=link.pk).exists():
            raise NotNow(_("This link opens nothing any more."))
        link.revoke(now=at)
        record(agreement, "link_revoked", by=by, after={"to": f"{link.name} <{link.email}>"})


def links_to(agreement: Agreement) -> LinkQuerySet:
    """This will list the links that were sent for this agreement, newest first."""
    return SignedLink.objects.to(PURPOSE, str(agreement.pk)).order_by("-pk")
