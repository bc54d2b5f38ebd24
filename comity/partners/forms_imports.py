"""What may be brought as a table."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """A file with a table of organisations."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8 or XLSX, at most 5 MB and 20,000 rows."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.xlsx,text/csv"}),
    )
