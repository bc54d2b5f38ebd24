"""The tree over the journal: a leaf for each entry and each change, and the signed checkpoints of its root."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a leaf stands for."""

    ENTRY = "entry", _("entry")
    CHANGE = "change", _("change")


class Unsealed(models.Model):
    """An entry or a change that has no leaf yet: put here by the guards, taken away by whoever seals.

    So writers do not wait for each other: the order of the leaves is decided when they are sealed.
    """

    UNGOVERNED = "a list of what is still to be sealed"

    kind = models.CharField(max_length=10, choices=Kind)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("unsealed entry")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="what_is_to_be_sealed_is_listed_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="what_is_unsealed_has_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Leaf(models.Model):
    """One leaf of the tree: what it stands for, its salt, and the hash of both.

    The salt keeps whoever sees the hash from guessing what was hashed.
    """

    UNGOVERNED = "it is the seal itself, and append-only"

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.BigIntegerField()
    salt = models.CharField(max_length=32)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("leaf of the journal")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="what_is_written_is_sealed_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="a_leaf_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.kind} {self.number}"


class Tree(models.Model):
    """The one tree of this installation as it stands: how many leaves it has, and its peaks."""

    UNGOVERNED = "it can be worked out from the leaves"

    size = models.BigIntegerField(default=0)
    peaks: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("tree of the journal")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_tree_of_the_journal")]

    def __str__(self) -> str:
        return str(self.size)


class CheckpointQuerySet(models.QuerySet["Checkpoint"]):
    def newest(self) -> Checkpoint | None:
        """This will find the checkpoint of the largest tree."""
        return self.order_by("-size").first()


class Checkpoint(models.Model):
    """A root of the tree, signed: whoever holds it can prove that the journal was changed behind it."""

    UNGOVERNED = "it is the seal itself, and append-only"

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"))
    key = models.CharField(max_length=200)  # the public key, in the words of the format
    text = models.TextField()

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkpoint of the journal")

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
