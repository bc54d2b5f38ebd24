"""A second hand on an article: whoever wrote it submits it, and somebody else of the office approves or sends it back.

Nobody has to: whoever writes for the office may also publish (decision 19). Our letters take the place of Wagtail's,
which would be sent while the editor waits for the mail server.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models.signals import post_init, pre_save
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import Task, TaskState, Workflow, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from comity.accounts.models import User
from comity.accounts.policies import View
from comity.journal.outbox import write
from comity.website.models import Article, SecondLook

LETTERS_OF_WAGTAIL = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


NOT_APPROVED = _(
    "It cannot be approved yet, because its facts differ. Put each right in the text, or ask for changes; where they "
    "are meant, say why on the page of its facts, which publishes it."
)


def lead_to_what_differs(decide: View) -> View:
    """This will lead who approves to the facts that have come to differ; Wagtail would say that they may not."""

    @wraps(decide)
    def decided(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        article = _approved_in(kwargs)
        if article and article.workflow_in_progress and SecondLook.is_held(article):
            messages.warning(request, NOT_APPROVED)
            return redirect("newsroom-facts", article.pk)
        return decide(request, *args, **kwargs)

    return decided


def _approved_in(asked: dict[str, Any]) -> Article | None:
    is_approval = asked["action_name"] == "approve"
    found: Article | None = Article.objects.filter(pk=asked["page_id"]).first() if is_approval else None
    return found


def ask_the_others(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """This will write to everybody else of the office that an article waits for them."""
    for one in User.objects.working_here():
        if one != user:
            _tell(one, instance, template="website/letters/submitted.txt")


def tell_who_asked(instance: WorkflowState, **kwargs: Any) -> None:
    """This will write to whoever submitted an article that changes are asked for, and why."""
    state = instance.current_task_state
    if instance.requested_by and state:
        _tell(instance.requested_by, state, template="website/letters/sent_back.txt", why=state.comment)


def _tell(reader: User, state: TaskState, *, template: str, **told: Any) -> None:
    article = state.workflow_state.content_object
    write(
        f"{template}:{state.pk}:{reader.pk}",
        template=template,
        to_name=reader.name,
        to_email=reader.email,
        language=reader.language,
        title=article.title,
        url=f"{settings.ADDRESS}{reverse('wagtailadmin_pages:edit', args=[article.pk])}",
        **told,
    )


def say_in_the_language_of_the_reader(instance: Workflow | Task, **kwargs: Any) -> None:
    """This will give the names that we laid (`ground.py`), which Wagtail keeps as plain words, to each in theirs."""
    if instance.__dict__.get("name"):
        instance.name = gettext(instance.name)


def keep_the_name_that_was_laid(instance: Workflow | Task, **kwargs: Any) -> None:
    """This will save such a name as it was laid where it is only said in another language; another name is kept."""
    named = Workflow if isinstance(instance, Workflow) else Task
    for kept in named.objects.filter(pk=instance.pk).values_list("name", flat=True):
        if instance.name in _said_in_every_language(kept):
            instance.name = kept


def _said_in_every_language(name: str) -> set[str]:
    said = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            said.add(gettext(name))
    return said


def listen() -> None:
    """This will follow what Wagtail tells of its workflow."""
    task_submitted.connect(ask_the_others, sender=TaskState, dispatch_uid="comity.website.ask_the_others")
    workflow_rejected.connect(tell_who_asked, sender=WorkflowState, dispatch_uid="comity.website.tell_who_asked")
    for kind in (Workflow, Task, SecondLook):
        post_init.connect(say_in_the_language_of_the_reader, sender=kind, dispatch_uid=f"comity.website.{kind}")
        pre_save.connect(keep_the_name_that_was_laid, sender=kind, dispatch_uid=f"comity.website.{kind}")


def keep_wagtail_from_writing() -> None:
    """This will take its own letters from Wagtail, once it has set them up."""
    for signal, sender, name in LETTERS_OF_WAGTAIL:
        signal.disconnect(sender=sender, dispatch_uid=name)
