"""What the office tells everybody: what visitors said, and what was done about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.opinion.matrix import REPLY
from comity.translation.texts import Text, TextField


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, viewer: Viewer) -> ReplyQuerySet:
        """This will keep those that were published; for the office all of them. The latest comes first."""
        return self.filter(REPLY.which("read it", viewer)).order_by("-on", "-pk")


class Reply(Recorded):
    """You said, we did: one thing that visitors said, and what became of it."""

    ABOUT = About(mentions=("said", "did"))

    said = TextField(_("you said"), long=True, help_text=_("In your own words; nobody who said it is named."))
    did = TextField(_("we did"), long=True)
    on = models.DateField(_("done on"))
    is_published = models.BooleanField(_("published"), default=True)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply to visitors")
        verbose_name_plural = _("replies to visitors")

    def __str__(self) -> str:
        return str(self.said)[:100]

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        return {one.pk: one.said for one in cls.objects.visible_to(viewer).filter(pk__in=numbers)}
