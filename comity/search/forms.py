"""What may be typed into the box of the search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.search.finding import LONGEST
from comity.search.kinds import GROUPS


class SearchForm(forms.Form):
    """A few words; everything is just text, whatever signs it has."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST, "dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(choices=[("", ""), *GROUPS.items()], required=False, widget=forms.HiddenInput)
