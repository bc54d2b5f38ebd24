"""Which acts the page of an agreement offers to whom, which of them is due, and what each of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, Viewer
from comity.agreements import approving, drafting, ending, negotiating, signing
from comity.agreements import forms_acts as forms
from comity.agreements.access import party_of
from comity.agreements.linking import send_link
from comity.agreements.models import Agreement, Clause, Clearance, Signature, Stage
from comity.agreements.models.stages import BEFORE_SIGNATURE, BINDING, FROZEN, WRITTEN
from comity.agreements.permissions import may_approve, may_record, may_remark, may_write
from comity.journal.refusals import NotNow

PAGE, TEXT = "page", "text"
Do = Callable[[Agreement, Any, datetime, Any], object]


@dataclass(frozen=True)
class Act:
    """Something that can be done to an agreement: how it is called, who may, when, and what it does."""

    name: str  # the noun in its address
    verb: Any
    done: Any  # what is said when it is done
    may: Callable[[Viewer, Agreement], bool]
    stages: frozenset[str]
    do: Do
    form: type[forms.ActForm] = forms.ActForm
    due_at: frozenset[str] = frozenset()
    fits: Callable[[Viewer, Agreement], bool] = lambda viewer, agreement: True
    is_grave: bool = False
    is_for_links: bool = False
    # Which page is shown when it is done.
    leads_to: str = PAGE
    # Where it is done: on the page of the agreement, or where its text is read.
    places: frozenset[str] = frozenset({PAGE})

    @property
    def is_beside_text(self) -> bool:
        """Whether it is done only where the text is read."""
        return self.places == {TEXT}

    def is_offered(self, viewer: Viewer, agreement: Agreement) -> bool:
        """This will tell whether a page offers it: to the right person, at the right time."""
        is_now = agreement.stage in self.stages and self.is_allowed(viewer, agreement)
        return is_now and self.fits(viewer, agreement)

    def is_allowed(self, viewer: Viewer, agreement: Agreement) -> bool:
        """This will tell whether it is for `viewer` at all, whatever the stage."""
        return self.may(viewer, agreement) and (self.is_for_links or not isinstance(viewer, SignedLink))


@dataclass
class Offer:
    """An act on a page, with its form."""

    act: Act
    form: forms.ActForm
    url: str
    is_due: bool

    @property
    def is_open(self) -> bool:
        """Whether its form is unfolded: something typed in it is to be mended."""
        return self.form.is_bound


def stages(*named: str) -> frozenset[str]:
    return frozenset(named)


def _office(viewer: Viewer, agreement: Agreement) -> bool:
    return may_record(viewer)


def _writes(viewer: Viewer, agreement: Agreement) -> bool:
    return may_write(viewer)


def _may_hand_turn(viewer: Viewer, agreement: Agreement) -> bool:
    return may_write(viewer) or may_remark(viewer, agreement)


def _is_their_turn(viewer: Viewer, agreement: Agreement) -> bool:
    """Our office can take the turn at any time, which everybody sees; a party hands it on only where it has it."""
    party = party_of(viewer, agreement)
    return may_write(viewer) or (party is not None and party == agreement.turn)


def _has_not_approved(viewer: Viewer, agreement: Agreement) -> bool:
    party, text = party_of(viewer, agreement), agreement.text()
    return party is not None and text is not None and not text.approvals.filter(party=party).exists()


def _unconfirmed(viewer: Viewer, agreement: Agreement) -> Signature | None:
    party = party_of(viewer, agreement)
    signed = Signature.objects.of(agreement).filter(party=party, confirmed_at=None)
    return signed.first() if party is not None else None


def _has_to_confirm(viewer: Viewer, agreement: Agreement) -> bool:
    return _unconfirmed(viewer, agreement) is not None


def _approve(agreement: Agreement, form: forms.ActForm, at: datetime, by: Any) -> object:
    party = party_of(by, agreement)
    if party is None:
        raise NotNow(_("You do not speak for a party of this agreement."))
    return approving.approve(agreement, party=party, sha256=form.cleaned_data["sha256"], at=at, by=by)


def _confirm(agreement: Agreement, form: forms.ActForm, at: datetime, by: Any) -> None:
    signature = _unconfirmed(by, agreement)
    if signature is None:
        raise NotNow(_("This signature was confirmed already."))
    signing.confirm(signature, at=at, by=by)


def _sign(agreement: Agreement, form: Any, at: datetime, by: Any) -> object:
    return signing.sign(agreement, party=form.cleaned_data["party"], signed=form.signed(), at=at, by=by)


def _reopen(agreement: Agreement, form: forms.ActForm, at: datetime, by: Any) -> None:
    given = form.cleaned_data
    approving.reopen(agreement, to=given["party"], why=given["why"], at=at, by=by)


ACTS = [
    Act(
        "clearances",
        _("Ask for the clearances"),
        _("The clearances are asked for."),
        _office,
        stages(Stage.PROPOSED),
        lambda one, form, at, by: negotiating.ask_for_clearances(one, at=at, by=by),
        form=forms.ItsClearancesForm,
        due_at=stages(Stage.PROPOSED),
    ),
    Act(
        "drafting",
        _("Begin to write the text"),
        _("The text can be written."),
        _writes,
        stages(Stage.CLEARANCE),
        lambda one, form, at, by: negotiating.begin_drafting(one, at=at, by=by),
        due_at=stages(Stage.CLEARANCE),
        fits=lambda viewer, one: not Clearance.objects.of(one).waiting().exists(),
    ),
    Act(
        "draft",
        _("Draft from this model"),
        _("The text is drafted. Read it clause by clause: it is a draft that a lawyer must approve."),
        _writes,
        stages(Stage.DRAFTING),
        lambda one, form, at, by: drafting.draft_from(one, form.cleaned_data["model"], at=at, by=by),
        form=forms.ModelForm,
        due_at=stages(Stage.DRAFTING),
        fits=lambda viewer, one: not Clause.objects.of(one).exists(),
        leads_to=TEXT,
        places=frozenset({TEXT}),
    ),
    Act(
        "opening",
        _("Open the text to the parties"),
        _("Every party reads the text now."),
        _writes,
        stages(Stage.DRAFTING),
        lambda one, form, at, by: negotiating.open_to_all(one, to=form.cleaned_data["party"], at=at, by=by),
        form=forms.FirstTurnForm,
        due_at=stages(Stage.DRAFTING),
    ),
    Act(
        "turn",
        _("Hand the turn on"),
        _("It is their turn now."),
        _may_hand_turn,
        stages(Stage.NEGOTIATING),
        lambda one, form, at, by: negotiating.hand_turn(one, to=form.cleaned_data["party"], at=at, by=by),
        form=forms.TurnForm,
        places=frozenset({PAGE, TEXT}),
        fits=_is_their_turn,
        is_for_links=True,
    ),
    Act(
        "agreeing",
        _("Record that the text is agreed"),
        _("The text is agreed and frozen. Each party approves it now."),
        _writes,
        stages(Stage.NEGOTIATING),
        lambda one, form, at, by: approving.agree_text(one, **form.cleaned_data, at=at, by=by),
        form=forms.AgreeForm,
        places=frozenset({TEXT}),
    ),
    Act(
        "approval",
        _("Approve this text for our side"),
        _("Approved."),
        may_approve,
        stages(Stage.AGREED),
        _approve,
        form=forms.HashForm,
        due_at=stages(Stage.AGREED),
        fits=_has_not_approved,
        places=frozenset({TEXT}),
        is_for_links=True,
    ),
    Act(
        "approval-on-behalf",
        _("Record the approval of another party"),
        _("Recorded on behalf of that party."),
        _office,
        stages(Stage.AGREED),
        lambda one, form, at, by: approving.approve(one, **form.cleaned_data, at=at, by=by),
        form=forms.OnBehalfForm,
        places=frozenset({TEXT}),
    ),
    Act(
        "signature",
        _("Record a signature"),
        _("The signature is recorded."),
        _office,
        stages(Stage.APPROVED),
        _sign,
        form=forms.SignatureForm,
        due_at=stages(Stage.APPROVED),
    ),
    Act(
        "confirmation",
        _("Confirm the signature of our side"),
        _("Confirmed."),
        may_approve,
        stages(Stage.APPROVED, Stage.SIGNED, *BINDING),
        _confirm,
        due_at=stages(Stage.APPROVED, Stage.SIGNED, *BINDING),
        fits=_has_to_confirm,
        is_for_links=True,
        places=frozenset({PAGE, TEXT}),
    ),
    Act(
        "entry-into-force",
        _("Record that it came into force"),
        _("It is in force."),
        _office,
        stages(Stage.SIGNED),
        lambda one, form, at, by: signing.come_into_force(one, **form.cleaned_data, at=at, by=by),
        form=forms.EntryForm,
        due_at=stages(Stage.SIGNED),
    ),
    Act(
        "further-clearances",
        _("Ask for a further clearance"),
        _("The clearances are asked for."),
        _office,
        stages(Stage.CLEARANCE, *WRITTEN),
        lambda one, form, at, by: negotiating.ask_for_clearances(one, **form.cleaned_data, at=at, by=by),
        form=forms.ClearancesForm,
    ),
    Act(
        "links",
        _("Send a link to a party"),
        _("The link is on its way."),
        _writes,
        stages(Stage.NEGOTIATING, *FROZEN, Stage.SIGNED, *BINDING),
        lambda one, form, at, by: send_link(one, **form.cleaned_data, at=at, by=by),
        form=forms.LinkForm,
        fits=lambda viewer, one: one.shared_at is not None,
    ),
    Act(
        "taking-back",
        _("Take the text back into drafting"),
        _("Taken back."),
        _writes,
        stages(Stage.NEGOTIATING),
        lambda one, form, at, by: negotiating.take_back(one, **form.cleaned_data, at=at, by=by),
        form=forms.ReasonForm,
    ),
    Act(
        "reopening",
        _("Open the agreed text again"),
        _("Opened again. Every approval of the text before is void."),
        _writes,
        FROZEN,
        _reopen,
        form=forms.TurnAgainForm,
        is_grave=True,
    ),
    Act(
        "suspension",
        _("Record that it is suspended"),
        _("It is suspended."),
        _office,
        stages(Stage.IN_FORCE),
        lambda one, form, at, by: ending.suspend(one, **form.cleaned_data, at=at, by=by),
        form=forms.DocumentForm,
    ),
    Act(
        "resumption",
        _("Record that it is resumed"),
        _("It is in force again."),
        _office,
        stages(Stage.SUSPENDED),
        lambda one, form, at, by: ending.resume(one, **form.cleaned_data, at=at, by=by),
        form=forms.DocumentForm,
        due_at=stages(Stage.SUSPENDED),
    ),
    Act(
        "termination",
        _("Record that it was terminated"),
        _("It is terminated."),
        _office,
        stages(Stage.SIGNED, *BINDING),
        lambda one, form, at, by: ending.terminate(one, **form.cleaned_data, at=at, by=by),
        form=forms.TerminationForm,
        is_grave=True,
    ),
    Act(
        "closing",
        _("Close it with a report"),
        _("Closed."),
        _office,
        stages(Stage.TERMINATED, Stage.LAPSED, Stage.SUPERSEDED),
        lambda one, form, at, by: ending.close(one, **form.cleaned_data, at=at, by=by),
        form=forms.ReportForm,
    ),
    Act(
        "declining",
        _("Record that a party declined it"),
        _("It is declined; the reason is kept."),
        _office,
        BEFORE_SIGNATURE,
        lambda one, form, at, by: negotiating.decline(one, **form.cleaned_data, at=at, by=by),
        form=forms.ReasonForm,
        is_grave=True,
    ),
    Act(
        "withdrawal",
        _("Withdraw it"),
        _("It is withdrawn; the reason is kept."),
        _office,
        BEFORE_SIGNATURE,
        lambda one, form, at, by: negotiating.withdraw(one, **form.cleaned_data, at=at, by=by),
        form=forms.ReasonForm,
        is_grave=True,
    ),
]
BY_NAME = {act.name: act for act in ACTS}


def offers(
    agreement: Agreement,
    viewer: Viewer,
    *,
    today: date,
    place: str = PAGE,
    token: str = "",
    sha256: str = "",
    typed: forms.ActForm | None = None,
    act: str = "",
) -> list[Offer]:
    """This will list what `viewer` can do here now, and mark the one act that is due.

    `place` is where they are offered, beside the text that of hash `sha256`; `typed` is the form of the act that was
    just refused, with everything typed in it.
    """
    offered = [one for one in ACTS if place in one.places and one.is_offered(viewer, agreement)]
    due = next((one for one in offered if agreement.stage in one.due_at), None)
    initial = {"sha256": sha256}
    return [
        Offer(
            one,
            typed if typed is not None and one.name == act else form_of(one, agreement, today=today, initial=initial),
            url=address_of(one.name, agreement, token=token),
            is_due=one is due,
        )
        for one in offered
    ]


def address_of(name: str, agreement: Agreement, *, token: str = "") -> str:
    """This will write where an act is done: by whoever signed in, or by the holder of the link with this secret."""
    if token:
        return reverse("agreement-act-by-link", args=[token, name])
    return reverse("agreement-act", args=[agreement.pk, name])


def form_of(act: Act, agreement: Agreement, *, today: date, **given: Any) -> forms.ActForm:
    """This will make the form of an act."""
    return act.form(agreement=agreement, today=today, name=act.name, **given)
