"""The review of an agreement: begun by itself in time, with a letter prepared, ended by what follows the agreement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements import letters
from comity.agreements.models import Agreement, Party, Review
from comity.agreements.terms import months_after
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Person
from comity.translation.templatetags.said import day, isolated
from comity.translation.texts import Text

GAP = "[…]"  # stands in a prepared letter where the record told nothing


def begin_due_reviews(*, today: date, at: datetime, by: User) -> int:
    """This will begin the review of every agreement whose day has come and tell its keeper; it returns how many.

    Done again it begins nothing twice. A keeper gets one letter for all that begin at once.
    """
    due = Agreement.objects.to_review(today).not_reviewed().for_reviewing()
    begun: dict[Person | None, list[Review]] = {}
    with acting(by=by):
        for one in due:
            if (made := _begin(one, at=at, by=by)) is not None:
                begun.setdefault(one.keeper, []).append(made)
        for keeper, reviews in begun.items():
            letters.tell_keeper(keeper, reviews, today=today)
    return sum(len(some) for some in begun.values())


def begin_review(agreement: Agreement, *, at: datetime, by: Actor) -> Review:
    """This will begin the review of an agreement before its day. Raises NotNow without an end, or the second time."""
    with acting(by=by):
        agreement._hold()
        agreement.refresh_from_db()
        if not agreement.is_binding:
            raise agreement.not_now()
        if agreement.ends_on is None:
            raise NotNow(_("It has no known end. Say first when it ends."))
        begun = _begin(agreement, at=at, by=by)
        if begun is None:
            raise NotNow(_("Its present end is reviewed already."))
    return begun


def _begin(agreement: Agreement, *, at: datetime, by: Actor) -> Review | None:
    """One review for each end, whoever comes second."""
    agreement._hold()
    if agreement.ends_on is None or Review.objects.before_end(agreement).exists():
        return None
    letter = prepared_letter(agreement)
    begun = Review.objects.create(agreement=agreement, of_end=agreement.ends_on, opened_at=at, letter=letter)
    record(begun, "opened", by=by, after={"of_end": begun.of_end})
    record(agreement, "review_begun", by=by, after={"ends_on": begun.of_end})
    return begun


def prepared_letter(agreement: Agreement) -> Text:
    """This will write to the other parties that it is renewed, in each language of the agreement, with three queries.

    The officer changes the words before they leave: they are a beginning. For how long is left open where nobody knows.
    """
    parties = list(Party.objects.of(agreement))
    ours = next((one for one in parties if one.is_ours), None)
    years = agreement.renewal_years or agreement.years
    until = months_after(agreement.ends_on, 12 * years) if agreement.ends_on and years else None
    told: dict[str, Any] = {"agreement": agreement, "ours": ours, "others": [one for one in parties if one is not ours]}
    told["has_ended"] = agreement.has_ended(timezone.localdate())
    written = {}
    for language in agreement.text_languages():
        with override(language):
            told["until"] = day(until) if until else GAP
            written[language] = render_to_string("agreements/letters/prepared.txt", told).strip()
    return Text(written)


def change_letter(agreement: Agreement, *, words: Text, by: Actor) -> None:
    """This will put other words into the prepared letter. Raises NotNow once it left, and where no review is open."""
    with acting(by=by):
        review = _open_review(agreement)
        _refuse_sent(review)
        review.change(letter=words, act="letter_changed", by=by)


def send_letter(agreement: Agreement, *, words: Text | None = None, at: datetime, by: Actor) -> None:
    """This will mail the letter to the focal point of every other party, each in their own language.

    `words` are those that the officer sees as they send it; without them those that were kept last leave.

    Raises NotNow once it was sent, and, naming them, where a party has no focal point with an address: print it then.
    """
    with acting(by=by):
        review = _open_review(agreement)
        _refuse_sent(review)
        _reword(review, words, by=by)
        if any(GAP in words for words in review.letter.values()):
            raise NotNow(_("The letter has a gap, […], where the record told nothing. Fill it first."))
        others = [one for one in Party.objects.of(agreement) if not one.is_ours]
        unreached = [isolated(one) for one in others if not _address_of(one)]
        if unreached:
            lacks = _("%(party)s has no focal point with an e-mail address. Name one, or print the letter.")
            raise NotNow(lacks % {"party": unreached[0]})
        for one in others:
            letters.send_renewal(review, one)
        review.change(letter_sent_at=at, act="letter_sent", by=by)
        record(agreement, "renewal_letter_sent", by=by, after={"to": ", ".join(str(one) for one in others)})


def _reword(review: Review, words: Text | None, *, by: Actor) -> None:
    if words is not None and words != review.letter:
        review.change(letter=words, act="letter_changed", by=by)


def mark_sent_on_paper(agreement: Agreement, *, words: Text | None = None, at: datetime, by: Actor) -> None:
    """This will note that the letter was printed and left on paper, in these words. NotNow once it was sent."""
    with acting(by=by):
        review = _open_review(agreement)
        _refuse_sent(review)
        _reword(review, words, by=by)
        review.change(letter_sent_at=at, act="letter_sent", by=by)
        record(agreement, "renewal_letter_sent", by=by)


def end_reviews(agreement: Agreement, *, with_act: str, at: datetime, by: Actor) -> None:
    """This will end what is reviewed of an agreement, because of the act that told what followed."""
    for review in Review.objects.of(agreement).open_ones():
        review.change(closed_at=at, ended_with=with_act, act="review_closed", by=by)


def _open_review(agreement: Agreement) -> Review:
    agreement._hold()
    review = Review.objects.before_end(agreement).open_ones().first()
    if review is None:
        raise NotNow(_("Begin the review first."))
    return review


def _refuse_sent(review: Review) -> None:
    if review.letter_sent_at is not None:
        raise NotNow(_("The letter was sent already."))


def _address_of(party: Party) -> str:
    who = party.focal_point
    return who.written_at if who is not None and not who.left_on else ""


def unreached(parties: Iterable[Party]) -> list[Party]:
    """This will keep the other parties to whose focal point no letter can be mailed."""
    return [one for one in parties if not one.is_ours and not _address_of(one)]
