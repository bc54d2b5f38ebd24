"""What a person may type about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from comity.accounts.zones import zone_choices


class AccountForm(forms.Form):
    """One's own name, the language of one's letters, and one's clock."""

    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"})
    )
    language = forms.ChoiceField(
        label=_("Language of your letters"),
        choices=settings.LANGUAGES,
        help_text=_("Reminders and other letters reach you in this language."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        required=False,
        help_text=_("Times are shown by this clock."),
    )
