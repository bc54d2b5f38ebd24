"""What may be typed about a session, its delegations, its agenda and its minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.zones import ZoneField, zone_choices
from comity.journal.answering import beside
from comity.meetings.models import AgendaItem, Attendance, Delegation, Member, Mode, Session, Visibility
from comity.meetings.models.agenda import Decision, Taking, Verb
from comity.partners.choosing import OrganisationField, OrganisationsField, PersonField
from comity.partners.models import Area, Organisation
from comity.translation.forms import AddressField, NameField, TextFormField
from comity.translation.templatetags.said import own_language_name
from comity.translation.texts import Text, current_language, languages

# The clocks of another place can show a day before or after; beyond these there is none that a page could tell.
IN_OUR_TIMES = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
# The names under which the fields of a model are asked for in a form.
ASKED_AS = {"starts_at": "begins", "ends_at": "ends"}


def refuse(form: forms.Form, refusal: ValidationError) -> None:
    """This will put the words of a refusal beside the fields they are about, everything typed being kept."""
    beside(form, refusal, **ASKED_AS)


def refusals_of(form: forms.Form) -> str:
    """This will say in one line why what was typed is refused."""
    return " ".join(str(words) for field in form.errors.values() for words in field)


def offer(form: forms.Form, name: str, found: QuerySet[Any]) -> None:
    """This will offer these records, and no others, in one field of a form."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


