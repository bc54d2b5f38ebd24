"""What may be typed about commitments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User, Viewer
from comity.commitments.fulfilment import Shown
from comity.commitments.models import Commitment, Known, Priority, Stage, Trigger
from comity.commitments.pointing import record_at
from comity.files.kinds import EXTENSIONS
from comity.files.reading import read_file
from comity.meetings.models import AgendaItem, Session, Visibility
from comity.meetings.permissions import may_correct
from comity.partners.choosing import OrganisationField, PersonField
from comity.partners.models import Area, Organisation, Person
from comity.translation.forms import AddressField, NameField, TextFormField
from comity.translation.texts import Text, current_language, direction
from comity.translation.unseen import as_name
from comity.ui.forms import DayInput


def words(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """This will make a box of several lines."""
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=box, required=required, help_text=help_text, max_length=4000)


class SettledWords:
    """Words that stand in final minutes: they are shown, not offered, with the way to a numbered correction."""

    def __init__(self, commitment: Commitment, viewer: Viewer) -> None:
        self.language = commitment.deliverable.original
        self.direction = direction(self.language)
        self.words = commitment.deliverable[self.language]
        self.item = self._to_correct(commitment.said_under, viewer)

    def __str__(self) -> str:
        return self.words

    @staticmethod
    def _to_correct(item: AgendaItem | None, viewer: Viewer) -> AgendaItem | None:
        """The item whose minutes `viewer` may propose to correct; what is internal is no part of the final text."""
        is_part = item is not None and item.visibility != Visibility.INTERNAL
        return item if is_part and item and may_correct(viewer, item.session) and item.session.final() else None


class ActForm(forms.Form):
    """What an act asks for; most ask for nothing."""

    def __init__(
        self, *args: Any, commitment: Commitment, viewer: Viewer, today: date, name: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"{name}-%s", **kwargs})
        self.commitment, self.viewer, self.today = commitment, viewer, today
        self.settled: SettledWords | None = None

    above: Any = ""  # what is said above its fields

    def shown_again(self, commitment: Commitment) -> None:
        """This will keep what was typed beside the commitment as it is now, after a refusal."""
        self.commitment = commitment


class ClaimForm(ActForm):
    above = _("Show what was done by at least one of these: a file, a link or another record.")

    words = words(_("What was done"), required=False)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("as https://example.org/report"),
    )
    record = forms.CharField(
        label=_("Address of another record here"),
        required=False,
        max_length=500,
        help_text=_("Paste the address of its page: an agreement, an event, a session."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=255,
        help_text=_("PDF, picture, document, table or text, up to 10 MB. A picture is kept without hidden facts."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in EXTENSIONS)}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        read = read_file(file, largest=settings.EVIDENCE_MAX_BYTES)
        self.kind = read.kind
        return read.file

    def clean_record(self) -> Any:
        address = self.cleaned_data["record"]
        if not address:
            return None
        found = record_at(address, viewer=self.viewer)
        if found is None or found == self.commitment:
            raise forms.ValidationError(_("There is no record at this address that you can see."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not self.shown().is_empty():
            return given
        if not self.errors:
            self.add_error("file", _("Show what was done: a file, a link, or another record."))
        elif self.files.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file again: a browser does not keep it."))
        return given

    def shown(self) -> Shown:
        """This will gather what is shown as evidence."""
        given = self.cleaned_data
        kind = self.kind.media_type if given.get("file") else ""
        return Shown(file=given.get("file"), media_type=kind, link=given.get("link", ""), record=given.get("record"))


class WordForm(ActForm):
    words = words(_("A word to the other side"), required=False)


class ReturnForm(ActForm):
    words = words(_("What is missing"), help_text=_("The other side reads it."))


class ReasonForm(ActForm):
    reason = words(_("Why"), help_text=_("Both sides read it, and it is kept."))


class PromiseForm(ActForm):
    due_on = forms.DateField(label=_("Due on"), required=False, widget=DayInput)
    word = words(
        _("Who gave the word of the side that it binds, when and how"),
        help_text=_("Both sides read it; the other side gets a letter. It can ask to cancel it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.commitment.is_bound_by(self.viewer):
            del self.fields["word"]


class TakingUpForm(ActForm):
    record = forms.CharField(
        label=_("Address of the record to which it led"),
        max_length=500,
        help_text=_("Paste the address of its page: an agreement, an event, a session."),
    )

    clean_record = ClaimForm.clean_record


class KeeperForm(ActForm):
    keeper = forms.ModelChoiceField(Person.objects.none(), label=_("Kept by, at our office"), empty_label=None)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Person at the one who promised"),
        required=False,
        empty_label=_("nobody named"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Person.objects.holding_office_at(self.commitment.promisor).here()
        self.fields["keeper"].queryset = Person.objects.of_the_office().here().by_name()  # type: ignore[attr-defined]
        self.fields["person"].queryset = held.by_name()  # type: ignore[attr-defined]
        self.initial = {
            "keeper": self.commitment.keeper_id,
            "person": self.commitment.person_id,
            **self.initial,
        }


class FactsForm(ActForm):
    deliverable = TextFormField(label=_("What was said, in one sentence"))
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority)
    areas = forms.ModelMultipleChoiceField(
        Area.objects.all(), label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.commitment
        if now.stands_in_final_minutes():
            self.settled = SettledWords(now, self.viewer)
            self.fields["deliverable"] = TextFormField(
                label=_("Translations of it"), required=False, without=now.deliverable.original
            )
        self.fields["deliverable"].initial = now.deliverable
        self.initial = {"priority": now.priority, "areas": [one.pk for one in now.areas.all()], **self.initial}

    def clean_deliverable(self) -> Text:
        """This will keep settled words; others, sent by a form that was open before, are for the act to refuse."""
        text, original = self.cleaned_data["deliverable"], self.commitment.deliverable.original
        if self.settled is None:
            return text
        typed = self.data.get(f"deliverable_{original}")
        return Text({original: as_name(typed) if typed else str(self.settled), **text})


class ExpectedResultForm(ActForm):
    what = TextFormField(label=_("What should come of it"))


class FindingForm(ActForm):
    known = forms.ChoiceField(label=_("What is known"), choices=Known)
    source = forms.CharField(
        label=_("How it is known"),
        required=False,
        max_length=300,
        help_text=_("A report, a letter, who said it and when."),
    )


class LinkForm(ActForm):
    side = forms.ModelChoiceField(Organisation.objects.none(), label=_("For"), empty_label=None)
    name = NameField(label=_("Name"), max_length=200)
    email = AddressField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=90, initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(pk__in=self.commitment.sides(), is_host=False)
        self.fields["side"].queryset = others  # type: ignore[attr-defined]
        known = None if self.commitment.promisor.is_host else self.commitment.person
        self.fields["language"].initial = known.written_in if known else current_language()


# What was said


PROMISE, PROPOSAL = "promise", "proposal"


class SayForm(forms.ModelForm):
    """What was said outside a session."""

    kind = forms.ChoiceField(
        label=_("It is"),
        choices=[(PROMISE, _("a promise")), (PROPOSAL, _("a proposal; neither side is bound"))],
        widget=forms.RadioSelect,
        initial=PROMISE,
    )
    promisor: Any = OrganisationField(label=_("Who promises or proposes"))
    beneficiary: Any = OrganisationField(label=_("To whom"))
    person: Any = PersonField(label=_("Person"), required=False, empty_label=_("nobody named"))
    unit: Any = OrganisationField(label=_("Unit"), among="units", required=False, empty_label=_("none"))
    field_order = [
        "kind",
        "deliverable",
        "promisor",
        "beneficiary",
        "is_mutual",
        "due_on",
        "trigger",
        "trigger_words",
    ]

    class Meta:
        model = Commitment
        fields = [
            "deliverable",
            "promisor",
            "beneficiary",
            "is_mutual",
            "said_on",
            "due_on",
            "trigger",
            "trigger_words",
            "priority",
            "person",
            "unit",
            "keeper",
            "areas",
        ]
        widgets = {"due_on": DayInput, "said_on": DayInput, "areas": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, officer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keepers = Person.objects.of_the_office().here().by_name()
        self._choices(keeper=keepers, unit=Organisation.objects.of_kind("unit").choosable())
        self.initial["keeper"] = next((one.pk for one in keepers if one.user_id == officer.pk), None)
        self.fields["keeper"].empty_label = _("Choose …")  # type: ignore[attr-defined]
        self.fields["trigger"].required = False
        self.fields["trigger"].choices = [("", _("Choose …")), *Trigger.choices]  # type: ignore[attr-defined]

    def _choices(self, **found: Any) -> None:
        for name, among in found.items():
            self.fields[name].queryset = among  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """This will give what was typed as the facts of what was said."""
        given = dict(self.cleaned_data)
        given["stage"] = Stage.PROPOSED if given.pop("kind") == PROPOSAL else Stage.OPEN
        return given


class SayUnderForm(SayForm):
    """What was said under an item of a session, by one of its delegations to another."""

    # Few are offered here: a plain select shows them at once.
    promisor = forms.ModelChoiceField(None, label=_("Who promises or proposes"), empty_label=_("Choose …"))
    beneficiary = forms.ModelChoiceField(None, label=_("To whom"), empty_label=_("Choose …"))
    person = forms.ModelChoiceField(None, label=_("Person"), required=False, empty_label=_("nobody named"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        kwargs["instance"] = Commitment(said_on=session.day.date())
        super().__init__(*args, **kwargs)
        del self.fields["said_on"]
        sides = Organisation.objects.filter(pk__in=session.delegations.values("organisation")).by_name()
        members = Person.objects.here().filter(pk__in=session.delegations.values("members__person"))
        units = Organisation.objects.of_kind("unit").filter(wholes__whole__in=sides).choosable()
        self._choices(promisor=sides, beneficiary=sides, person=members.by_name(), unit=units)
        self.order_fields(["kind", "deliverable", "promisor", "beneficiary", "is_mutual"])


NOBODY_TAKES_OVER = _("Choose who takes over: something would be owned by nobody.")


class DepartureForm(forms.Form):
    """Who leaves, when, and who takes over."""

    on = forms.DateField(label=_("Left on"), widget=DayInput)
    successor = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who takes over"), required=False, empty_label=_("choose")
    )

    def __init__(self, *args: Any, person: Person, owned: list[Commitment], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor: Any = self.fields["successor"]
        successor.queryset = successors_of(person, owned)
        successor.required = successor.widget.is_required = bool(owned)
        successor.error_messages["required"] = NOBODY_TAKES_OVER
        self.today = today

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]


def successors_of(person: Person, owned: Iterable[Commitment]) -> Any:
    """This will find who may take over what is `owned`, as `handover.hand_over` would let them.

    That are those where the person works, and for somebody of ours our own people; only these may keep promises, and
    none of them answers for what a partner promised unless they work there.
    """
    there = Person.objects.filter(offices__until=None, offices__organisation__in=person.offices.values("organisation"))
    beside, ours = Q(pk__in=there.values("pk")), Q(pk__in=Person.objects.of_the_office().values("pk"))
    found = Person.objects.here().exclude(pk=person.pk)
    if not any(one.person_id == person.pk and not one.promisor.is_host for one in owned):
        beside |= ours if Person.objects.of_the_office().filter(pk=person.pk).exists() else Q()
    if any(one.keeper_id == person.pk for one in owned):
        found = found.filter(ours)
    return found.filter(beside).by_name()
