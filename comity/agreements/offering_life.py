"""What can be done while an agreement is in force, on the page of its review; and documents that are kept later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.agreements import forms_life as forms
from comity.agreements import papers, renewing, reviewing, undertaking
from comity.agreements.models import Agreement, ExchangedLetter, Notice, Review, Stage, Succession
from comity.agreements.models.stages import BINDING
from comity.agreements.offering import ACTS, BY_NAME, Act, stages
from comity.agreements.permissions import may_record
from comity.agreements.terms import Renewing
from comity.journal.refusals import NotNow

REVIEW = "review"  # the page on which these stand
HERE = frozenset({REVIEW})


def _office(viewer: Viewer, agreement: Agreement) -> bool:
    return may_record(viewer)


def _has_no_review(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.ends_on is not None and not Review.objects.before_end(agreement).exists()


def _has_a_letter_to_send(viewer: Viewer, agreement: Agreement) -> bool:
    return Review.objects.before_end(agreement).open_ones().with_a_letter().exists()


def _can_be_renewed(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.ends_on is not None and not Notice.objects.about_end(agreement).exists()


def _went_on_by_itself(viewer: Viewer, agreement: Agreement) -> bool:
    return agreement.renewing == Renewing.TACIT and _can_be_renewed(viewer, agreement)


def _lacks_a_letter(viewer: Viewer, agreement: Agreement) -> bool:
    """Whether a letter or a notice about the present end is here by its name only."""
    some = (ExchangedLetter.objects, Notice.objects)
    return any(one.about_end(agreement).without_papers().exists() for one in some)


def _has_no_successor(viewer: Viewer, agreement: Agreement) -> bool:
    return not any(one.successor.is_on_the_way for one in Succession.objects.of(agreement))


def _has_not_promised(viewer: Viewer, agreement: Agreement) -> bool:
    return undertaking.is_waiting(agreement)


def _promise(agreement: Agreement, form: Any, at: datetime, by: Any) -> None:
    if not undertaking.promise_what_was_undertaken(agreement, at=at, by=by):
        raise NotNow(_("Nobody of our office keeps it. Say who does; then somebody keeps its promises, too."))


LIFE = [
    Act(
        "document",
        _("Keep a document"),
        _("The document is kept."),
        _office,
        papers.DOCUMENTED,
        lambda one, form, at, by: papers.keep_document(one, **form.cleaned_data, at=at, by=by),
        form=forms.KeepingForm,
    ),
    Act(
        "letter-document",
        _("Keep the letter itself"),
        _("The document is kept."),
        _office,
        stages(Stage.IN_FORCE, Stage.SUSPENDED),
        lambda one, form, at, by: papers.keep_document(one, **form.cleaned_data, at=at, by=by),
        form=forms.LateLetterForm,
        fits=_lacks_a_letter,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "review",
        _("Begin the review now"),
        _("The review has begun, and a letter is prepared."),
        _office,
        BINDING,
        lambda one, form, at, by: reviewing.begin_review(one, at=at, by=by),
        fits=_has_no_review,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "letter",
        _("Keep the letter"),
        _("The letter is kept. It has not left yet."),
        _office,
        BINDING,
        lambda one, form, at, by: reviewing.change_letter(one, words=form.cleaned_data["words"], by=by),
        form=forms.LetterForm,
        fits=_has_a_letter_to_send,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "letter-sending",
        _("Mail the letter to the focal points"),
        _("The letter is on its way."),
        _office,
        BINDING,
        lambda one, form, at, by: reviewing.send_letter(one, **form.cleaned_data, at=at, by=by),
        form=forms.LetterForm,
        fits=_has_a_letter_to_send,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "letter-on-paper",
        _("It was printed and sent on paper"),
        _("Noted: the letter left on paper."),
        _office,
        BINDING,
        lambda one, form, at, by: reviewing.mark_sent_on_paper(one, **form.cleaned_data, at=at, by=by),
        form=forms.LetterForm,
        fits=_has_a_letter_to_send,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "exchanged-letter",
        _("Record the letter of a party"),
        _("The letter is recorded."),
        _office,
        stages(Stage.IN_FORCE),
        lambda one, form, at, by: renewing.record_letter(one, **form.cleaned_data, at=at, by=by),
        form=forms.ExchangeForm,
        fits=_can_be_renewed,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "carrying-on",
        _("Record that it went on by itself"),
        _("It goes on."),
        _office,
        stages(Stage.IN_FORCE),
        lambda one, form, at, by: renewing.carry_on(one, today=at.date(), by=by),
        fits=_went_on_by_itself,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "successor",
        _("Propose what takes its place"),
        _("It is proposed, and takes the place of this one when it comes into force."),
        _office,
        BINDING,
        lambda one, form, at, by: renewing.propose_successor(one, **form.cleaned_data, at=at, by=by),
        form=forms.SuccessorForm,
        fits=_has_no_successor,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "notice",
        _("Record that a party lets it end"),
        _("The notice is recorded. It ends with its term."),
        _office,
        stages(Stage.IN_FORCE),
        lambda one, form, at, by: renewing.give_notice(one, **form.cleaned_data, at=at, by=by),
        form=forms.NoticeForm,
        fits=_can_be_renewed,
        is_grave=True,
        leads_to=REVIEW,
        places=HERE,
    ),
    Act(
        "promises",
        _("Make promises of what its clauses oblige to"),
        _("They are promises now."),
        _office,
        stages(Stage.IN_FORCE),
        _promise,
        fits=_has_not_promised,
        leads_to=REVIEW,
        places=HERE,
    ),
]


def offer_with_the_others() -> None:
    """This will put these beside the acts that lead an agreement into force; said again it changes nothing."""
    for one in LIFE:
        if one.name not in BY_NAME:
            ACTS.append(one)
            BY_NAME[one.name] = one
