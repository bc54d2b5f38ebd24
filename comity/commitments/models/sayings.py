"""What was said: the sentence, who said it, between whom, and under which item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.commitments.models.expecting import Expecting
from comity.commitments.permissions import may_read_fully
from comity.journal.records import Between
from comity.meetings.models import AgendaItem, Visibility
from comity.partners.models import Area, Organisation, Person
from comity.partners.spelling import folded
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, TextField


class Said(Expecting):
    """One sentence of one organisation to another, whatever becomes of it.

    `is_mutual` says that both said it to each other. `unit` and `person` are of the organisation that said it.
    """

    PERSONAL = frozenset({"said_by"})
    ABOUT = About(
        also=("person", "keeper"),
        mentions=("said_by",),
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    if TYPE_CHECKING:  # whose turn it is depends on what became of it
        keeper: models.ForeignKey[Person, Person]

        def whose_turn(self) -> list[Organisation]: ...

    deliverable = TextField(_("what was said, in one sentence"))
    promisor = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who promises or proposes"),
        db_index=False,  # leads an index of its order: see `orders`
    )
    unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
        db_index=False,
    )
    beneficiary = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("to whom"), db_index=False
    )
    is_mutual = models.BooleanField(_("both promise it to each other"), default=False)
    # The item under which it was said; the same is a strand of the thread, which walks on from here.
    said_under = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("said under"),
    )
    said_by = TextField(_("who said it, in words"), blank=True)
    said_on = models.DateField(_("said on"))
    areas = models.ManyToManyField(Area, blank=True, related_name="+", verbose_name=_("areas"))
    # What was said in every language, folded, so that a few letters find it.
    sought = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.deliverable)

    def clean(self) -> None:
        if self.promisor_id and self.promisor_id == self.beneficiary_id:
            raise ValidationError({"beneficiary": _("Nobody promises something to themselves.")})
        if self.unit and self.promisor_id and not self.unit.is_inside(self.promisor):
            words = _("%(unit)s is not a part of the one who promises.") % {"unit": isolated(self.unit)}
            raise ValidationError({"unit": words})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sought = folded(" ".join(self.deliverable.values()))
        if "deliverable" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = [*kwargs["update_fields"], "sought"]
        super().save(*args, **kwargs)

    # Between whom

    def promising_side(self) -> set[int]:
        """This will number who promised: the organisation and its unit."""
        return {number for number in (self.promisor_id, self.unit_id) if number}

    def sides(self) -> set[int]:
        """This will number the organisations concerned: who promised, its unit, and to whom."""
        return self.promising_side() | {self.beneficiary_id}

    def side_of(self, numbers: set[int]) -> int | None:
        """This will name the side that speaks with these numbers; a unit speaks for the one who promised."""
        if numbers & self.promising_side():
            return self.promisor_id
        return self.beneficiary_id if self.beneficiary_id in numbers else None

    def doers(self) -> set[int]:
        """This will number the organisations that may claim it done."""
        return self.sides() if self.is_mutual else self.promising_side()

    def seen_fully_by(self, viewer: Viewer) -> bool:
        """This will tell whether `viewer` may see claims, evidence and reasons, not only the public line."""
        return may_read_fully(viewer, self)  # type: ignore[arg-type]

    # How it is told

    @classmethod
    def make_ready(cls, found: Iterable[Any], viewer: Viewer | None) -> None:
        from comity.commitments.models.deeds import tell_deeds  # noqa: PLC0415 - a claim knows its commitment

        tell_deeds(found, viewer)

    @property
    def heading(self) -> Text:
        return self.deliverable

    @property
    def said_in_words(self) -> Text:
        return self.said_by

    @property
    def between(self) -> Between:
        return Between(self.promisor.called, self.beneficiary.called, self.is_mutual)

    @property
    def awaited(self) -> list[Text]:
        return [one.called for one in self.whose_turn()]

    @property
    def kept_by(self) -> Text:
        return self.keeper.heading

    @property
    def is_internal(self) -> bool:
        """Whether it was said under an item that only our office reads."""
        return self.said_under is not None and self.said_under.visibility == Visibility.INTERNAL
