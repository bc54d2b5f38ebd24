"""What is asked for where an agreement in force is reviewed, renewed, succeeded or left to end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.agreements.forms_acts import ActForm, PartyField
from comity.agreements.forms_scans import ScanField
from comity.agreements.models import Registered, Review, Shows, When
from comity.agreements.models.papers import HAPPENED
from comity.agreements.models.reviews import ExchangedLetter
from comity.agreements.models.undertakings import Undertaking
from comity.partners.choosing import PersonField
from comity.partners.models import Person
from comity.translation.forms import TextFormField
from comity.ui.forms import DayInput


def of_these(*shown: Shows) -> list[tuple[str, Any]]:
    """This will offer some of what a document can show."""
    return [("", _("Choose …")), *((one.value, one.label) for one in shown)]


def document() -> forms.CharField:
    """This will ask by which words the document that shows it is found."""
    return forms.CharField(label=_("Document: its number, and where it is kept"), max_length=300)


class LetterForm(ActForm):
    """The prepared letter, to be changed as the office would write it."""

    above = _("It is prepared from what is recorded. Change it as you would write it; it leaves only when you say so.")

    words = TextFormField(label=_("Letter"), long=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = Review.objects.before_end(self.agreement).first()
        self.fields["words"].initial = review.letter if review else None
        for box in self.fields["words"].widget.widgets:
            box.attrs["rows"] = 14


class ExchangeForm(ActForm):
    above = _("When the letters of all parties are recorded, it is renewed.")

    party = PartyField(_("Whose letter"))
    dated_on = forms.DateField(label=_("Day of the letter"), widget=DayInput)
    until = forms.DateField(label=_("New end"), widget=DayInput)
    document = document()
    scan = ScanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written = ExchangedLetter.objects.about_end(self.agreement).first()
        if written is not None:
            self.fields["until"].initial = written.until


class NoticeForm(ActForm):
    above = _("It ends with its term then, and lapses on that day by itself.")

    party = PartyField(_("Who gives notice"))
    given_on = forms.DateField(label=_("Given on"), widget=DayInput)
    document = document()
    scan = ScanField()


class KeepingForm(ActForm):
    above = _("The signed original, a copy or a translation of it, or what came after its act was recorded.")

    shows = forms.ChoiceField(
        label=_("What it is"),
        choices=of_these(Shows.ORIGINAL, Shows.CERTIFIED, Shows.TRANSLATION, *HAPPENED),
    )
    document = document()
    scan = ScanField(required=True)


class LateLetterForm(ActForm):
    shows = forms.ChoiceField(label=_("What it is"), choices=of_these(Shows.LETTER, Shows.NOTICE))
    party = PartyField(_("Who wrote it"))
    document = document()
    scan = ScanField(required=True)


class SuccessorForm(ActForm):
    above = _(
        "It begins as a proposal between the same parties. When it comes into force, it takes the place of this one."
    )

    title = TextFormField(label=_("Title"))
    keeper = PersonField(label=_("Who keeps it in our office"), queryset=Person.objects.of_the_office(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = self.agreement.title
        self.fields["keeper"].initial = self.agreement.keeper_id


class RegistrationForm(ActForm):
    """Under which number it was registered as a treaty, where, when and by whom."""

    what = forms.ChoiceField(
        label=_("What was registered"), choices=Registered.choices, widget=forms.RadioSelect, initial=Registered.ITSELF
    )
    register = forms.CharField(
        label=_("In which register"), max_length=200, help_text=_("For example: Secretariat of the United Nations.")
    )
    number = forms.CharField(label=_("Number in the register"), max_length=100)
    on = forms.DateField(label=_("Registered on"), widget=DayInput)
    party = PartyField(_("Registered by"))
    note = forms.CharField(label=pgettext_lazy("registration", "Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        party.required, party.empty_label = False, _("none of the parties (ex officio)")


class UndertakingForm(ActForm):
    """Who owes whom what by a clause, and by when."""

    party = PartyField(_("Who undertakes it"))
    beneficiary = PartyField(_("To whom"))
    what = TextFormField(label=_("What, in one sentence"))
    when = forms.ChoiceField(label=_("Due"), choices=When.choices, widget=forms.RadioSelect, initial=When.OPEN)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["beneficiary"].queryset = self.parties()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """This will refuse, at the field, what no undertaking in the database can be."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                Undertaking(**given).clean()
            except forms.ValidationError as refusal:
                self.add_error(None, refusal)
        return given
