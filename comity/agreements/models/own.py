"""Models that our office made of agreements of its own, their versions, and who was offered an agreement from them."""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import About
from comity.agreements.terms import Kind
from comity.journal.records import Recorded
from comity.partners.models import Organisation
from comity.translation.texts import TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement

# How the codes of models of our own begin; the models shipped with Comity are called by their files.
OWN = "own-"


def numbers_in(code: str) -> list[int]:
    """This will read the number of a model of our own out of its code; none for a shipped model."""
    number = code.removeprefix(OWN)
    return [int(number)] if code.startswith(OWN) and number.isdecimal() and len(number) < 10 else []


class OwnModelQuerySet(models.QuerySet["OwnModel"]):
    def coded(self, code: str) -> OwnModelQuerySet:
        """This will keep the one of this code; none for the code of a shipped model."""
        return self.filter(pk__in=numbers_in(code))

    def of_kind(self, kind: str) -> OwnModelQuerySet:
        """This will keep those for agreements of one kind."""
        return self.filter(kind=kind).order_by("pk")


class OwnModel(Recorded):
    """A model that our office made of an agreement of its own, for others to be drafted from."""

    ABOUT = About(kept=_("A model names nobody; it is text of the office."))
    ACTS = {**Recorded.ACTS, "new_version": _("made a new version of it")}

    title = TextField(_("title"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)

    objects = OwnModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("model of our office")
        verbose_name_plural = _("models of our office")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="a_model_is_of_a_known_kind",
                violation_error_message=_("There is no such kind."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("model", args=[self.code])

    @property
    def code(self) -> str:
        """How clauses that came from it name it."""
        return f"{OWN}{self.pk}"


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    def of(self, model: OwnModel) -> ModelVersionQuerySet:
        """This will keep the versions of one model, the newest first."""
        return self.filter(model=model).order_by("-number")

    def newest(self) -> ModelVersionQuerySet:
        """This will keep the newest version of each model."""
        later = self.model.objects.filter(model=models.OuterRef("model"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))

    def named(self, wanted: set[tuple[str, int]]) -> ModelVersionQuerySet:
        """This will keep those that are named by code and number."""
        either = [Q(model=pk, number=number) for code, number in wanted for pk in numbers_in(code)]
        return self.filter(reduce(or_, either)) if either else self.none()

    def coded(self, code: str) -> ModelVersionQuerySet:
        """This will keep those of the model of this code, the newest first; none for a shipped model."""
        return self.filter(model__in=numbers_in(code)).select_related("model").order_by("-number")


class ModelVersion(Recorded):
    """The clauses of a model at one moment, under one hash; it never changes, because texts are compared with it."""

    IS_APPEND_ONLY = True
    ABOUT = About(kept=_("A model names nobody; it is text of the office."))

    model = models.ForeignKey(
        OwnModel, on_delete=models.PROTECT, related_name="model_versions", verbose_name=_("model")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    came_from = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="+", verbose_name=_("agreement it was made of")
    )
    at = models.DateTimeField()

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a model")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "number"],
                name="a_version_of_a_model_has_a_number_of_its_own",
                violation_error_message=_("Somebody else has just made a new version."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.number}"

    def told(self) -> dict[str, Any]:
        """This will tell its phrases and clauses, as the file of a shipped model tells them."""
        return json.loads(self.content)  # type: ignore[no-any-return]


class RollOutQuerySet(models.QuerySet["RollOut"]):
    def numbered(self, number: int) -> RollOutQuerySet:
        """This will keep the one of this number."""
        return self.filter(pk=number)

    def of_model(self, code: str) -> RollOutQuerySet:
        """This will keep those of one model, the newest first."""
        return self.filter(from_model=code).order_by("-pk")


class RollOut(Recorded):
    """One model offered to several institutes by one act: each has an agreement of its own from then on."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))
    ACTS = {**Recorded.ACTS, "rolled_out": _("offered it to institutes")}

    title = TextField(_("title"))
    from_model = models.CharField(_("model"), max_length=40, editable=False)
    from_version = models.PositiveSmallIntegerField(_("version of the model"), editable=False)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = RollOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll-out")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("roll-out", args=[self.pk])


class EmulationQuerySet(models.QuerySet["Emulation"]):
    def of(self, roll_out: RollOut) -> EmulationQuerySet:
        """This will keep what one roll-out brought about."""
        return self.filter(roll_out=roll_out)

    def behind(self, agreement: Agreement) -> EmulationQuerySet:
        """This will keep the one by which an agreement came about."""
        return self.filter(agreement=agreement).select_related("roll_out")


class Emulation(Recorded):
    """One institute in a roll-out, and the agreement that is meant for it."""

    ABOUT = About(kept=_("The office keeps it as its own record of what was said and done."))

    roll_out = models.ForeignKey(RollOut, on_delete=models.PROTECT, related_name="emulations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    agreement = models.OneToOneField("agreements.Agreement", on_delete=models.PROTECT, related_name="+")

    objects = EmulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement from a roll-out")
        constraints = [
            models.UniqueConstraint(
                fields=["roll_out", "organisation"],
                name="an_institute_has_one_agreement_from_a_roll_out",
                violation_error_message=_("This institute has an agreement from this roll-out already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.roll_out}: {self.organisation}"
