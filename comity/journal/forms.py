"""How the journal is narrowed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User
from comity.accounts.naming import with_names
from comity.journal.models import EntryQuerySet


class JournalFilter(forms.Form):
    """Whose acts to show, and whether only those that were refused."""

    person = forms.ModelChoiceField(
        User.objects.people(), label=_("Person"), required=False, empty_label=_("Everybody")
    )
    refusals = forms.BooleanField(label=_("Only what was refused"), required=False)

    def __init__(self, *args: Any, with_refusals: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        named = [(one.pk, one.shown_name) for one in with_names(User.objects.people())]
        person.choices = [("", person.empty_label), *named]
        if not with_refusals:
            del self.fields["refusals"]

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """This will keep the entries that were asked for; what makes no sense narrows nothing."""
        self.is_valid()
        person, refusals = self.cleaned_data.get("person"), self.cleaned_data.get("refusals")
        entries = entries.of_person(person.pk) if person else entries
        return entries.refusals() if refusals else entries
