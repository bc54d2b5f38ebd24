"""What may be typed about an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.models import Agreement
from comity.agreements.terms import Kind, Renewing
from comity.partners.choosing import OrganisationsField
from comity.ui.forms import DayInput

NOT_KNOWN = ("", _("not known"))


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


class FactsForm(AgreementForm):
    """What was entered, to be put right; and under which other agreement of the same parties it stands."""

    class Meta(AgreementForm.Meta):
        fields = [*AgreementForm.Meta.fields, "parent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset, parent.empty_label = Agreement.objects.beside(self.instance), _("none")


class RenewalForm(forms.Form):
    until = forms.DateField(label=_("New end"), widget=DayInput)
    on = forms.DateField(label=_("Renewed on"), widget=DayInput)
    why = forms.CharField(label=_("How it was renewed"), help_text=_("For example: by exchange of letters."))


class EndForm(forms.Form):
    why = forms.CharField(label=_("How this is known"), widget=forms.Textarea)
