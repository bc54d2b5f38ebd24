"""What is asked for where something is done to an agreement on its way to force, and to its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.agreements.comparing import differing
from comity.agreements.forms_scans import ScanField
from comity.agreements.models import Agreement, Authority, Clause, Finding, Mode, Part, Party, Sort
from comity.agreements.required import clearances_for, is_asked_of
from comity.agreements.shelf import newest
from comity.agreements.signing import Signed
from comity.agreements.wording import Wording
from comity.partners.choosing import OrganisationField, PersonField
from comity.partners.models import Organisation
from comity.translation.forms import AddressField, NameField
from comity.translation.templatetags.said import listed
from comity.translation.texts import Text, current_language
from comity.ui.forms import DayInput

# How a party signs outside of here; a signature by certificate is verified, never just said.
OUTSIDE = [one for one in Mode.choices if one[0] != Mode.CERTIFICATE]


def lines(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """This will make a box of several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=box, required=required, help_text=help_text, max_length=20_000)


class ActForm(forms.Form):
    """What an act asks for; most ask for nothing."""

    above: Any = ""  # what is said above its fields

    def __init__(self, *args: Any, agreement: Agreement, today: date, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name}-%s", **kwargs})
        self.agreement, self.today = agreement, today
        if "party" in self.fields:
            self.fields["party"].queryset = self.parties()  # type: ignore[attr-defined]

    def parties(self) -> Any:
        """The parties among which is chosen."""
        return Party.objects.of(self.agreement)


class PartyField(forms.ModelChoiceField):
    """One of the parties of the agreement."""

    def __init__(self, label: Any) -> None:
        super().__init__(Party.objects.none(), label=label, empty_label=_("Choose …"))

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.organisation.called)


class ReasonForm(ActForm):
    why = lines(_("Reason"))


class TurnForm(ActForm):
    party = PartyField(_("Whose turn it is next"))

    def parties(self) -> Any:
        return super().parties().exclude(pk=self.agreement.turn_id)


class FirstTurnForm(ActForm):
    party = PartyField(_("Whose turn it is first"))


class TurnAgainForm(FirstTurnForm):
    above = _("Every approval of the present text is void then.")

    why = lines(_("Reason"))


class ItsClearancesForm(ActForm):
    """It asks for nothing, and says which clearances an instrument of its kind has to have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = [str(Sort(one).label) for one in clearances_for(self.agreement)]
        self.above = _("An instrument of its kind needs these clearances: %(which)s.") % {"which": listed(wanted)}


class ClearancesForm(ActForm):
    sorts = forms.MultipleChoiceField(
        label=_("Which clearances"), choices=Sort.choices, widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(label=_("Why they are asked for"), max_length=300)


class ModelForm(ActForm):
    """It asks from which model the text is drafted: the newest version of each, those of its kind first."""

    above = _("These are drafts that a lawyer must approve before they are used. Nothing of yours is overwritten.")

    model = forms.ChoiceField(label=_("Which model"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = newest(first=self.agreement.kind)
        choices: Any = [(one.code, str(one.title)) for one in models]
        self.fields["model"].choices = choices  # type: ignore[attr-defined]
        self.fields["model"].initial = models[0].code

    def clean_model(self) -> Any:
        return next(one for one in newest() if one.code == self.cleaned_data["model"])


class HashForm(ActForm):
    """It names the very text that was read, by its SHA-256."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AgreeForm(HashForm):
    """Where the languages of the text differ in what they state, it asks why that is right."""

    differs_why = forms.CharField(
        label=_("Why names, days or numbers may differ between its languages"), max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not differing(Clause.objects.of(self.agreement), self.agreement):
            del self.fields["differs_why"]


class OnBehalfForm(HashForm):
    above = _("The party gave its word outside of here. It is shown that our office recorded it, and from what.")

    party = PartyField(_("Which party"))
    known_from = forms.CharField(label=_("How this is known"), max_length=300)

    def parties(self) -> Any:
        return super().parties().filter(organisation__is_host=False)


class SignatureForm(ActForm):
    party = PartyField(_("Which party signed"))
    on = forms.DateField(label=_("Signed on"), widget=DayInput)
    mode = forms.ChoiceField(label=_("How it was signed"), choices=OUTSIDE)
    place = NameField(label=_("Place"), required=False, max_length=200)
    scan = ScanField(_("Scan of what was signed"))

    def parties(self) -> Any:
        text = self.agreement.text()
        signed = text.signatures.values("party") if text else []
        return super().parties().exclude(pk__in=signed)

    def signed(self) -> Signed:
        """This will give what was typed as a signature."""
        given = self.cleaned_data
        place = Text({current_language(): given["place"]}) if given["place"] else None
        return Signed(given["on"], given["mode"], place, given["scan"])


class EntryForm(ActForm):
    on = forms.DateField(label=_("In force since"), widget=DayInput)
    why = forms.CharField(label=_("How this is known"), max_length=300, required=False)


class DocumentForm(ActForm):
    document = forms.CharField(label=_("By which document"), max_length=300)
    scan = ScanField()


class TerminationForm(DocumentForm):
    above = _("What stands under it ends with it.")

    notified_on = forms.DateField(
        label=_("Notice given on"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty where all parties ended it together."),
    )
    on = forms.DateField(label=_("Ended on"), widget=DayInput)


class ReportForm(ActForm):
    report = lines(_("What it brought, and what goes on binding the parties"), rows=6)


class LinkForm(ActForm):
    party = PartyField(_("For"))
    name = NameField(label=_("Name"), max_length=200)
    email = AddressField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=90, initial=30)

    def parties(self) -> Any:
        return super().parties().filter(organisation__is_host=False)


# What is not offered among the acts: it stands beside what it is about


class AnswerClearanceForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("Outcome"), choices=[one for one in Finding.choices if one[0] != Finding.WAITING]
    )
    conditions = lines(_("Conditions or reasons"), required=False)


