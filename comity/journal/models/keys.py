"""The keys under which the journal keeps what is personal: whoever destroys one makes what it locked unreadable."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import About

if TYPE_CHECKING:
    from comity.journal.models.entries import Key

BYTES = 32  # AES-256


class PersonalKeyQuerySet(models.QuerySet["PersonalKey"]):
    def of(self, owners: Iterable[Key]) -> dict[Key, PersonalKey]:
        """This will find the keys of records, named as (content type, number); who has none yet gets one."""
        wanted = set(owners)
        if not wanted:
            return {}
        condition = models.Q(pk__in=[])
        for kind, number in wanted:
            condition |= models.Q(kind_id=kind, number=number)
        found: dict[Any, Any] = {(one.kind_id, one.number): one for one in self.filter(condition)}
        for kind, number in wanted - set(found):
            made, _is_new = self.get_or_create(kind_id=kind, number=number, defaults=new())
            found[kind, number] = made
        return found

    def for_words(self) -> PersonalKey:
        """This will make a key for words that may name anybody."""
        return self.create(**new())

    def secrets_of(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """This will fetch the secrets of those of the keys that are not destroyed."""
        kept = self.filter(pk__in=set(numbers), destroyed_at=None)
        return {number: bytes(secret) for number, secret in kept.values_list("pk", "secret")}

    def destroyed(self) -> PersonalKeyQuerySet:
        """This will keep the keys that open nothing any more."""
        return self.exclude(destroyed_at=None)

    def destroy(self, *, now: datetime) -> int:
        """This will destroy the keys: what they locked can be read by nobody any more."""
        return self.filter(destroyed_at=None).update(secret=b"", destroyed_at=now)


def new() -> dict[str, object]:
    """This will draw what a new key is made of."""
    return {"secret": secrets.token_bytes(BYTES), "mark": uuid4().hex, "made_at": timezone.now()}


class PersonalKey(models.Model):
    """The key of one person, one account, one signed link; or, without an owner, of words that may name anybody.

    `mark` names the key outside of this database without saying whose it is: see `comity.personal.remembering`.
    """

    ABOUT = About(impersonal="it is random; whose it is, is told by a number")

    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveBigIntegerField(null=True)
    secret = models.BinaryField(max_length=BYTES)
    mark = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    objects = PersonalKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal key")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="everybody_has_one_personal_key"),
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None) | models.Q(secret=b""), name="a_destroyed_key_has_no_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.mark[:8]
