"""The letters about an agreement, each in the language of whoever gets it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.agreements.models import Agreement, Party, Review
from comity.journal import outbox
from comity.journal.models import Entry
from comity.partners.models import Person

# Where each letter leads: to the text that is to be read, or to the page of the agreement.
LEADS_TO = {"turn": "agreement-text", "agreed": "agreement-text", "approved": "agreement", "in_force": "agreement"}


def send_text(agreement: Agreement, *, link: SignedLink, secret: str) -> None:
    """This will write to the holder of a new signed link that the text waits for them."""
    with override(link.language):
        url = settings.ADDRESS + reverse("agreement-by-link", args=[secret])
    outbox.write(
        f"agreement-link:{link.pk}",
        template="agreements/letters/link.txt",
        to_name=link.name,
        to_email=link.email,
        language=link.language,
        agreement=agreement,
        link=link,
        url=url,
    )


def tell(agreement: Agreement, reader: User | SignedLink, *, name: str, entry: Entry) -> None:
    """This will write what happened to whoever speaks for a party, once for each entry of the journal.

    The holder of a link has its address from an earlier letter: its secret is kept nowhere.
    """
    link = reader if isinstance(reader, SignedLink) else None
    with override(reader.language):
        url = "" if link else settings.ADDRESS + reverse(LEADS_TO[name], args=[agreement.pk])
    outbox.write(
        f"agreement:{name}:{entry.pk}:{'link' if link else 'account'}:{reader.pk}",
        template=f"agreements/letters/{name}.txt",
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        agreement=agreement,
        why=entry.why,
        link=link,
        url=url,
    )


def tell_keeper(keeper: Person | None, reviews: list[Review], *, today: date) -> None:
    """This will write to who keeps some agreements that their reviews began; one letter for all of one day."""
    if keeper is None or keeper.left_on or not keeper.written_at:
        return
    with override(keeper.written_in):
        lines = [(one.agreement, _page_of(one.agreement)) for one in reviews]
    outbox.write(
        f"agreement-reviews:{today}:{keeper.pk}:{reviews[0].pk}",
        template="agreements/letters/reviews.txt",
        to_name=str(keeper),
        to_email=keeper.written_at,
        language=keeper.written_in,
        lines=lines,
    )


def _page_of(agreement: Agreement) -> str:
    return settings.ADDRESS + reverse("agreement-review", args=[agreement.pk])


def send_renewal(review: Review, party: Party) -> None:
    """This will mail the prepared letter to the focal point of a party, in their own language where it has one."""
    who = party.focal_point
    if who is None:
        return
    outbox.write(
        f"agreement-renewal:{review.pk}:{party.pk}",
        template="agreements/letters/renewal.txt",
        to_name=str(who),
        to_email=who.written_at,
        language=review.letter.shown_in(who.written_in),
        agreement=review.agreement,
        words=review.letter.get(review.letter.shown_in(who.written_in), ""),
    )
