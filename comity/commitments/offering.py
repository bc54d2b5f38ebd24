"""Which acts the page of a commitment offers to whom, which of them is due, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, SignedLink, Viewer
from comity.commitments import cancelling, forms, fulfilment, permissions
from comity.commitments.linking import send_link
from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.commitments.models.stages import ACTIVE, UNDONE, UNFINISHED
from comity.commitments.reopening import reopen
from comity.commitments.saying import correct, is_untouched
from comity.partners.models import sides_of


@dataclass(frozen=True)
class Act:
    """Something that can be done to a commitment: how it is called, who may, when, and what it does."""

    name: str  # the noun in its address
    verb: Any
    done: Any  # what is said when it is done
    may: Callable[[Viewer, Commitment], bool]
    stages: frozenset[str]
    do: Callable[[Commitment, forms.ActForm, datetime, Any], object]
    form: type[forms.ActForm] = forms.ActForm
    due_at: frozenset[str] = frozenset()
    fits: Callable[[Viewer, Commitment], bool] = lambda viewer, commitment: True
    is_grave: bool = False
    is_for_links: bool = False

    def is_offered(self, viewer: Viewer, commitment: Commitment) -> bool:
        """This will tell whether the page offers it: to the right person, at the right time."""
        is_now = self.is_timely(commitment) and self.is_allowed(viewer, commitment)
        return is_now and self.fits(viewer, commitment)

    def is_timely(self, commitment: Commitment) -> bool:
        """This will tell whether it can be done at this stage; whatever else hinders it, the act itself refuses."""
        return commitment.stage in self.stages

    def is_allowed(self, viewer: Viewer, commitment: Commitment) -> bool:
        """This will tell whether it is for `viewer` at all, whatever the stage."""
        return self.may(viewer, commitment) and (self.is_for_links or not isinstance(viewer, SignedLink))

    def refusal(self, commitment: Commitment) -> str:
        """This will say why it is not offered now."""
        return str(commitment.not_now())


@dataclass
class Offer:
    """An act on the page of a commitment, with its form."""

    act: Act
    form: forms.ActForm
    is_due: bool
    url: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it is done about a wish to cancel, and so stands beside that."""
        return self.act.name in ANSWERS

    @property
    def is_open(self) -> bool:
        """Whether its form is unfolded: something typed in it is to be mended."""
        return self.form.is_bound


def stages(*named: str) -> frozenset[str]:
    return frozenset(named)


def _other_side_asks(viewer: Viewer, commitment: Commitment) -> bool:
    return commitment.asking_side() not in (0, commitment.side_of(sides_of(viewer)))


def _own_side_asks(viewer: Viewer, commitment: Commitment) -> bool:
    return commitment.asking_side() == commitment.side_of(sides_of(viewer))


def _nobody_asks(viewer: Viewer, commitment: Commitment) -> bool:
    return not commitment.asking_side()


def _may_be_asked(viewer: Viewer, commitment: Commitment) -> bool:
    return not commitment.is_internal and not commitment.asking_side()


def _claim(commitment: Commitment, form: forms.ActForm, at: datetime, by: Actor) -> object:
    assert isinstance(form, forms.ClaimForm)
    return fulfilment.claim_done(commitment, words=form.cleaned_data["words"], shown=form.shown(), at=at, by=by)


