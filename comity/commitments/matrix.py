"""Who may see and do what with a commitment. The code asks this table; docs/access/commitments.md is drawn from it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

HELD = ["held", "drafted", "circulated", "adopted", "closed"]


def _does(commitment: Any, sides: set[int]) -> bool:
    return bool(commitment.doers() & sides)


def _is_bound(commitment: Any, sides: set[int]) -> bool:
    return not commitment.is_mutual and bool(commitment.promising_side() & sides)


def _verifies(commitment: Any, sides: set[int]) -> bool:
    return bool(commitment.verifiers() & sides)


def _is_a_side(commitment: Any, sides: set[int]) -> bool:
    return bool(commitment.sides() & sides)


def _grants(commitment: Any, sides: set[int]) -> bool:
    return not commitment.is_mutual and commitment.beneficiary_id in sides


COMMITMENT = Matrix(
    "Commitment",
    """
                                           | visitor            | other              | side       | link       | reader | officer   | head
    know of it                             | public and settled | public and settled | shared     | shared     | shared | yes       | yes
    read all of it                         | no                 | no                 | shared     | shared     | shared | yes       | yes
    read how a result is known             | no                 | no                 | no         | no         | no     | yes       | yes
    begin it, claim it done                | no                 | no                 | doing      | doing      | no     | doing     | doing
    accept it, return it                   | no                 | no                 | verifying  | verifying  | no     | verifying | verifying
    make a promise of a proposal           | no                 | no                 | bound      | bound      | no     | yes       | yes
    ask to cancel it                       | no                 | no                 | a side     | a side     | no     | a side    | a side
    ask for more time                      | no                 | no                 | doing      | doing      | no     | doing     | doing
    agree to what is asked, decline that   | no                 | no                 | a side     | a side     | no     | a side    | a side
    withdraw a wish of its own side        | no                 | no                 | a side     | a side     | no     | a side    | a side
    grant more time unasked                | no                 | no                 | granting   | granting   | no     | granting or internal | granting or internal
    say it                                 | no                 | no                 | no         | no         | no     | yes       | yes
    keep it                                | no                 | no                 | no         | no         | no     | yes       | yes
    hand it over                           | no                 | no                 | no         | no         | no     | yes       | yes
    """,
    words={
        "shared": Word(
            "it was said outside a session, or under an item that is not internal to our office",
            Q(said_under=None) | ~Q(said_under__visibility="internal"),
        ),
        "public": Word(
            "it was said under a public item of a session of which the public may know",
            # "in" lets SQLite begin with the sessions that are public; it has no index for a bare truth.
            Q(said_under__visibility="public", said_under__session__is_public__in=[True]),
        ),
        "settled": Word(
            "the minutes in which it stands are adopted by every side, or the session was held and its record compiled"
            " from what was published anyway",
            Q(said_under__session__stage__in=["adopted", "closed"])
            | Q(said_under__session__stage__in=HELD) & ~Q(said_under__session__compiled_from=""),
        ),
        "doing": Word("the reader speaks for the side that promised", _does),
        "bound": Word("the reader speaks for the side that it would bind, and it would bind no other", _is_bound),
        "verifying": Word("the reader speaks for the side that did not claim it done", _verifies),
        "a side": Word("the reader speaks for one of the two sides", _is_a_side),
        "granting": Word(
            "the reader speaks for the side to which it was promised, and promised nothing itself", _grants
        ),
        "internal": Word("it was said under an item that only our office reads", Q(said_under__visibility="internal")),
    },
    covers={
        "know of it": """
            Commitment.deliverable Commitment.said_by Commitment.trigger_words Commitment.sought ExpectedResult.what
        """,
        "read all of it": """
            Commitment.person Commitment.keeper
            Claim.words Claim.by_name Verdict.words Verdict.by_name Extension.reason Extension.by_name Extension.trigger_words
            Wish.reason Wish.by_name Wish.answer Wish.trigger_words
            Evidence.link Evidence.file Evidence.file_name Evidence.media_type Evidence.sha256
            Evidence.record_name Evidence.record_url
        """,
        "read how a result is known": "ExpectedResult.source Claim.by_key",
    },
    paths={
        "ExpectedResult": "commitment",
        "Claim": "commitment",
        "Verdict": "claim.commitment",
        "Extension": "commitment",
        "Wish": "commitment",
        "Evidence": "claim.commitment",
    },
)

MATRICES = [COMMITMENT]
