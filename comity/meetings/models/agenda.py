"""The agenda, what was said under each item, and what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.journal.records import OnTheThread
from comity.meetings.matrix import ITEM
from comity.meetings.models.delegations import Delegation
from comity.meetings.models.sessions import Session
from comity.partners.models import Person
from comity.translation.templatetags.said import isolated, number
from comity.translation.texts import Text, TextField, current_language


class Visibility(models.TextChoices):
    """Who may read an item."""

    PUBLIC = "public", _("public")
    SHARED = "shared", _("shared with the partner")
    INTERNAL = "internal", _("internal to our office")


class ItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, viewer: Viewer) -> ItemQuerySet:
        """This will keep the items of which `viewer` may know: see comity/meetings/matrix.py."""
        return self._open("know of it", viewer)

    def read_by(self, viewer: Viewer) -> ItemQuerySet:
        """This will keep the items of which `viewer` may also read what was said and decided."""
        return self._open("read what was said and decided", viewer)

    def _open(self, row: str, viewer: Viewer) -> ItemQuerySet:
        return self.filter(ITEM.which(row, viewer, own=lambda: Q(session__in=Session.objects.own_of(viewer))))

    def for_the_thread(self) -> ItemQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self.select_related("session")

    def of_sessions(self, sessions: list[Session]) -> ItemQuerySet:
        """This will keep the items of these sessions, in the order of their agendas."""
        return self.filter(session__in=sessions).order_by("session", "number", "pk")

    def in_order(self) -> ItemQuerySet:
        """This will fetch the items in the order of the agenda with who introduces them."""
        return self.select_related("introduced_by", "side__organisation").order_by("number", "pk")

    def with_decisions(self) -> ItemQuerySet:
        """This will fetch the decisions along, in order, with whom they address."""
        decisions = Decision.objects.select_related("addressee__organisation").order_by("number")
        return self.prefetch_related(models.Prefetch("decisions", decisions))

    def shared(self) -> ItemQuerySet:
        """This will leave out what is internal to our office."""
        return self.exclude(visibility=Visibility.INTERNAL)


def called(words: str, n: int, **named: object) -> Text:
    """This will call one of several numbered things in the reader's language, as in "Item 2: Water"."""
    told = {name: isolated(value) for name, value in named.items()}
    return Text({current_language(): words % {"n": number(n), **told}})


class AgendaItem(OnTheThread):
    """One item of an agenda, and the minutes written under it.

    `version` counts the times its minutes were written; whoever writes names the version that was read.
    """

    ABOUT = About(also=("introduced_by",), kept=_("Minutes are the record of both sides."))
    ACTS = {
        **OnTheThread.ACTS,
        "written": _("wrote the minutes"),
        "corrected": _("took over a correction"),
        "moved": _("moved on the agenda"),
    }

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField(_("number"))
    title = TextField(_("item"))
    side = models.ForeignKey(
        Delegation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("introduced by"),
    )
    introduced_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("speaker")
    )
    visibility = models.CharField(_("who may read it"), max_length=10, choices=Visibility, default=Visibility.SHARED)
    minutes = TextField(_("minutes"), blank=True, long=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    is_deferred = models.BooleanField(_("deferred to a later session"), default=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="an_agenda_uses_a_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('session', args=[self.session_id])}#item-{self.pk}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        found = cls._allowed(viewer, numbers)
        return {pk: called(gettext("Item %(n)s: %(item)s"), one.number, item=one.title) for pk, one in found.items()}

    @property
    def heading(self) -> Text:
        return self.title

    @property
    def dates_in_words(self) -> list[str]:
        return [str(self.session), self.session.when_in_words()]

    @property
    def is_internal(self) -> bool:
        return self.visibility == Visibility.INTERNAL


class Verb(models.TextChoices):
    """The operative verb of a decision."""

    AGREES = "agrees", _("agrees")
    REQUESTS = "requests", _("requests")
    ENDORSES = "endorses", _("endorses")
    NOTES = "notes", _("notes")
    INVITES = "invites", _("invites")


class Taking(models.TextChoices):
    """How a decision was taken."""

    CONSENSUS = "consensus", _("by consensus")
    VOTE = "vote", _("by vote")
    WRITTEN = "written", _("in writing")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: Viewer) -> DecisionQuerySet:
        """This will keep the decisions under the items whose minutes `viewer` may read."""
        return self.filter(item__in=AgendaItem.objects.read_by(viewer))

    def for_the_thread(self) -> DecisionQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self.select_related("item__session", "addressee__organisation")

    def at(self, session: Session) -> DecisionQuerySet:
        """This will keep the decisions of one session, in order."""
        return self.filter(item__session=session).select_related("addressee__organisation").order_by("number")


class Decision(OnTheThread):
    """What the session decided under an item, numbered through the session."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+", editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    verb = models.CharField(_("operative verb"), max_length=10, choices=Verb, default=Verb.AGREES)
    text = TextField(_("decision"), long=True)
    addressee = models.ForeignKey(
        Delegation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("addressee"),
    )
    taking = models.CharField(_("how it was taken"), max_length=10, choices=Taking, default=Taking.CONSENSUS)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="a_session_uses_a_decision_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_verb_display()}: {self.text}"

    def get_absolute_url(self) -> str:
        return f"{reverse('session', args=[self.session_id])}#item-{self.item_id}"

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        found = cls._allowed(viewer, numbers)
        words = gettext("Decision %(n)s: %(decision)s")
        return {pk: called(words, one.number, decision=one.text) for pk, one in found.items()}

    @property
    def heading(self) -> Text:
        return self.text

    @property
    def is_internal(self) -> bool:
        return self.item.is_internal
