"""Which acts the page of a commitment offers to whom, which of them is due, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, SignedLink, Viewer
from comity.commitments import forms, fulfilment, permissions, wishing
from comity.commitments.extending import extend
from comity.commitments.forms_wishes import DecliningForm, UntilForm, WishForm
from comity.commitments.linking import send_link
from comity.commitments.models import Commitment, ExpectedResult, Kind, Stage
from comity.commitments.models.stages import ACTIVE, UNDONE, UNFINISHED
from comity.commitments.recalling import WAITS, recall, waits_for_others
from comity.commitments.reopening import reopen
from comity.commitments.saying import correct
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
    form: Callable[..., forms.ActForm] = forms.ActForm
    due_at: frozenset[str] = frozenset()
    fits: Callable[[Viewer, Commitment], bool] = lambda viewer, commitment: True
    is_grave: bool = False
    is_for_links: bool = False
    about: str = ""  # the kind of wish that it answers or ends, and beside which it stands

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
    place: str = ""  # the id of its form, where several of the same act stand on a page

    @property
    def is_open(self) -> bool:
        """Whether its form is unfolded: something typed in it is to be mended."""
        return self.form.is_bound


def stages(*named: str) -> frozenset[str]:
    return frozenset(named)


def _nobody_would_cancel(viewer: Viewer, commitment: Commitment) -> bool:
    return not commitment.asking_side(Kind.CANCEL)


def _nobody_asks_for_time(viewer: Viewer, commitment: Commitment) -> bool:
    return not commitment.asking_side(Kind.TIME)


def _claim(commitment: Commitment, form: forms.ActForm, at: datetime, by: Actor) -> object:
    assert isinstance(form, forms.ClaimForm)
    return fulfilment.claim_done(commitment, words=form.cleaned_data["words"], shown=form.shown(), at=at, by=by)


CLAIMING, REMINDER = "claims", "reminder"


@dataclass(frozen=True)
class Asking:
    """How the acts about one kind of wish are called: each by the noun in its address, its verb, and what is said."""

    ask: tuple[str, Any, Any]
    agree: tuple[str, Any, Any]
    decline: tuple[str, Any, Any]
    withdraw: tuple[str, Any, Any]
    may_ask: Callable[[Viewer, Commitment], bool]
    do: Callable[..., object]
    form: type[forms.ActForm]
    is_grave: bool = False


ASKING = {
    Kind.CANCEL: Asking(
        (
            "cancellation",
            _("Ask to cancel it"),
            _("Your side asked to cancel it. It is cancelled when the other side agrees."),
        ),
        ("agreement-to-cancel", _("Agree to cancel it"), _("Both sides agreed: it is cancelled.")),
        ("declining-to-cancel", _("Decline"), _("Declined with your words: it stands.")),
        ("withdrawal-of-wish", _("Withdraw this wish"), _("Withdrawn: your side no longer asks to cancel it.")),
        permissions.may_ask_to_cancel,
        wishing.ask_to_cancel,
        forms.ReasonForm,
        is_grave=True,
    ),
    Kind.TIME: Asking(
        (
            "request-for-time",
            _("Ask for more time"),
            _("Your side asked for more time. Until the other side grants it, it is due as before."),
        ),
        ("granting-of-time", _("Grant more time"), _("More time was granted, and the reason kept.")),
        ("declining-of-time", _("Decline"), _("Declined with your words: it is due as before.")),
        ("withdrawal-of-request", _("Withdraw this wish"), _("Withdrawn: your side no longer asks for more time.")),
        permissions.may_ask_for_time,
        wishing.ask_for_time,
        UntilForm,
    ),
}
AGREEING = [asking.agree[0] for asking in ASKING.values()]


def _about(kind: Kind) -> Iterator[Act]:
    """The acts about one kind of wish: three that answer or end it, whose place is beside it, and asking itself."""
    asking = ASKING[kind]

    def other_side_asks(viewer: Viewer, commitment: Commitment) -> bool:
        return commitment.asking_side(kind) not in (0, commitment.side_of(sides_of(viewer)))

    def own_side_asks(viewer: Viewer, commitment: Commitment) -> bool:
        return commitment.asking_side(kind) == commitment.side_of(sides_of(viewer))

    def may_be_asked(viewer: Viewer, commitment: Commitment) -> bool:
        return not commitment.is_internal and not commitment.asking_side(kind)

    def answering(act: Callable[..., object]) -> Callable[[Commitment, forms.ActForm, datetime, Any], object]:
        return lambda commitment, form, at, by: act(**form.cleaned_data, at=at, by=by)

    shared: dict[str, Any] = {"stages": frozenset(UNDONE), "is_for_links": True}
    about: dict[str, Any] = {**shared, "about": kind}
    answer, declining = partial(WishForm, kind=kind), partial(DecliningForm, kind=kind)
    may_answer, may_withdraw = permissions.may_answer_wish, permissions.may_withdraw_wish
    yield Act(
        *asking.agree,
        may_answer,
        do=answering(wishing.agree),
        form=answer,
        fits=other_side_asks,
        is_grave=asking.is_grave,
        **about,
    )
    yield Act(*asking.decline, may_answer, do=answering(wishing.decline), form=declining, fits=other_side_asks, **about)
    yield Act(*asking.withdraw, may_withdraw, do=answering(wishing.withdraw), form=answer, fits=own_side_asks, **about)
    yield Act(
        *asking.ask,
        asking.may_ask,
        do=lambda commitment, form, at, by: asking.do(commitment, **form.cleaned_data, at=at, by=by),
        form=asking.form,
        fits=may_be_asked,
        is_grave=asking.is_grave,
        **shared,
    )


ACTS = [
    Act(
        "beginning",
        _("Begin the work"),
        _("The work has begun."),
        permissions.may_do,
        stages(Stage.OPEN, Stage.RETURNED),
        lambda commitment, form, at, by: commitment.begin(at=at, by=by),
        due_at=stages(Stage.OPEN),
        fits=_nobody_would_cancel,
        is_for_links=True,
    ),
    Act(
        "acceptance",
        _("Accept it as done"),
        _("Accepted. Our office closes it now."),
        permissions.may_verify,
        stages(Stage.CLAIMED),
        lambda commitment, form, at, by: fulfilment.accept(commitment, **form.cleaned_data, at=at, by=by),
        form=forms.WordForm,
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
        fits=_nobody_would_cancel,
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
        _("Grant more time"),
        _("More time was granted, and the reason kept."),
        permissions.may_extend,
        frozenset(ACTIVE),
        lambda commitment, form, at, by: extend(commitment, **form.cleaned_data, at=at, by=by),
        form=UntilForm,
        fits=_nobody_asks_for_time,
    ),
    *_about(Kind.TIME),
    Act(
        REMINDER,
        _("Remind the other side"),
        _("A letter to the other side is on its way."),
        permissions.may_keep,
        WAITS,
        lambda commitment, form, at, by: recall(commitment, **form.cleaned_data, by=by),
        form=forms.WordForm,
        fits=waits_for_others,
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
        fits=lambda viewer, commitment: commitment.is_untouched(),
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
    *_about(Kind.CANCEL),
]
BY_NAME = {act.name: act for act in ACTS}


def offers(
    commitment: Commitment, viewer: Viewer, *, today: date, typed: forms.ActForm | None = None, act: str = ""
) -> list[Offer]:
    """This will list what `viewer` can do here now, and mark the one act that is due.

    `typed` is the form of the act that was just refused, with everything typed in it.
    """
    offered = [one for one in ACTS if one.is_offered(viewer, commitment)]
    # What the other side asks comes before the work; on its day, saying that it is done.
    is_its_day = bool(commitment.due_on and commitment.due_on <= today)
    asked = [one for name in AGREEING for one in offered if one.name == name]
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


def offer_to(viewer: Viewer, name: str, commitment: Commitment, *, today: date) -> Offer:
    """This will offer one act on a page where those of other commitments stand as well; it asks no database."""
    act, place = BY_NAME[name], f"{name}-{commitment.pk}"
    form = act.form(commitment=commitment, viewer=viewer, today=today, name=place)
    return Offer(act, form, is_due=False, url=address_of(name, commitment), place=place)


def address_of(name: str, commitment: Commitment) -> str:
    """This will write where an act is done by somebody who signed in."""
    return reverse("commitment-act", args=[commitment.pk, name])


def form_of(act: Act, commitment: Commitment, viewer: Viewer, *, today: date, **given: Any) -> forms.ActForm:
    """This will make the form of an act."""
    return act.form(commitment=commitment, viewer=viewer, today=today, name=act.name, **given)
