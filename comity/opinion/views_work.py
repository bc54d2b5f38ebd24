"""What the office does about the answers: restores them, sees to tasks, keeps themes, replies to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import done, status_of
from comity.opinion.access import (
    access_apart,
    access_reply,
    access_task,
    access_theme,
    apart_visible_to,
    colleagues,
    tasks_visible_to,
    themes_visible_to,
)
from comity.opinion.forms_office import AssignmentForm, ClosingForm, ReplyForm, ThemeForm, WhyForm
from comity.opinion.models import Apart, Reply, Task, Theme
from comity.opinion.permissions import may_work

PAGE = 30

# What was set apart


@open_to(Policy.READERS)
def apart(request: Asked) -> HttpResponse:
    """This will show the answers that were set apart, and let the office restore them."""
    return _apart(request)


def _apart(request: HttpRequest, form: forms.Form | None = None, asked_of: int | None = None) -> HttpResponse:
    page = Paginator(apart_visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [(one, form if form and one.pk == asked_of else _why(one.pk)) for one in page]
    told = {"page": page, "rows": rows, "may_act": may_work(request.user), "asked_of": asked_of}
    return render(request, "opinion/apart.html", told, status=status_of(form))


def _why(number: int, data: Any = None) -> WhyForm:
    return WhyForm(data, auto_id=f"id_{number}_%s")


@require_POST
@open_to(Policy.OFFICE)
def restoration(request: Asked, pk: int) -> HttpResponse:
    """This will have answers counted that were set apart."""
    return _act_on_apart(request, pk, lambda one, why: one.restore(why=why, by=request.user))


@require_POST
@open_to(Policy.OFFICE)
def apart_again(request: Asked, pk: int) -> HttpResponse:
    """This will set answers apart that had been restored."""
    return _act_on_apart(request, pk, lambda one, why: one.set_apart_again(why=why, by=request.user))


def _act_on_apart(request: Asked, pk: int, act: Callable[[Apart, str], None]) -> HttpResponse:
    found, form = access_apart(request.user, pk), _why(pk, request.POST)
    if not (form.is_valid() and done(form, lambda: act(found, form.cleaned_data["why"]))):
        return _apart(request, form, pk)
    messages.success(request, found.standing.words)
    return redirect("opinion-apart")


# Tasks


@open_to(Policy.READERS)
def tasks(request: Asked) -> HttpResponse:
    """This will list the tasks that low answers became: those that wait, or those that are over."""
    every, is_over, is_mine = tasks_visible_to(request.user), "over" in request.GET, "mine" in request.GET
    found = every.done_ones() if is_over else every.open_ones()
    page = Paginator(found.of(request.user) if is_mine else found, PAGE).get_page(request.GET.get("page"))
    return render(request, "opinion/tasks.html", {"page": page, "is_over": is_over, "is_mine": is_mine})


@open_to(Policy.READERS)
def task(request: Asked, pk: int) -> HttpResponse:
    """This will show one task: what was said, who sees to it until when, and what was done."""
    return _task(request, access_task(request.user, pk))


def _task(request: HttpRequest, found: Task, **sent: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {
        "task": found,
        "may_work": may_work(request.user),
        "assignment_form": AssignmentForm(
            among=colleagues(), initial={"owner": found.owner_id, "due_on": found.due_on}
        ),
        "closing_form": ClosingForm(),
        "why_form": WhyForm(),
    }
    return render(request, "opinion/task.html", context | sent, status=status_of(*sent.values()))


def _act_on_task(request: Asked, pk: int, name: str, form: forms.Form, act: Callable[[Task], None]) -> HttpResponse:
    """Do one act with what was typed; what cannot be taken comes back with everything typed."""
    found = access_task(request.user, pk)
    if not (form.is_valid() and done(form, lambda: act(found))):
        return _task(request, found, **{name: form})
    messages.success(request, _("Done, and written into the history of the task."))
    return redirect(found)


@require_POST
@open_to(Policy.OFFICE)
def taking(request: Asked, pk: int) -> HttpResponse:
    """This will make a task one's own."""
    return _act_on_task(request, pk, "taking_form", forms.Form({}), lambda one: one.take(by=request.user))


@require_POST
@open_to(Policy.OFFICE)
def assignment(request: Asked, pk: int) -> HttpResponse:
    """This will give a task to somebody."""
    form = AssignmentForm(request.POST, among=colleagues())
    return _act_on_task(
        request, pk, "assignment_form", form, lambda one: one.assign(by=request.user, **form.cleaned_data)
    )


@require_POST
@open_to(Policy.OFFICE)
def closing(request: Asked, pk: int) -> HttpResponse:
    """This will close a task with what was done."""
    form = ClosingForm(request.POST)
    return _act_on_task(
        request,
        pk,
        "closing_form",
        form,
        lambda one: one.close(done=form.cleaned_data["done"], on=timezone.localdate(), by=request.user),
    )


@require_POST
@open_to(Policy.OFFICE)
def reopening(request: Asked, pk: int) -> HttpResponse:
    """This will open a task again."""
    form = WhyForm(request.POST)
    return _act_on_task(
        request, pk, "why_form", form, lambda one: one.reopen(why=form.cleaned_data["why"], by=request.user)
    )


# Themes and replies


@open_to(Policy.READERS)
def themes(request: Asked) -> HttpResponse:
    """This will list the themes by which comments are read."""
    told = {"themes": themes_visible_to(request.user), "may_work": may_work(request.user)}
    return render(request, "opinion/themes.html", told)


@open_to(Policy.OFFICE)
def new_theme(request: Asked) -> HttpResponse:
    """This will enter a theme."""
    form = ThemeForm(request.POST or None)
    if form.is_valid() and done(form, lambda: Theme.enter(by=request.user, **form.cleaned_data)):
        return redirect("opinion-themes")
    return _form(request, form, _("Enter a theme"), "opinion-themes")


@open_to(Policy.OFFICE)
def theme(request: Asked, pk: int) -> HttpResponse:
    """This will change a theme."""
    found = access_theme(request.user, pk)
    form = ThemeForm(request.POST or None, instance=access_theme(request.user, pk))
    if form.is_valid() and done(form, lambda: found.change(by=request.user, **form.cleaned_data)):
        return redirect("opinion-themes")
    return _form(request, form, _("Change the theme"), "opinion-themes", of=found)


@open_to(Policy.OFFICE)
def new_reply(request: Asked) -> HttpResponse:
    """This will tell everybody what was done about something that visitors said."""
    form = ReplyForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid() and done(form, lambda: Reply.enter(by=request.user, **form.cleaned_data)):
        return redirect("opinion-told")
    return _form(request, form, _("Tell visitors what was done"), "opinion-told")


@open_to(Policy.OFFICE)
def reply(request: Asked, pk: int) -> HttpResponse:
    """This will change what everybody is told."""
    found = access_reply(request.user, pk)
    form = ReplyForm(request.POST or None, instance=access_reply(request.user, pk))
    if form.is_valid() and done(form, lambda: found.change(by=request.user, **form.cleaned_data)):
        return redirect("opinion-told")
    return _form(request, form, _("Change the reply"), "opinion-told", of=found)


def _form(
    request: Asked, form: forms.BaseForm, title: str, back: str, *, of: Theme | Reply | None = None
) -> HttpResponse:
    told = {"form": form, "title": title, "back": back, "of": of, "kind": of and of._meta.label_lower}
    return render(request, "opinion/form.html", told, status=status_of(form))
