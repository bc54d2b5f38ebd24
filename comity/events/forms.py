"""What may be typed about an event."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.events.models import Event
from comity.partners.choosing import OrganisationsField
from comity.ui.forms import DayInput

MOST = 1_000_000_000  # people at one event; a column holds about twice as many


class EventForm(forms.ModelForm):
    organisers = OrganisationsField(label=_("Organisers and partners"), from_registry=True)

    class Meta:
        model = Event
        fields = [
            "title",
            "organisers",
            "starts_on",
            "ends_on",
            "is_dated_by_months",
            "place",
            "is_online",
            "expected",
            "note",
            "source",
            "is_public",
        ]
        widgets = {"starts_on": DayInput, "ends_on": DayInput}


class HoldingForm(forms.Form):
    took_part = forms.IntegerField(label=_("How many took part"), min_value=1, max_value=MOST, required=False)
    is_more_than = forms.BooleanField(label=_("The count says “more than”"), required=False)


class CancellationForm(forms.Form):
    why = forms.CharField(label=_("How this is known"), widget=forms.Textarea)
