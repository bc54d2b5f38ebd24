"""What somebody of the office does about a low answer with words."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import Actor, User, Viewer
from comity.accounts.personal import About
from comity.journal.acting import act
from comity.journal.lifecycle import Staged
from comity.journal.records import Mark, Standing
from comity.opinion.models.answers import Answer
from comity.opinion.permissions import may_read
from comity.translation.texts import Text

WITHIN = timedelta(days=14)


class TaskStage(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", pgettext_lazy("task", "open")
    CLOSED = "closed", pgettext_lazy("task", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("task", "withdrawn")


class TaskQuerySet(models.QuerySet["Task"]):
    def whole(self) -> TaskQuerySet:
        """This will fetch what a list shows of each."""
        return self.select_related("answer__page", "owner")

    def open_ones(self) -> TaskQuerySet:
        """This will keep those that wait for somebody, the one due first first."""
        return self.filter(stage=TaskStage.OPEN).order_by("due_on", "pk")

    def done_ones(self) -> TaskQuerySet:
        """This will keep those that are over, the latest first."""
        return self.exclude(stage=TaskStage.OPEN).order_by("-closed_on", "-pk")

    def of(self, owner: User) -> TaskQuerySet:
        """This will keep those of one person."""
        return self.filter(owner=owner)

    def to_see_to(self, owner: User) -> TaskQuerySet:
        """This will keep those of one person, and those that are nobody's."""
        return self.filter(Q(owner=owner) | Q(owner=None))

    def about(self, answer: Answer) -> Task | None:
        """This will find the task that an answer became."""
        return self.filter(answer=answer).first()


class Task(Staged):
    """A low answer with words: somebody of the office sees to it until a day, and says what was done."""

    MOVES = {
        TaskStage.OPEN: {TaskStage.CLOSED, TaskStage.WITHDRAWN},
        TaskStage.CLOSED: {TaskStage.OPEN},
        TaskStage.WITHDRAWN: {TaskStage.OPEN},
    }
    OWNERS = {
        TaskStage.OPEN: _("its owner"),
        TaskStage.CLOSED: _("nobody: it was seen to"),
        TaskStage.WITHDRAWN: _("nobody: the visitor took the answer back"),
    }
    ACTS = {
        **Staged.ACTS,
        "entered": pgettext_lazy("act", "task made of an answer"),
        "assigned": pgettext_lazy("act", "task given to somebody"),
        "closed": pgettext_lazy("act", "task closed"),
        "reopened": pgettext_lazy("act", "task opened again"),
        "withdrawn": pgettext_lazy("act", "answer taken back by the visitor"),
    }
    ABOUT = About(also=("owner",), mentions=("done",), kept=_("Who saw to it stays as a number; nobody knows whose."))

    answer = models.OneToOneField(Answer, verbose_name=_("answer"), on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        User, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("due"))
    stage = models.CharField(_("stage"), max_length=20, choices=TaskStage, default=TaskStage.OPEN, editable=False)
    done = models.TextField(_("what was done"), max_length=2_000, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [models.Index(fields=["stage", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=TaskStage.values),
                name="a_task_has_a_known_stage",
                violation_error_message=_("There is no such stage."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=TaskStage.CLOSED) | ~Q(done=""),
                name="a_closed_task_says_what_was_done",
                violation_error_message=_("Say what was done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer.page} · {self.answer.day.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("opinion-task", args=[self.pk])

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        if not may_read(viewer):
            return {}
        return {one.pk: one.heading for one in cls.objects.whole().filter(pk__in=numbers)}

    @property
    def heading(self) -> Text:
        """What it is called: the page that was read."""
        return self.answer.page.heading

    @property
    def is_open(self) -> bool:
        """Whether somebody has to see to it."""
        return self.stage == TaskStage.OPEN

    def is_overdue(self, today: date) -> bool:
        """This will tell whether its day has passed."""
        return self.is_open and self.due_on < today

    @property
    def is_late(self) -> bool:
        """Whether its day has passed by the clock of the reader."""
        return self.is_overdue(timezone.localdate())

    @property
    def standing(self) -> Standing:
        """Where it stands, for a list."""
        marks: dict[str, Mark] = {TaskStage.OPEN: Mark.OPEN, TaskStage.CLOSED: Mark.DONE}
        return Standing(marks.get(self.stage, Mark.ENDED), self.stage_in_words())

    # Acts

    @classmethod
    @act
    def follow(cls, answer: Answer, *, by: Actor | None = None) -> None:
        """This will make a task of a low answer with words that counts, and withdraw it where it is none any more."""
        by = by or User.objects.machine()
        task = cls.objects.about(answer)
        is_wanted = answer.is_low and bool(answer.comment) and answer.counts
        if is_wanted and task is None:
            cls.enter(answer=answer, owner=least_burdened(), due_on=answer.day + WITHIN, by=by)
        elif is_wanted and task is not None and task.stage == TaskStage.WITHDRAWN:
            task._move_to(TaskStage.OPEN, by=by, act="reopened")
        elif not is_wanted and task is not None and task.is_open:
            task._move_to(TaskStage.WITHDRAWN, by=by, act="withdrawn")

    def assign(self, *, owner: User, due_on: date, by: Actor) -> None:
        """This will give the task to somebody of the office until a day. Raises NotNow where it is over."""
        if not self.is_open:
            raise self.not_now()
        self.change(owner=owner, due_on=due_on, by=by, act="assigned")

    def take(self, *, by: User) -> None:
        """This will make the task one's own. Raises NotNow where it is over."""
        self.assign(owner=by, due_on=self.due_on, by=by)

    def close(self, *, done: str, on: date, by: Actor) -> None:
        """This will close it with what was done."""
        self._move_to(TaskStage.CLOSED, by=by, act="closed", done=done, closed_on=on)

    def reopen(self, *, why: str, by: Actor) -> None:
        """This will open it again, because it was not done after all."""
        self._move_to(TaskStage.OPEN, by=by, act="reopened", why=why, closed_on=None)


def least_burdened() -> User | None:
    """This will find who of the office has the fewest open tasks; nobody where nobody works here yet."""
    burden = Counter(Task.objects.filter(stage=TaskStage.OPEN).values_list("owner", flat=True))
    return min(User.objects.working_here(), key=lambda one: (burden[one.pk], one.pk), default=None)