class WordingForm(forms.Form):
    heading = NameField(label=_("Heading"), required=False, max_length=200)
    words = lines(_("Wording"), rows=8)
    keeps_pace = forms.BooleanField(
        label=_("It says what another language says already"),
        required=False,
        help_text=_("Else the other languages are marked as behind this one."),
    )
    is_about_money = forms.BooleanField(
        label=_("It obliges somebody to pay"),
        required=False,
        help_text=_("Legal and financial clearance are asked for by themselves then."),
    )

    def wording(self, language: str) -> Wording:
        """This will give what was typed as a wording in one language."""
        return Wording(language, **self.cleaned_data)


class ClauseForm(WordingForm):
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices, initial=Part.ARTICLE)
    field_order = ["part", "heading", "words", "is_about_money"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["keeps_pace"]

    def wording(self, language: str) -> Wording:
        given = {name: value for name, value in self.cleaned_data.items() if name != "part"}
        return Wording(language, **given)


class RemarkForm(forms.Form):
    words = lines(_("It should read"), rows=6, required=False)
    comment = lines(_("Comment"), required=False)

    @classmethod
    def on(cls, clause: Clause, language: str, sent: Any) -> RemarkForm:
        """This will begin with the words as they stand."""
        return cls(sent, initial={"words": clause.words.get(language, "")})


class AnswerForm(forms.Form):
    words = lines(_("Answer"), required=False)


class PartyForm(forms.ModelForm):
    authority = forms.ChoiceField(
        label=_("May sign"), choices=[("", _("not known")), *Authority.choices], required=False
    )
    unit = OrganisationField(label=_("For its unit"), queryset=Organisation.objects.of_kind("unit"), required=False)
    represented_by = PersonField(label=_("Represented by"), required=False)
    focal_point = PersonField(label=_("Focal point"), required=False)
    back_up = PersonField(label=_("Back-up"), required=False)
    supervisor = PersonField(label=_("Supervisor of the doctorate"), required=False)

    class Meta:
        model = Party
        fields = [
            "unit",
            "legal_name",
            "number",
            "represented_by",
            "represented_as",
            "authority",
            "authority_words",
            "focal_point",
            "back_up",
            "supervisor",
            "notice_address",
        ]
        widgets = {"notice_address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_asked_of("supervisor", self.instance.agreement):
            del self.fields["supervisor"]
