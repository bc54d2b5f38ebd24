"""People, their names in several scripts, the offices they hold, and whom to turn to at each partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, SignedLink, User, Viewer, reads_here
from comity.accounts.personal import ERASED, ITSELF, About
from comity.journal.acting import act
from comity.journal.models import Key
from comity.journal.records import OnTheThread, Recorded, record
from comity.partners.matrix import OFFICE
from comity.partners.models.mandates import sides_of
from comity.partners.models.names import begins_a_word
from comity.partners.models.organisations import Organisation
from comity.partners.spelling import as_name, folded, has_letters
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, TextField, comma, current_language, in_every_language


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Viewer) -> PersonQuerySet:
        """This will keep the people whom `viewer` may see: through an office that they may see, or themselves."""
        if reads_here(viewer):
            return self
        own = Q(user=viewer) if isinstance(viewer, User) else Q(pk__in=[])
        return self.filter(Q(pk__in=Office.objects.visible_to(viewer).values("person")) | own)

    def names_by_account(self, numbers: list[int]) -> dict[int, Text]:
        """This will find the names, per language, of the people behind these accounts."""
        return dict(self.filter(user__in=numbers).values_list("user", "name"))

    def named_like(self, letters: str) -> PersonQuerySet:
        """This will keep people with a name, in any script, in which every word of `letters` begins a word."""
        found = self
        for word in folded(letters).split():
            named = PersonName.objects.filter(begins_a_word(word))
            found = found.filter(names__in=named)
        return found.distinct()

    def numbered(self, numbers: Iterable[int]) -> PersonQuerySet:
        """This will keep those of these numbers."""
        return self.filter(pk__in=list(numbers))

    def by_name(self) -> PersonQuerySet:
        """This will sort by family name as far as the folded name tells."""
        return self.order_by("sort_key", "pk")

    def choosable(self, letters: str = "") -> PersonQuerySet:
        """This will list the people that a form offers, with all their names for finding and their offices.

        Those with a name that begins with `letters` come first.
        """
        named = PersonName.objects.filter(person=OuterRef("pk"), folded__startswith=folded(letters))
        # A list without doubles is ordered only by what it selects, hence the annotation.
        found = self.annotate(begins=Exists(named)).order_by("-begins", "sort_key", "pk") if letters else self.by_name()
        return found.here().prefetch_related("names", "offices__organisation")

    def of_the_office(self) -> PersonQuerySet:
        """This will keep the people whose account works for the office and can sign in."""
        return self.filter(user__in=User.objects.working_here()).select_related("user")

    def of_account(self, account: User) -> Person | None:
        """This will find the person who signs in with `account`, with one query."""
        return self.filter(user=account).first()

    def here(self) -> PersonQuerySet:
        """This will leave out those who have left."""
        return self.filter(left_on=None)

    def gone(self) -> PersonQuerySet:
        """This will keep those who have left, and those whose account was closed."""
        return self.filter(Q(left_on__isnull=False) | Q(user__is_active=False))

    def holding_office_at(self, organisation: Organisation) -> PersonQuerySet:
        """This will keep those who hold an office at `organisation` now."""
        return self.holding_office_in(Organisation.objects.filter(pk=organisation.pk))

    def holding_office_in(self, organisations: models.QuerySet[Organisation]) -> PersonQuerySet:
        """This will keep those who hold an office at one of `organisations` now."""
        held = Office.objects.filter(organisation__in=organisations, until=None)
        return self.filter(pk__in=held.values("person"))


class Person(Recorded):
    """Somebody who holds, or held, an office at an organisation."""

    ACTS = {
        **Recorded.ACTS,
        "left": _("left"),
        "exported": _("everything kept about them was exported"),
        "erased": _("personal data erased"),
    }
    PERSONAL = frozenset({"title", "name", "sort_key", "email"})
    ABOUT = About(
        whose=(ITSELF, "user"),
        addresses=("email",),
        is_theirs=True,
        erased={
            "title": Text(),
            "name": lambda person: in_every_language(ERASED),
            "sort_key": "",
            "email": "",
            "left_on": lambda person: person.left_on or timezone.localdate(),
            "erased_at": lambda person: timezone.now(),
        },
        kept=_("A number stays, so that what was promised and decided still belongs to one person."),
    )

    title = TextField(_("form of address"), blank=True)
    name = TextField(_("name"), blank=True, editable=False)
    sort_key = models.CharField(max_length=200, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of letters"), max_length=5, default="en")
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("data erased"), null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["sort_key"])]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @classmethod
    def parts_of(cls, number: int) -> set[Key]:
        from comity.partners.parts import parts_of_person  # noqa: PLC0415 - each part names its person

        return parts_of_person(number)

    @property
    def heading(self) -> Text:
        """The name with its form of address, per language."""
        return Text({code: f"{self.title.get(code, '')} {words}".strip() for code, words in self.name.items()})

    @property
    def written_at(self) -> str:
        """Where letters go: the address by which the person signs in, else the one we know, or none."""
        return self.user.email if self.user and self.user.is_active else self.email

    @property
    def written_in(self) -> str:
        """The language that the reader chose, else the one in which we write to them."""
        return self.user.language if self.user and self.user.is_active else self.language

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        return {one.pk: one.heading for one in cls.objects.visible_to(viewer).filter(pk__in=numbers)}

    @act
    def be_named(self, *, text: str, language: str, by: Actor) -> PersonName:
        """This will add the name as written in one language; the newest per language is shown."""
        name = PersonName.enter(person=self, text=as_name(text), language=language, by=by)
        self.show_names()
        return name

    def show_names(self) -> None:
        """This will choose the newest name per language to be shown, and keep copies of them."""
        shown = {one.language: one.text for one in self.names.order_by("pk")}
        self.name = Text(shown)
        self.sort_key = folded(" ".join(reversed(next(iter(shown.values())).rsplit(" ", 1))))[:200]
        self.save(update_fields=["name", "sort_key"])

    @act
    def change(self, *, by: Actor, why: str = "", act: str = "changed", **facts: Any) -> None:
        """This will change these facts, see `Recorded`; links that were sent to an earlier address open nothing."""
        before = type(self)._base_manager.get(pk=self.pk).email
        super().change(by=by, why=why, act=act, **facts)
        if before != self.email:
            SignedLink.objects.end_all_to(before, now=timezone.now())

    @act
    def leave(self, *, on: date, by: Actor) -> None:
        """This will end every office the person holds on `on`.

        What the person owns must be handed over first: see `comity.commitments.handover.leave`.
        """
        for office in self.offices.filter(until=None):
            office.change(until=max(on, office.since) if office.since else on, by=by)
        FocalPoint.objects.filter(person=self).delete()
        self.left_on = on
        self.save(update_fields=["left_on"])
        record(self, "left", by=by, after={"left_on": on})


class PersonNameQuerySet(models.QuerySet["PersonName"]):
    def in_order(self) -> PersonNameQuerySet:
        """This will sort by language, the newest last."""
        return self.order_by("language", "pk")


class PersonName(Recorded):
    """A person's name as one language writes it."""

    ACTS = {**Recorded.ACTS, "corrected": _("corrected")}
    PERSONAL = frozenset({"text", "folded"})
    ABOUT = About(whose=("person",), is_theirs=True, is_removed=True)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    folded = models.CharField(max_length=200, editable=False)

    objects = PersonNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name")
        ordering = ["pk"]
        indexes = [models.Index(fields=["folded"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "language", "text"], name="a_person_has_a_name_once"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if not has_letters(self.text):
            raise ValidationError({"text": _("A name needs letters that can be seen.")})
        same = PersonName.objects.filter(person=self.person_id, language=self.language, text=self.text)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"text": _("This name is here already.")})

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.folded = folded(self.text)[:200]
        super().save(*args, update_fields=update_fields and {*update_fields, "folded"}, **kwargs)

    @act
    def correct(self, *, text: str, language: str, by: Actor) -> None:
        """This will put right what was written down wrongly; the journal keeps what stood here."""
        self.change(text=as_name(text), language=language, by=by, act="corrected")
        self.person.show_names()


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, viewer: Viewer) -> OfficeQuerySet:
        """This will keep the offices that `viewer` may see.

        Everybody sees what a published source names; who speaks for an organisation also sees all who hold office
        there; readers and the office see all. See comity/partners/matrix.py.
        """
        return self.filter(OFFICE.which("know of it", viewer, own=lambda: _at_own_organisations(viewer)))

    def of(self, person: Person) -> OfficeQuerySet:
        """This will keep the offices of one person."""
        return self.filter(person=person)

    def of_people(self, people: Iterable[int]) -> OfficeQuerySet:
        """This will keep the offices of these people, with whoever holds each fetched along."""
        return self.filter(person__in=people).select_related("person")

    def at(self, organisation: Organisation) -> OfficeQuerySet:
        """This will keep the offices at one organisation."""
        return self.filter(organisation=organisation)

    def on(self, day: date) -> OfficeQuerySet:
        """This will keep the offices held on `day`."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def with_both(self) -> OfficeQuerySet:
        """This will fetch person and organisation along, in order of precedence."""
        return self.select_related("person", "organisation").order_by("precedence", "person__sort_key")

    def current(self) -> OfficeQuerySet:
        """This will keep the offices that have not ended, as far as that is known."""
        return self.filter(until=None, known_on=None)

    def ending_with(self, left_on: date | None) -> OfficeQuerySet:
        """This will keep the offices that end when somebody leaves or, once they left, that ended with it."""
        return self.filter(until=None) if left_on is None else self.filter(until__gte=left_on)


def _at_own_organisations(viewer: Viewer) -> Q:
    """A signed link was made for one thing, not for knowing who works where."""
    return Q(pk__in=[]) if isinstance(viewer, SignedLink) else Q(organisation__in=sides_of(viewer))


class Office(Recorded):
    """What a person is at an organisation, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offices")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offices", verbose_name=_("organisation")
    )
    title = TextField(_("office"))
    precedence = models.PositiveSmallIntegerField(_("order of precedence"), default=100)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    # Set where a published report names the office on one day and nothing tells whether it is still held.
    known_on = models.DateField(_("known to be held on"), null=True, blank=True)
    # What a published source names everybody may see; who came to a session may be between the sides.
    is_published = models.BooleanField(_("named in a published source"), default=False)

    # The sessions for which somebody was named with it, set by pages of higher apps: here no session is known.
    named_for: Sequence[OnTheThread] = ()

    ACTS = {**Recorded.ACTS, "ended": _("ended")}
    PERSONAL = frozenset({"title"})
    ABOUT = About(whose=("person",), is_theirs=True, is_removed=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        ordering = ["pk"]
        verbose_name_plural = _("offices")
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="an_office_ends_after_it_begins",
                violation_error_message=_("An office ends after it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}{comma(current_language())}{self.organisation}"

    @property
    def heading(self) -> Text:
        """The office and where it is held, in each language in which it is named."""
        where = self.organisation.name
        return Text({code: f"{words}{comma(code)}{where.told_in(code)}" for code, words in self.title.items()})

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        return {one.pk: one.heading for one in cls.objects.visible_to(viewer).with_both().filter(pk__in=numbers)}

    def is_held(self, day: date) -> bool:
        """This will tell whether the office is held on `day`, as far as anything tells that it ended."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)

    def end(self, *, on: date, by: Actor) -> None:
        """This will write down the last day on which the office was held.

        Raises ValidationError, beside the day, for an office that ended before and for a day before it began.
        """
        if self.until:
            raise ValidationError({"until": _("This office has ended already.")})
        self.change(until=on, by=by, act="ended")

    def clean(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("An office ends after it begins.")})
        if self.person_id and self.person.left_on and (self.until is None or self.until > self.person.left_on):
            words = _("%(person)s has left; no office can go on after that day.")
            raise ValidationError({"until": words % {"person": isolated(self.person)}})
        if self._overlaps():
            raise ValidationError({"since": _("The same office is already entered for these days.")})

    def _overlaps(self) -> bool:
        if not (self.person_id and self.organisation_id):
            return False
        same = Office.objects.filter(person=self.person_id, organisation=self.organisation_id).exclude(pk=self.pk)
        begun = Q(until=None) | Q(until__gte=self.since) if self.since else Q()
        ended = Q(since=None) | Q(since__lte=self.until) if self.until else Q()
        titles = set(self.title.values())
        return any(titles & set(one.title.values()) for one in same.filter(begun, ended))


class Rank(models.TextChoices):
    """Whether one turns to a person first or second."""

    FIRST = "first", _("Focal point")
    BACK_UP = "back_up", _("Back-up")


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def for_partner(self, partner: Organisation) -> FocalPointQuerySet:
        """This will keep whom to turn to in the partnership with `partner`, ours and theirs, the first ones first."""
        return self.filter(partner=partner).select_related("person", "person__user").order_by("-side", "-rank")

    def ours_for(self, partners: Any) -> FocalPointQuerySet:
        """This will keep to whom of our office one turns first in the partnerships with these."""
        return self.filter(partner__in=partners, side=FocalPoint.Side.OURS, rank=Rank.FIRST)

    def of_side(self, partner: Organisation, side: str) -> FocalPointQuerySet:
        """This will keep whom to turn to at one side of the partnership with `partner`."""
        return self.filter(partner=partner, side=side)


class FocalPoint(Recorded):
    """Whom to turn to in the partnership with an organisation: at our side or at theirs, first or as a back-up."""

    class Side(models.TextChoices):
        OURS = "ours", _("on our side")
        THEIRS = "theirs", _("on their side")

    partner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="focal_points")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.FIRST)

    ABOUT = About(whose=("person",), is_theirs=True, is_removed=True)

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focal point")
        constraints = [
            models.UniqueConstraint(fields=["partner", "side", "rank"], name="a_side_has_one_focal_point_of_a_rank")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.partner}"

    def clean(self) -> None:
        if self.person_id and self.person.left_on:
            raise ValidationError({"person": _("%(person)s has left.") % {"person": isolated(self.person)}})