def zones() -> list[Any]:
    """This will offer the time zones of the world by region, in the reader's language, the universal one first."""
    return zone_choices()[1:]  # a session has a zone of its own, never that of the site


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Clock(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WhenForm(forms.Form):
    """A day with two times, by the clocks of one place."""

    day = forms.DateField(label=_("Day"), widget=Day, validators=IN_OUR_TIMES)
    begins = forms.TimeField(label=pgettext_lazy("session", "Begins"), widget=Clock)
    ends = forms.TimeField(label=pgettext_lazy("session", "Ends"), widget=Clock)
    last_day = forms.DateField(
        label=_("Last day"),
        widget=Day,
        required=False,
        validators=IN_OUR_TIMES,
        help_text=_("Only where it takes several days."),
    )
    zone = ZoneField(
        label=_("Time zone of these times"),
        choices=zones,
        error_messages={"invalid_choice": _("“%(value)s” is not a time zone, such as Africa/Casablanca.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"day", "begins", "ends", "zone"} <= set(given):
            given["starts_at"] = self._moment("begins", given["day"], given["begins"])
            given["ends_at"] = self._moment("ends", given.get("last_day") or given["day"], given["ends"])
            if given["starts_at"] and given["ends_at"] and given["ends_at"] < given["starts_at"]:
                self.add_error("ends", _("The session ends before it begins."))
        return given

    def _moment(self, name: str, day: Any, clock: time) -> datetime | None:
        """The moment, unless the clocks of the place skip it that day, as they do when summer time begins."""
        zone = ZoneInfo(self.cleaned_data["zone"])
        moment = datetime.combine(day, clock, zone).astimezone(UTC)
        if moment.astimezone(zone).time() != clock:
            self.add_error(name, _("The clocks of this place skip that time on that day."))
            return None
        return moment

    def facts(self) -> dict[str, Any]:
        """This will name what was typed as the session keeps it."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "zone")}

    @staticmethod
    def now_as(session: Session) -> dict[str, Any]:
        """This will fill the form with when the session is."""
        zone = ZoneInfo(session.zone)
        first, last = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
        later = last.date() if last.date() != first.date() else None
        times = {"begins": first.time(), "ends": last.time()}
        return {"day": first.date(), "last_day": later, "zone": session.zone, **times}


class AreasForm(forms.Form):
    """The areas that a session is about."""

    areas = forms.ModelMultipleChoiceField(
        Area.objects.all(), label=_("Areas"), required=False, widget=forms.CheckboxSelectMultiple
    )


class SessionForm(AreasForm, WhenForm):
    """What a session is about, when it is and how one takes part."""

    PLAIN = ("title", "mode", "place", "link", "record_language", "is_public")

    title = TextFormField(label=_("What it is about"))
    mode = forms.ChoiceField(label=_("How you meet"), choices=Mode)
    place = TextFormField(label=_("Place"), required=False)
    link = forms.URLField(label=_("Link for joining"), required=False, assume_scheme="https")
    record_language = forms.ChoiceField(
        label=_("Language of the minutes"),
        choices=lambda: [(code, own_language_name(code)) for code in languages()],
        help_text=_("They are written in it first; versions in other languages can be added."),
    )
    is_public = forms.BooleanField(label=_("The public may know of this session"), required=False)

    field_order = ["title", "partner", "others", "mode", "day", "begins", "ends", "last_day", "zone"]

    def facts(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in self.PLAIN}
        return {**super().facts(), **plain, "areas": self.cleaned_data["areas"]}

    @classmethod
    def as_planned(cls, session: Session) -> dict[str, Any]:
        """This will fill the form with what is planned."""
        areas = list(session.areas.all())
        return {**cls.now_as(session), **{name: getattr(session, name) for name in cls.PLAIN}, "areas": areas}


class PlanForm(SessionForm):
    """A session that is not planned yet; our own delegation is added by itself."""

    partner = OrganisationField(label=_("With"), empty_label=_("Choose a partner"), from_registry=True)
    others = OrganisationsField(
        label=_("And with"), required=False, help_text=_("Further partners, where there are any."), from_registry=True
    )

    def sides(self, host: Organisation) -> list[Organisation]:
        """This will name the organisations that meet, our own first, each once."""
        named = [host, self.cleaned_data["partner"], *self.cleaned_data["others"]]
        return list(dict.fromkeys(named))


class WhyForm(forms.Form):
    """A reason, which the journal keeps."""

    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ClosingForm(forms.Form):
    """Why the follow-up is closed; asked for where something is still open."""

    why = forms.CharField(
        label=_("Why it is closed all the same"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_needed:
            del self.fields["why"]


class ItemForm(forms.Form):
    """An item of the agenda."""

    NAMES = ("title", "side", "introduced_by", "visibility")

    title = TextFormField(label=_("Item"))
    side: Any = forms.ModelChoiceField(
        label=_("Introduced by"), queryset=None, required=False, empty_label=_("no side")
    )
    introduced_by: Any = forms.ModelChoiceField(
        label=_("Speaker"), queryset=None, required=False, empty_label=_("nobody named")
    )
    visibility = forms.ChoiceField(label=_("Who may read it"), choices=Visibility, initial=Visibility.SHARED)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "side", Delegation.objects.of(session))
        offer(self, "introduced_by", Member.objects.at(session).people())

    @classmethod
    def as_entered(cls, item: AgendaItem) -> dict[str, Any]:
        """This will fill the form with an item."""
        return {name: getattr(item, name) for name in cls.NAMES}


class VisibilityForm(forms.Form):
    """Who may read an item."""

    visibility = forms.ChoiceField(label=_("Who may read it"), choices=Visibility)


class WordsForm(forms.Form):
    """The minutes of one item in one language, as somebody typed them over what they had read."""

    language = forms.ChoiceField(choices=lambda: [(code, code) for code in languages()])
    words = forms.CharField(required=False, strip=False, max_length=100_000)
    was = forms.CharField(required=False, strip=False)
    read_version = forms.IntegerField(min_value=0)


class DecisionForm(forms.Form):
    """A decision, as the minutes number it."""

    NAMES = ("verb", "text", "addressee", "taking")

    verb = forms.ChoiceField(label=_("The session"), choices=Verb)
    text = TextFormField(label=_("What"), long=True)
    addressee: Any = forms.ModelChoiceField(
        label=_("Addressed to"), queryset=None, required=False, empty_label=_("both sides")
    )
    taking = forms.ChoiceField(label=_("How it was taken"), choices=Taking)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "addressee", Delegation.objects.of(session))

    @classmethod
    def as_taken(cls, decision: Decision) -> dict[str, Any]:
        """This will fill the form with a decision."""
        return {name: getattr(decision, name) for name in cls.NAMES}


class DelegationForm(forms.Form):
    """One more organisation that takes part."""

    organisation = OrganisationField()


class MemberForm(forms.Form):
    """A member of a delegation: somebody known here, or a name and an office."""

    person = PersonField(label=_("Somebody known here"), required=False, empty_label=_("Somebody new"))
    name = NameField(label=_("Or a new name"), max_length=200, required=False)
    email = AddressField(
        label=_("E-mail address of somebody new"),
        required=False,
        help_text=_("Without one no invitation can go to them. It is kept with the person, for our office alone."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters to somebody new"),
        required=False,
        initial=current_language,
        choices=lambda: [(code, own_language_name(code)) for code in languages()],
    )
    office = TextFormField(
        label=_("Office held that day"),
        required=False,
        help_text=_("Left empty, the office on record for that day is taken."),
    )
    is_head = forms.BooleanField(label=_("Heads the delegation"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("person")) == bool(given.get("name")):
            self.add_error("name", _("Choose somebody, or write the name of somebody new."))
        if given.get("person") and given.get("email"):
            words = _("This is for somebody new. The address of somebody known here is changed on their own page.")
            self.add_error("email", words)
        return given

    def known(self) -> dict[str, Any]:
        """This will gather the facts about somebody who is known here."""
        return {name: self.cleaned_data[name] for name in ("person", "office")}

    def new(self) -> dict[str, Any]:
        """This will gather the facts about somebody new."""
        language = self.cleaned_data["language"] or current_language()
        return {name: self.cleaned_data[name] for name in ("name", "email", "office")} | {"language": language}


class GroupForm(forms.Form):
    """Some who stand in a delegation without names."""

    group = TextFormField(label=_("Group without names"), help_text=_("As in “heads of sectors and experts”."))


class AttendanceForm(forms.Form):
    """Whether a member came."""

    attendance = forms.ChoiceField(label=_("Attendance"), choices=Attendance)


class LinkForm(forms.Form):
    """To whom a signed link goes, and for how long."""

    side: Any = forms.ModelChoiceField(label=_("Speaks for"), queryset=None, empty_label=None)
    name = NameField(label=_("Name"), max_length=200)
    email = AddressField(label=_("E-mail address"))
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=lambda: [(code, own_language_name(code)) for code in languages()]
    )
    days = forms.IntegerField(label=_("Opens for how many days"), min_value=1, max_value=60, initial=14)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "side", Delegation.objects.of(session).guests())


class CorrectionForm(forms.Form):
    """How a side would word a part of the draft, by when a promise would be due, or what it objects to in words."""

    language = forms.ChoiceField(choices=lambda: [(code, code) for code in languages()])
    words = forms.CharField(label=_("Wording"), strip=False, required=False, max_length=100_000)
    due_on = forms.DateField(label=_("Due on"), required=False)
    objection = forms.CharField(label=_("Objection"), required=False, max_length=2000)
    # Which decision, or which strand leads to the promise; neither of them for the minutes themselves.
    decision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    said = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def typed(self) -> str:
        """This will give what was written, for a writer whose words could not be kept."""
        return "\n\n".join(one for one in (self.data.get("words", ""), self.data.get("objection", "")) if one)


class AnswerForm(forms.Form):
    """Why a correction is declined."""

    answer = forms.CharField(label=_("Why it is declined"), max_length=2000)


class ReadForm(forms.Form):
    """The SHA-256 of the text that was read."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$")


class ItemOfFinalForm(forms.Form):
    """Which item of final minutes is to be corrected."""

    item: Any = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", session.items.shared().order_by("number"))

    def chosen(self) -> AgendaItem | None:
        """This will find the item that was chosen, where there is one."""
        return self.cleaned_data.get("item") if self.is_valid() else None


class CorrigendumForm(forms.Form):
    """A numbered correction of an item, written over the words that it reads now."""

    reading = TextFormField(label=_("Shall read"), long=True)
    why = forms.CharField(label=_("Why"), max_length=300)
    over = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reading"].initial = words  # so that the language in which it was written first stays the first


class CorrigendumAnswerForm(forms.Form):
    """Why a numbered correction is declined."""

    answer = forms.CharField(
        label=_("Why it is declined; the other side reads it"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class WithdrawalForm(forms.Form):
    """Why a numbered correction is withdrawn, where that needs saying."""

    answer = forms.CharField(
        label=_("Why it is withdrawn; the other side reads it"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
