"""A promise is claimed done with evidence by one side, and accepted or returned by the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, SignedLink
from comity.commitments.models import Claim, Commitment, Evidence, Stage, Verdict
from comity.commitments.models.facts import random_name
from comity.journal.acting import acting
from comity.journal.records import OnTheThread
from comity.journal.refusals import NotNow
from comity.partners.models import sides_of
from comity.translation.unseen import as_file_name


@dataclass
class Shown:
    """What is shown as evidence: a file with the type that its bytes have, a link, a record, or several of them."""

    file: UploadedFile | None = None
    media_type: str = ""
    link: str = ""
    record: OnTheThread | None = None

    def is_empty(self) -> bool:
        """This will tell whether nothing is shown at all."""
        return not (self.file or self.link or self.record)


def person_key(by: Actor) -> str:
    """This will name who acts, so that nobody can verify their own claim under another side's hat."""
    return f"link:{by.email.lower()}" if isinstance(by, SignedLink) else f"user:{by.pk}:{by.email.lower()}"


def _same_person(key: str, by: Actor) -> bool:
    return key.rsplit(":", 1)[-1] == by.email.lower()


def claim_done(commitment: Commitment, *, words: str, shown: Shown, at: datetime, by: Actor) -> Claim:
    """This will claim a promise done. Raises NotNow without evidence, or where nothing can be claimed.

    That is at other stages, and while one side asks to cancel it.

    A file that was stored for a claim which then fails is taken away again.
    """
    if shown.is_empty():
        raise NotNow(_("Show what was done: a file, a link, or another record."))
    side = side_for(commitment, commitment.doers(), by)
    with _stored(shown.file) as stored, acting(by=by):
        commitment.refuse_while_asked_to_cancel()
        commitment._move_to(Stage.CLAIMED, by=by, act="claimed", why=words, stage_since=at)
        claim = Claim.enter(
            commitment=commitment, side_id=side, words=words, by_name=by.name, by_key=person_key(by), at=at, by=by
        )
        _keep_evidence(claim, shown, stored, by=by)
        commitment.claimant_told = None  # whoever asks for it next reads it afresh
    return claim


@contextmanager
def _stored(file: UploadedFile | None) -> Iterator[str]:
    """Stores the file under a random name for as long as the act goes well; nobody finds what a refused act left."""
    name = Evidence.store().save(random_name(), file) if file else ""
    try:
        yield name
    except BaseException:
        if name:
            Evidence.store().delete(name)
        raise


def _keep_evidence(claim: Claim, shown: Shown, stored: str, *, by: Actor) -> None:
    if shown.link:
        Evidence.enter(claim=claim, link=shown.link, by=by)
    if shown.record:
        name, url = shown.record.heading, shown.record.get_absolute_url()
        Evidence.enter(claim=claim, record_name=name, record_url=url, by=by)
    if shown.file:
        Evidence.enter(
            claim=claim,
            file=stored,
            file_name=as_file_name(shown.file.name or ""),
            media_type=shown.media_type,
            size=shown.file.size or 0,
            sha256=_digest(shown.file),
            by=by,
        )


def _digest(file: UploadedFile) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def accept(commitment: Commitment, *, words: str, at: datetime, by: Actor) -> None:
    """This will accept the newest claim. Raises NotNow for the side or the person that made it."""
    with acting(by=by):
        _judge(commitment, is_accepted=True, words=words, at=at, by=by)
        commitment._move_to(Stage.ACCEPTED, by=by, act="accepted", why=words, stage_since=at)


def give_back(commitment: Commitment, *, words: str, at: datetime, by: Actor) -> None:
    """This will return the newest claim with words that say what is missing."""
    if not words.strip():
        raise NotNow(_("Say what is missing; the other side reads it."))
    with acting(by=by):
        _judge(commitment, is_accepted=False, words=words, at=at, by=by)
        commitment._move_to(Stage.RETURNED, by=by, act="returned", why=words, stage_since=at)


def _judge(commitment: Commitment, *, is_accepted: bool, words: str, at: datetime, by: Actor) -> None:
    commitment._hold()
    claim = commitment.last_claim()
    if commitment.stage != Stage.CLAIMED or claim is None:
        raise NotNow(_("Nothing is claimed done at the moment."))
    if _same_person(claim.by_key, by):
        raise NotNow(_("You claimed it done yourself; somebody else has to verify it."))
    side = side_for(commitment, commitment.verifiers(), by)
    Verdict.enter(claim=claim, side_id=side, is_accepted=is_accepted, words=words, by_name=by.name, at=at, by=by)


def side_for(commitment: Commitment, allowed: set[int], by: Actor) -> int:
    """This will number the side for which `by` speaks here: a unit speaks for the one who promised.

    Raises NotNow where that is none of those allowed.
    """
    side = commitment.side_of(allowed & sides_of(by))
    if side is None:
        raise NotNow(_("This is for the other side to do."))
    return side
