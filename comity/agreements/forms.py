"""What may be typed about an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.forms_scans import ScanField
from comity.agreements.models import Agreement, Stage
from comity.agreements.required import may_change
from comity.agreements.terms import Kind, Renewing
from comity.partners.choosing import OrganisationsField, PersonField
from comity.partners.models import Person
from comity.translation.templatetags.said import own_language_name
from comity.translation.texts import languages
from comity.ui.forms import DayInput

NOT_KNOWN = ("", _("not known"))


class LanguagesField(forms.MultipleChoiceField):
    """The languages of the text; none chosen means all of ours."""

    def __init__(self) -> None:
        choices = [(code, own_language_name(code)) for code in languages()]
        box = forms.CheckboxSelectMultiple
        super().__init__(label=_("Languages of the text"), choices=choices, widget=box, required=False)


class AgreementForm(forms.ModelForm):
    parties = OrganisationsField(label=_("Parties"), from_registry=True)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[NOT_KNOWN, *Kind.choices])
    renewing = forms.ChoiceField(
        label=_("How it goes on past its term"), required=False, choices=[NOT_KNOWN, *Renewing.choices]
    )

    class Meta:
        model = Agreement
        fields = [
            "title",
            "kind",
            "parties",
            "areas",
            "concluded_on",
            "in_force_on",
            "years",
            "ends_on",
            "notice_months",
            "renewing",
            "aims",
            "source",
            "is_public",
        ]
        widgets = {
            "concluded_on": DayInput,
            "in_force_on": DayInput,
            "ends_on": DayInput,
            "areas": forms.CheckboxSelectMultiple,
        }

    def clean_parties(self) -> Any:
        parties = self.cleaned_data["parties"]
        if len(parties) < 2:
            raise forms.ValidationError(_("An agreement has two parties or more."))
        return parties


class ProposalForm(forms.ModelForm):
    """What is known when somebody proposes an agreement; the rest is asked for before the stage that needs it."""

    parties = OrganisationsField(label=_("Parties"), from_registry=True)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[NOT_KNOWN, *Kind.choices])
    keeper = PersonField(label=_("Who keeps it in our office"), queryset=Person.objects.of_the_office())
    languages = LanguagesField()

    class Meta:
        model = Agreement
        fields = ["title", "kind", "parties", "areas", "rationale", "keeper", "languages", "proposed_on", "is_public"]
        widgets = {"proposed_on": DayInput, "areas": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_public"].initial = False

    clean_parties = AgreementForm.clean_parties


class FactsForm(AgreementForm):
    """What was entered, to be put right; and under which other agreement of the same parties it stands."""

    keeper = PersonField(label=_("Who keeps it in our office"), queryset=Person.objects.of_the_office(), required=False)
    languages = LanguagesField()

    class Meta(AgreementForm.Meta):
        fields = [
            *AgreementForm.Meta.fields,
            "parent",
            "rationale",
            "keeper",
            "proposed_on",
            "languages",
            "prevailing",
            "entering",
            "enters_on",
            "renewal_years",
            "review_months",
            "is_text_public",
        ]
        widgets = {**AgreementForm.Meta.widgets, "proposed_on": DayInput, "enters_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset, parent.empty_label = Agreement.objects.beside(self.instance), _("none")
        prevailing = [("", _("none, each is as good as the other")), *[(c, own_language_name(c)) for c in languages()]]
        self.fields["prevailing"] = forms.ChoiceField(
            label=_("Language that prevails"), choices=prevailing, required=False
        )
        self._say_what_nothing_means("entering", _("not known"))
        self._say_what_nothing_means("review_months", _("12, as nothing else is told"))
        self._leave_out_what_stands_fast()

    def _say_what_nothing_means(self, name: str, words: Any) -> None:
        """This will offer `words` where a choice may stay empty; Django offers a row of dashes, which says nothing."""
        field: Any = self.fields[name]
        field.choices = [("", words), *[(value, told) for value, told in field.choices if value]]

    def _leave_out_what_stands_fast(self) -> None:
        """What stands fast at this stage is not asked for; the days of signature and effect have acts of their own."""
        by_acts = {"concluded_on", "in_force_on", "ends_on"} if not self.instance.concluded_on else set()
        is_entered = (
            self.instance.stage in (Stage.IN_FORCE, Stage.LAPSED, Stage.SUPERSEDED) and not self.instance.text()
        )
        for name in list(self.fields):
            if name in by_acts or not (is_entered or may_change(name, self.instance)):
                del self.fields[name]


class RenewalForm(forms.Form):
    until = forms.DateField(label=_("New end"), widget=DayInput)
    on = forms.DateField(label=_("Renewed on"), widget=DayInput)
    why = forms.CharField(label=_("How it was renewed"), help_text=_("For example: by exchange of letters."))
    scan = ScanField(_("The instrument of renewal itself"))


class EndForm(forms.Form):
    why = forms.CharField(label=_("How this is known"), widget=forms.Textarea)
