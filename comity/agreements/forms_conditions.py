"""What is asked for about a joint doctorate, and about those who are exchanged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.forms_acts import PartyField
from comity.agreements.models import Cefr, Doctorate, Mobility, Who
from comity.agreements.models.parties import PartyQuerySet
from comity.partners.choosing import PersonField
from comity.partners.fields import languages_by_name
from comity.ui.forms import DayInput

LEVELS = range(1, 9)  # of the European Qualifications Framework
NOT_TOLD = [("", _("not told"))]


class LanguageField(forms.ChoiceField):
    """A language of the world, or none."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, choices=lambda: [*NOT_TOLD, *languages_by_name()], required=False)


class DoctorateForm(forms.ModelForm):
    candidate = PersonField(label=_("Doctoral candidate"))
    written_in = LanguageField(_("Language of the thesis"))
    summary_in = LanguageField(_("Language of its summary"))

    class Meta:
        model = Doctorate
        fields = [
            "candidate",
            "thesis",
            "degrees",
            "enrolled_on",
            "enrolment",
            "residence",
            "written_in",
            "summary_in",
            "training",
            "cover",
            "jury",
        ]
        widgets = {"enrolled_on": DayInput}


class MobilityForm(forms.ModelForm):
    sender = PartyField(_("Who sends them"))
    receiver = PartyField(_("Who receives them"))
    who = forms.ChoiceField(label=_("Who goes"), choices=[("", _("Choose …")), *Who.choices])
    level = forms.TypedChoiceField(
        label=_("Level of study (EQF)"),
        choices=[*NOT_TOLD, *((one, str(one)) for one in LEVELS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    language = LanguageField(_("Language of teaching"))
    cefr = forms.ChoiceField(
        label=_("Level of it that is asked for (CEFR)"), choices=[*NOT_TOLD, *Cefr.choices], required=False
    )

    class Meta:
        model = Mobility
        fields = [
            "sender",
            "receiver",
            "who",
            "seats",
            "months",
            "first_year",
            "last_year",
            "level",
            "field_of_study",
            "language",
            "cefr",
            "is_blended",
            "terms",
        ]

    def __init__(self, *args: Any, parties: PartyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sender", "receiver"):
            self.fields[name].queryset = parties  # type: ignore[attr-defined]