# What is done about a wish to cancel; its place is beside the wish.
AGREEING, CLAIMING = "agreement-to-cancel", "claims"
ANSWERS = [AGREEING, "declining-to-cancel", "withdrawal-of-wish"]
CANCELLABLE = frozenset(UNDONE)
ACTS = [
    Act(
        "beginning",
        _("Begin the work"),
        _("The work has begun."),
        permissions.may_do,
        stages(Stage.OPEN, Stage.RETURNED),
        lambda commitment, form, at, by: commitment.begin(at=at, by=by),
        due_at=stages(Stage.OPEN),
        fits=_nobody_asks,
        is_for_links=True,
    ),
    Act(
        "acceptance",
        _("Accept it as done"),
        _("Accepted. Our office closes it now."),
        permissions.may_verify,
        stages(Stage.CLAIMED),
        lambda commitment, form, at, by: fulfilment.accept(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.AcceptanceForm,
        due_at=stages(Stage.CLAIMED),
        is_for_links=True,
    ),
    Act(
        CLAIMING,
        _("Say that it is done"),
        _("Claimed done. The other side looks at it now."),
        permissions.may_do,
        frozenset(UNDONE),
        _claim,
        form=forms.ClaimForm,
        due_at=stages(Stage.IN_PROGRESS, Stage.RETURNED),
        fits=_nobody_asks,
        is_for_links=True,
    ),
    Act(
        "closing",
        _("Close it"),
        _("Closed."),
        permissions.may_keep,
        stages(Stage.ACCEPTED),
        lambda commitment, form, at, by: commitment.close(at=at, by=by),
        due_at=stages(Stage.ACCEPTED),
    ),
    Act(
        "promise",
        _("Make it a promise"),
        _("It is a promise now, and binds."),
        permissions.may_promise,
        stages(Stage.PROPOSED),
        lambda commitment, form, at, by: commitment.promise(**form.cleaned_data, at=at, by=by),
        form=forms.PromiseForm,
        due_at=stages(Stage.PROPOSED),
        is_for_links=True,
    ),
    Act(
        "taking-up",
        _("It led to a record here"),
        _("Taken up."),
        permissions.may_keep,
        stages(Stage.PROPOSED),
        lambda commitment, form, at, by: commitment.be_taken_up(in_record=form.cleaned_data["record"], at=at, by=by),
        form=forms.TakingUpForm,
    ),
    Act(
        "reopening",
        _("It did not lead there"),
        _("It is an open proposal again; the reason is kept."),
        permissions.may_keep,
        stages(Stage.TAKEN_UP),
        lambda commitment, form, at, by: reopen(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.ReasonForm,
        is_grave=True,
    ),
    Act(
        "return",
        _("Return it"),
        _("Returned with your words."),
        permissions.may_verify,
        stages(Stage.CLAIMED),
        lambda commitment, form, at, by: fulfilment.give_back(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.ReturnForm,
        is_for_links=True,
    ),
    Act(
        "extensions",
        _("Move the due date"),
        _("The due date was moved, and the reason kept."),
        permissions.may_extend,
        frozenset(ACTIVE),
        lambda commitment, form, at, by: fulfilment.extend(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.ExtensionForm,
    ),
    Act(
        "expected-results",
        _("Add an expected result"),
        _("Added."),
        permissions.may_keep,
        frozenset(UNFINISHED),
        lambda commitment, form, at, by: ExpectedResult.enter(commitment=commitment, **form.cleaned_data, by=by),
        form=forms.ExpectedResultForm,
    ),
    Act(
        "handing-over",
        _("Hand it over"),
        _("Handed over."),
        permissions.may_keep,
        frozenset(UNFINISHED),
        lambda commitment, form, at, by: commitment.be_handed_to(**form.cleaned_data, by=by),
        form=forms.KeeperForm,
    ),
    Act(
        "facts",
        _("Correct what was entered"),
        _("Corrected."),
        permissions.may_keep,
        stages(Stage.PROPOSED, Stage.OPEN),
        lambda commitment, form, at, by: correct(commitment, **form.cleaned_data, by=by),
        form=forms.FactsForm,
        fits=lambda viewer, commitment: is_untouched(commitment),
    ),
    Act(
        "links",
        _("Send a link to the other side"),
        _("The link is on its way."),
        permissions.may_keep,
        frozenset(UNFINISHED),
        lambda commitment, form, at, by: send_link(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.LinkForm,
        fits=lambda viewer, commitment: not commitment.is_internal,
    ),
    Act(
        "lapse",
        _("Let it lapse"),
        _("It lapsed; the reason is kept."),
        permissions.may_keep,
        stages(Stage.PROPOSED),
        lambda commitment, form, at, by: commitment.lapse(why=form.cleaned_data["reason"], at=at, by=by),
        form=forms.ReasonForm,
        is_grave=True,
    ),
    Act(
        AGREEING,
        _("Agree to cancel it"),
        _("Both sides agreed: it is cancelled."),
        permissions.may_answer_wish,
        CANCELLABLE,
        lambda commitment, form, at, by: cancelling.agree_to_cancel(**form.cleaned_data, at=at, by=by),
        form=forms.WishForm,
        fits=_other_side_asks,
        is_grave=True,
        is_for_links=True,
    ),
    Act(
        "declining-to-cancel",
        _("Decline"),
        _("Declined with your words: it stands."),
        permissions.may_answer_wish,
        CANCELLABLE,
        lambda commitment, form, at, by: cancelling.decline_to_cancel(**form.cleaned_data, at=at, by=by),
        form=forms.DecliningForm,
        fits=_other_side_asks,
        is_for_links=True,
    ),
    Act(
        "withdrawal-of-wish",
        _("Withdraw this wish"),
        _("Withdrawn: your side no longer asks to cancel it."),
        permissions.may_withdraw_wish,
        CANCELLABLE,
        lambda commitment, form, at, by: cancelling.withdraw_wish(**form.cleaned_data, at=at, by=by),
        form=forms.WishForm,
        fits=_own_side_asks,
        is_for_links=True,
    ),
    Act(
        "cancellation",
        _("Ask to cancel it"),
        _("Your side asked to cancel it. It is cancelled when the other side agrees."),
        permissions.may_ask_to_cancel,
        CANCELLABLE,
        lambda commitment, form, at, by: cancelling.ask_to_cancel(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.ReasonForm,
        fits=_may_be_asked,
        is_grave=True,
        is_for_links=True,
    ),
]
BY_NAME = {act.name: act for act in ACTS}


def offers(
    commitment: Commitment, viewer: Viewer, *, today: date, typed: forms.ActForm | None = None, act: str = ""
) -> list[Offer]:
    """This will list what `viewer` can do here now, and mark the one act that is due.

    `typed` is the form of the act that was just refused, with everything typed in it.
    """
    offered = [one for one in ACTS if one.is_offered(viewer, commitment)]
    # Where the other side asks to cancel it, that comes before the work; on its day, saying that it is done.
    is_its_day = bool(commitment.due_on and commitment.due_on <= today)
    asked = [one for one in offered if one.name == AGREEING]
    claims = [one for one in offered if one.name == CLAIMING and is_its_day]
    due = next(iter(asked + claims + [one for one in offered if commitment.stage in one.due_at]), None)
    return [
        Offer(
            one,
            typed if typed is not None and one.name == act else form_of(one, commitment, viewer, today=today),
            is_due=one is due,
        )
        for one in offered
    ]


def form_of(act: Act, commitment: Commitment, viewer: Viewer, *, today: date, **given: Any) -> forms.ActForm:
    """This will make the form of an act."""
    return act.form(commitment=commitment, viewer=viewer, today=today, name=act.name, **given)
