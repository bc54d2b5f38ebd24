"""Who may see and do what with an agreement. The code asks this table; docs/access/agreements.md is drawn from it."""

from __future__ import annotations

from django.db.models import Q

from comity.accounts.matrix import Matrix, Word

AGREEMENT = Matrix(
    "Agreement",
    """
                                           | visitor | other  | side             | link             | reader | officer | head
    know of it                             | public  | public | public or shared | public or shared | yes    | yes     | yes
    read its text and who signed           | told    | told   | told or shared   | told or shared   | yes    | yes     | yes
    read what the parties say of it        | no      | no     | shared           | shared           | yes    | yes     | yes
    read how our office prepares it        | no      | no     | no               | no               | yes    | yes     | yes
    enter it, record what became of it     | no      | no     | no               | no               | no     | yes     | yes
    write its text, answer the parties     | no      | no     | no               | no               | no     | yes     | yes
    give a clearance                       | no      | no     | no               | no               | no     | no      | yes
    say how a clause should read           | no      | no     | shared           | shared           | no     | no      | no
    approve it, confirm a signature        | no      | no     | shared           | shared           | no     | no      | yes
    """,
    words={
        "public": Word("the office lets the public know of it", Q(is_public=True)),
        "shared": Word(
            "its text was opened to the parties, or it was concluded",
            Q(shared_at__isnull=False) | Q(concluded_on__isnull=False),
        ),
        "told": Word(
            "the office lets the public know of it and read its text, and every party has signed",
            Q(is_public=True, is_text_public=True, concluded_on__isnull=False),
        ),
    },
    covers={
        "enter it, record what became of it": """
            BroughtRegister.name BroughtRegister.sha256 BroughtRegister.lines BroughtRegister.columns BroughtRegister.meant
            BroughtRegister.order_of_days BroughtRegister.happened BroughtRegister.entering_in BroughtRow.fingerprint
        """,
        "know of it": """
            Agreement.title Agreement.aims Agreement.source Agreement.prevailing Agreement.languages Renewal.why Renewal.by_name
            Registration.register Registration.number
        """,
        "read its text and who signed": """
            Party.legal_name Party.represented_as Undertaking.what Clause.heading Clause.words Clause.turns AgreedText.content AgreedText.sha256
            Signature.place Signature.signed_by Signature.signed_as
            Mobility.field_of_study Mobility.language Mobility.terms
            Doctorate.thesis Doctorate.degrees Doctorate.enrolment Doctorate.residence Doctorate.written_in Doctorate.summary_in
            Doctorate.training Doctorate.cover Doctorate.jury
        """,
        "read what the parties say of it": """
            Party.number Party.authority_words Party.notice_address
            Remark.clause_was Remark.language Remark.was Remark.words Remark.comment Remark.by_name Remark.answer
            Remark.answered_by Remark.withdrawn_by AgreedText.differs_why AgreedText.differs_by
            Redline.language Redline.file Redline.file_name Redline.sha256 Redline.by_name Redline.withdrawn_by
            Edit.clause_was Edit.was_heading Edit.was Edit.heading Edit.words Edit.base Edit.comment Edit.comment_by
            Edit.answer Edit.answered_by Approval.sha256 Approval.known_from Approval.by_name
            Signature.file Signature.file_name Signature.media_type Signature.sha256 Signature.by_name
            Signature.confirmed_by ExchangedLetter.document ExchangedLetter.by_name Notice.document Notice.by_name
            Paper.document Paper.file Paper.file_name Paper.media_type Paper.sha256 Paper.by_name
            SigningCopy.file SigningCopy.sha256 SigningCopy.by_name
            SignedCopy.file SignedCopy.sha256 SignedCopy.holder SignedCopy.issuer SignedCopy.fingerprint SignedCopy.why
            Registration.note Registration.by_name
            SignedCopy.counted_by SignedCopy.counted_why SignedCopy.by_name
        """,
        "read how our office prepares it": """
            Review.letter Review.ended_with
            Agreement.rationale Clause.from_model Clause.from_clause
            Amendment.copied Amendment.catches_up Clearance.reason Clearance.because Clearance.asked_by Clearance.conditions Clearance.answered_by
        """,
    },
    paths={
        "Review": "agreement",
        "ExchangedLetter": "agreement",
        "Notice": "agreement",
        "Paper": "agreement",
        "Mobility": "agreement",
        "Doctorate": "agreement",
        "Undertaking": "clause.agreement",
        "BroughtRow": "agreement",
        "Renewal": "agreement",
        "Registration": "agreement",
        "Party": "agreement",
        "Clause": "agreement",
        "Remark": "agreement",
        "Redline": "agreement",
        "Edit": "redline.agreement",
        "Clearance": "agreement",
        "AgreedText": "agreement",
        "Amendment": "parent",
        "Approval": "text.agreement",
        "Signature": "text.agreement",
        "SigningCopy": "text.agreement",
        "SignedCopy": "text.agreement",
    },
)

MODEL = Matrix(
    "Model",
    """
                                           | visitor | other  | side             | link             | reader | officer | head
    read models and what came of them      | no      | no     | no               | no               | yes    | yes     | yes
    make models, offer them to institutes  | no      | no     | no               | no               | no     | yes     | yes
    """,
    covers={
        "read models and what came of them": """
            OwnModel.title ModelVersion.content ModelVersion.sha256 RollOut.title RollOut.from_model RollOut.by_name
        """,
    },
)

MATRICES = [AGREEMENT, MODEL]
