"""What is asked for where a model is made, offered to institutes, followed, and where an agreement is amended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.agreements.catching_up import CatchUp
from comity.agreements.emulating import Wanted
from comity.agreements.forms_acts import lines
from comity.agreements.models import Amending, OwnModel
from comity.agreements.refilling import Refill
from comity.agreements.three_way import BOTH, MINE, THEIRS, Meeting, Said
from comity.agreements.three_way_exchanges import Met
from comity.partners.choosing import OrganisationsField, PersonField
from comity.partners.models import Area, Person
from comity.translation.forms import TextFormField
from comity.translation.texts import Text, current_language
from comity.ui.forms import DayInput

NEW = ""


class MakeModelForm(forms.Form):
    """A new model, or the next version of one; and what is to stay as it stands in the agreement."""

    model = forms.ChoiceField(label=_("New model, or next version of"), required=False)
    title = TextFormField(label=_("Title of a new model"), required=False)
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, models: list[OwnModel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {one.code: one for one in models}
        choices = [(NEW, _("a new model")), *((code, str(one.title)) for code, one in self.models.items())]
        self.fields["model"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("model") and not given.get("title"):
            self.add_error("title", _("Name the new model."))
        return given

    def chosen(self) -> OwnModel | None:
        """The model of which the next version is made; nothing for a new one."""
        return self.models.get(self.cleaned_data["model"])


class RollOutForm(forms.Form):
    institutes = OrganisationsField(
        label=_("For which institutes"),
        from_registry=True,
        help_text=_("Each gets an agreement of its own; all of them or, where one cannot have it, none."),
    )
    title = TextFormField(label=_("Title"), help_text=_("The name of the institute is put behind it."))
    areas = forms.ModelMultipleChoiceField(
        Area.objects.all(), label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keeper = PersonField(label=_("Who keeps them in our office"), queryset=Person.objects.of_the_office())
    why = lines(_("Why, and what is expected of it"))

    def wanted(self) -> Wanted:
        """This will give what was typed once for every institute."""
        given = self.cleaned_data
        why = Text({current_language(): given["why"]})
        return Wanted(given["title"], tuple(given["areas"]), given["keeper"], why)


class ModelClauseForm(forms.Form):
    """A clause of a model in every language, with its variables in braces."""

    heading = TextFormField(label=_("Heading"), required=False)
    words = TextFormField(label=_("Wording"), long=True)


class CatchUpForm(forms.Form):
    keys = forms.MultipleChoiceField(label=_("Clauses"), widget=forms.CheckboxSelectMultiple, required=False)
    why = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, found: CatchUp, is_binding: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(one.key, one.key) for one in found.steps]  # type: ignore[attr-defined]
        if is_binding:
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class RefillForm(forms.Form):
    keys = forms.MultipleChoiceField(label=_("Clauses"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, found: list[Refill], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(one.key, one.key) for one in found]  # type: ignore[attr-defined]


class AmendmentForm(forms.Form):
    sort = forms.ChoiceField(label=_("What it is about"), choices=Amending.choices)
    until = forms.DateField(
        label=_("New end"), widget=DayInput, required=False, help_text=_("An extension names it; others may.")
    )
    why = lines(_("Why, and what is expected of it"))


class RebaseForm(forms.Form):
    """For each clause, and each exchange, that both changed: whose words stand."""

    CHOICES = {MINE: _("the words of this amendment"), THEIRS: _("the words of the agreement now")}

    def __init__(
        self, *args: Any, disputed: dict[int, Meeting[Said]], exchanges: dict[str, Met], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Meeting[Any]] = {f"clause-{pk}": one for pk, one in disputed.items()}
        for name, meeting in (named | {f"exchange-{key}": one for key, one in exchanges.items()}).items():
            choices = dict(self.CHOICES) | ({BOTH: _("both changes together")} if BOTH in meeting.choices() else {})
            self.fields[name] = forms.ChoiceField(
                label=_("Which words stand"), choices=choices.items(), widget=forms.RadioSelect
            )

    def choices(self) -> dict[int, str]:
        """This will give whose words stand, by the number of the clause."""
        return {int(name): chosen for name, chosen in self._chosen("clause-").items()}

    def exchanges(self) -> dict[str, str]:
        """This will give which exchange stands, by its key."""
        return self._chosen("exchange-")

    def _chosen(self, kind: str) -> dict[str, str]:
        given = self.cleaned_data.items()
        return {name.removeprefix(kind): chosen for name, chosen in given if name.startswith(kind)}
