"""Who may see and do what at a session. The code asks these tables; docs/access/meetings.md is drawn from them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

HELD = ["held", "drafted", "circulated", "adopted", "closed"]
FINAL = ["adopted", "closed"]
AHEAD = ["proposed", "convened", "agenda_adopted", "postponed"]
COMPILED = "or where the record was compiled from what was published anyway"


def _takes_part(session: Any, sides: set[int]) -> bool:
    return session.delegation_of(sides) is not None


SESSION = Matrix(
    "Session",
    """
                                           | visitor            | other              | side                  | link                  | reader | officer        | head
    know of it                             | public             | public             | yes                   | yes                   | yes    | yes            | yes
    read the link for joining              | no                 | no                 | ahead                 | no                    | ahead  | ahead          | ahead
    read the minutes                       | public and settled | public and settled | circulated or settled | circulated or settled | yes    | yes            | yes
    read the draft between the sides       | no                 | no                 | circulated            | circulated            | no     | yes            | yes
    read the final text as a file          | no                 | no                 | final                 | final                 | final  | final          | final
    read why it is put off or called off   | no                 | no                 | yes                   | no                    | no     | yes            | yes
    know who adopted the minutes           | public and final   | public and final   | circulated or final   | circulated or final   | final  | yes            | yes
    read a correction that is proposed     | no                 | no                 | final                 | final                 | final  | final          | final
    propose sessions and change plans      | no                 | no                 | no                    | no                    | no     | yes            | yes
    take it from stage to stage            | no                 | no                 | no                    | no                    | no     | yes            | yes
    write the minutes                      | no                 | no                 | no                    | no                    | no     | yes            | yes
    answer corrections                     | no                 | no                 | no                    | no                    | no     | yes            | yes
    see what delegates answered            | no                 | no                 | no                    | no                    | no     | yes            | yes
    ask for corrections                    | no                 | no                 | yes                   | yes                   | no     | taking part    | taking part
    adopt for a side                       | no                 | no                 | yes                   | yes                   | no     | taking part    | taking part
    decline a correction that is proposed  | no                 | no                 | yes                   | yes                   | no     | taking part    | taking part
    withdraw a correction of its own side  | no                 | no                 | yes                   | yes                   | no     | taking part    | taking part
    """,
    words={
        "public": Word("the office lets the public know of the session", Q(is_public=True)),
        "ahead": Word("the session is still to be held", Q(stage__in=AHEAD)),
        "circulated": Word("the draft goes round between the sides", Q(stage="circulated")),
        "final": Word("every side has adopted the minutes", Q(stage__in=FINAL)),
        "settled": Word(f"every side has adopted the minutes, {COMPILED}", Q(stage__in=FINAL) | ~Q(compiled_from="")),
        "taking part": Word("our own organisation has a delegation at it", _takes_part),
    },
    covers={
        "know of it": """
            Session.title Session.place Session.zone Session.record_language Session.compiled_from
            Member.person Member.group Member.office
        """,
        "read the link for joining": "Session.link",
        "read the draft between the sides": "Draft.content Draft.sha256",
        "read the final text as a file": "FinalMinutes.content",
        "see what delegates answered": "Invitation.name Invitation.email Invitation.language Invitation.comment Invitation.person",
        "know who adopted the minutes": "Adoption.by_name Adoption.sha256 FinalMinutes.sha256",
    },
    paths={
        "Member": "delegation.session",
        "Invitation": "session",
        "Draft": "session",
        "FinalMinutes": "session",
        "Adoption": "session",
    },
)

ITEM = Matrix(
    "AgendaItem",
    """
                                           | visitor                     | other                       | side                             | link                             | reader           | officer | head
    know of it                             | public and known and held   | public and known and held   | public or shared                 | public and out or shared and out | public or shared | yes     | yes
    read what was said and decided         | public and known and settled | public and known and settled | public and out or shared and out | public and out or shared and out | public or shared | yes     | yes
    """,
    words={
        "public": Word("the item is marked as public", Q(visibility="public")),
        "shared": Word("the item is marked as shared with the partner", Q(visibility="shared")),
        "known": Word("the public may know of the session", Q(session__is_public=True)),
        "held": Word("the session was held", Q(session__stage__in=HELD)),
        "settled": Word(
            f"every side has adopted the minutes, {COMPILED}",
            Q(session__stage__in=FINAL) | Q(session__stage__in=HELD) & ~Q(session__compiled_from=""),
        ),
        "out": Word(
            f"the draft goes round, or is adopted, {COMPILED}",
            Q(session__stage__in=["circulated", *FINAL]) | ~Q(session__compiled_from=""),
        ),
    },
    covers={
        "know of it": "AgendaItem.title AgendaItem.introduced_by",
        "read what was said and decided": "AgendaItem.minutes Decision.text",
    },
    paths={"Decision": "item"},
)

CORRECTION = Matrix(
    "Correction",
    """
                                           | visitor | other | side       | link       | reader | officer | head
    read it and its answer                 | no      | no    | circulated | circulated | no     | yes     | yes
    """,
    words={"circulated": Word("the draft goes round between the sides", Q(item__session__stage="circulated"))},
    covers={
        "read it and its answer": """
            Correction.words Correction.was Correction.due_was Correction.objection Correction.asked_by Correction.answer
            Correction.language
        """
    },
)

CORRIGENDUM = Matrix(
    "Corrigendum",
    """
                                           | visitor                      | other                        | side | link | reader | officer | head
    read it                                | public and known and adopted | public and known and adopted | yes  | yes  | yes    | yes     | yes
    """,
    words={
        "public": Word("the item that it corrects is marked as public", Q(item__visibility="public")),
        "known": Word("the public may know of the session", Q(session__is_public=True)),
        "adopted": Word("every side has adopted it", Q(stage="adopted")),
    },
    covers={
        "read it": """
            Corrigendum.reading Corrigendum.why Corrigendum.sha256 Corrigendum.proposed_by Corrigendum.ended_by
            Corrigendum.answer
        """
    },
)

MAIL = Matrix(
    "ReceivedMail",
    """
                                           | visitor | other | side | link | reader | officer | head
    read what was set aside                | no      | no    | no   | no   | no     | yes     | yes
    """,
    covers={"read what was set aside": "ReceivedMail.sender ReceivedMail.content"},
)

MATRICES = [SESSION, ITEM, CORRECTION, CORRIGENDUM, MAIL]
