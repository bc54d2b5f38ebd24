"""What was done to keep a promise, as the thread tells it: the newest claim, what shows it, and the answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from comity.accounts.models import Viewer
from comity.commitments.models.commitments import Commitment
from comity.commitments.models.facts import Claim, Evidence, Verdict
from comity.commitments.models.stages import MARKS, Stage
from comity.journal.records import Deed, Sight, Standing
from comity.translation.templatetags.said import day, isolated


def tell_deeds(commitments: Iterable[Commitment], viewer: Viewer | None) -> None:
    """This will say of each commitment that `viewer` may read fully what was done to keep it, with one query.

    From whoever may not, it keeps what one side asks of the other.
    """
    commitments = list(commitments)
    for one in commitments:
        one.keep_wishes_from(viewer)
    read = {one.pk: one for one in commitments if viewer is not None and one.seen_fully_by(viewer)}
    by_claim: dict[int, list[Evidence]] = {}
    for shown in Evidence.objects.shown_for_all(read):
        by_claim.setdefault(shown.claim_id, []).append(shown)
    newest = {evidence[0].claim.commitment_id: evidence for evidence in by_claim.values()}
    for number, evidence in newest.items():
        read[number].deeds = [_deed(evidence[0].claim, evidence)]


def _deed(claim: Claim, evidence: list[Evidence]) -> Deed:
    verdict = getattr(claim, "verdict", None)  # the other end of a one-to-one relation may be absent
    stage = _answered(verdict) if verdict is not None else Stage.CLAIMED
    return Deed(
        standing=Standing(MARKS[stage], stage.label),
        words=claim.words,
        facts=list(_facts(claim, verdict)),
        sights=[
            Sight(one.name_to_save if one.file else one.link or one.record_name, _address(one)) for one in evidence
        ],
    )


def _answered(verdict: Verdict) -> Stage:
    return Stage.ACCEPTED if verdict.is_accepted else Stage.RETURNED


def _facts(claim: Claim, verdict: Verdict | None) -> Iterator[str]:
    names = {"side": isolated(claim.side.called), "day": day(claim.at)}
    yield _("claimed done by %(side)s on %(day)s") % names
    if verdict is not None:
        names = {"side": isolated(verdict.side.called), "day": day(verdict.at)}
        accepted, returned = _("accepted by %(side)s on %(day)s"), _("returned by %(side)s on %(day)s")
        yield (accepted if verdict.is_accepted else returned) % names


def _address(evidence: Evidence) -> str:
    return evidence.get_absolute_url() if evidence.file else evidence.link or evidence.record_url
