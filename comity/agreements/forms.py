"""What may be typed about an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.models import Agreement
from comity.partners.choosing import OrganisationsField
from comity.ui.forms import DayInput


class AgreementForm(forms.ModelForm):
    parties = OrganisationsField(label=_("Parties"), from_registry=True)

    class Meta:
        model = Agreement
        fields = ["title", "parties", "concluded_on", "years", "ends_on", "aims", "source", "is_public"]
        widgets = {"concluded_on": DayInput, "ends_on": DayInput}

    def clean_parties(self) -> Any:
        parties = self.cleaned_data["parties"]
        if len(parties) < 2:
            raise forms.ValidationError(_("An agreement has two parties or more."))
        return parties


class RenewalForm(forms.Form):
    until = forms.DateField(label=_("New end"), widget=DayInput)
    on = forms.DateField(label=_("Renewed on"), widget=DayInput)
    why = forms.CharField(label=_("How it was renewed"), help_text=_("For example: by exchange of letters."))


class EndForm(forms.Form):
    why = forms.CharField(label=_("How this is known"), widget=forms.Textarea)
