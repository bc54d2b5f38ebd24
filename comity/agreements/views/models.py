"""The pages of models: which there are, what they say, whom they were offered to, and what came of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements import instruments as told
from comity.agreements.access import (
    access_agreement,
    access_model,
    access_roll_out,
    access_text,
    brought_about_by,
    models_of_kind,
    person_of,
    roll_outs_of,
)
from comity.agreements.amending import AMENDED
from comity.agreements.catching_up import catch_up, catch_up_of, prepare_catch_up
from comity.agreements.emulating import add_to, like_the_others, roll_out, source_of, title_to_begin_with
from comity.agreements.filling import TOLD, name_of
from comity.agreements.forms_models import CatchUpForm, MakeModelForm, ModelClauseForm, RollOutForm
from comity.agreements.modelling import content_for, make_model, make_next_version, proposed, reword_model
from comity.agreements.permissions import may_make_models
from comity.agreements.shelf import model_of, newest, versions_of
from comity.agreements.shipped import ModelText
from comity.agreements.umbrellas import umbrellas_with
from comity.journal.answering import done, status_of
from comity.meetings.texts import fingerprint, marked_changes
from comity.translation.templatetags.said import number
from comity.translation.texts import direction, languages
from comity.ui.tables import as_csv, as_xlsx

TABLES = {"csv": as_csv, "xlsx": as_xlsx}


@open_to(Policy.READERS)
def models(request: HttpRequest) -> HttpResponse:
    """This will list the models, our own before the shipped ones."""
    every = newest()
    return render(request, "agreements/models.html", {"models": sorted(every, key=lambda one: not one.is_own)})


@open_to(Policy.READERS)
def model(request: HttpRequest, code: str, version: int = 0) -> HttpResponse:
    """This will show a version of a model, its languages side by side, and what came of the model."""
    versions = versions_of(code)
    shown = next((one for one in versions if version in (0, one.version)), None)
    if shown is None:
        raise Http404(code)
    context = {
        "model": shown,
        "versions": versions,
        "is_newest": shown.version == versions[0].version,
        "languages": _languages(shown),
        "instruments": told.derived_from(code, request.user),
        "roll_outs": roll_outs_of(code),
        "may_make": may_make_models(request.user),
    }
    return render(request, "agreements/model.html", context)


def _languages(shown: ModelText) -> list[tuple[str, str]]:
    """Those in which it says something, in the order in which they are offered."""
    said = {code for one in shown.clauses for code in one.words}
    return [(code, direction(code)) for code in languages() if code in said]


@open_to(Policy.OFFICE)
def model_clause(request: Asked, code: str, key: str) -> HttpResponse:
    """This will make the next version of a model with one clause worded otherwise."""
    own = access_model(code)
    latest = versions_of(code)[0]
    clause = latest.clause(key)
    if clause is None:
        raise Http404(key)
    form = ModelClauseForm(request.POST or None, initial={"heading": clause.heading, "words": clause.words})
    at = timezone.now()

    def do() -> None:
        read = int(request.POST.get("version") or latest.version)
        reword_model(own, key, version=read, **form.cleaned_data, at=at, by=request.user)

    if form.is_valid() and done(form, do):
        messages.success(request, _("The next version is made. The older one stays as it was."))
        return redirect(own)
    shown = {"own": own, "model": latest, "clause": clause, "form": form}
    return render(request, "agreements/model_clause.html", shown, status=status_of(form))


# Making one


@open_to(Policy.OFFICE)
def making(request: Asked, pk: int) -> HttpResponse:
    """This will show what a model of this agreement would say, and make it, or the next version of one."""
    found = access_text(request.user, pk)
    kept = _kept(request)
    clauses = proposed(found, kept=kept)
    sha256 = fingerprint(content_for(found, clauses))
    is_look = "look" in request.POST
    given = request.POST if request.method == "POST" and not is_look else None
    initial = {"title": found.title, "sha256": sha256, "model": request.POST.get("model", "")}
    form = MakeModelForm(given, models=models_of_kind(found.kind), initial=initial)
    at, made = timezone.now(), []

    def make() -> None:
        facts: dict[str, Any] = {"sha256": request.POST.get("sha256", ""), "kept": kept, "at": at, "by": request.user}
        own = form.chosen()
        if own is None:
            made.append(make_model(found, title=form.cleaned_data["title"], **facts))
        else:
            made.append(make_next_version(own, found, **facts))

    if form.is_bound and form.is_valid() and done(form, make):
        messages.success(request, _("The model is kept. Others can be drafted from it now."))
        return redirect(made[0].model)
    shown = {
        "agreement": found,
        "form": form,
        "clauses": [(one, _marked(one), _offers(one, kept)) for one in clauses],
        "sha256": sha256,
    }
    return render(request, "agreements/making.html", shown, status=status_of(form))


def _kept(request: HttpRequest) -> list[str]:
    """What is to stay as it is: what was offered and was not ticked."""
    return sorted(set(request.POST.getlist("offered")) - set(request.POST.getlist("put")))


def _offers(one: Any, kept: list[str]) -> list[tuple[str, str, Any, bool]]:
    """Each variable that is put, and each that was left out: its mark, name and words, and whether it is put."""
    put = [(mark, name, said, True) for mark, name, said in one.marks()]
    left = [mark for mark in kept if mark.partition(":")[0] == str(one.clause.pk)]
    return [*put, *((mark, told_name(mark), {}, False) for mark in left)]


def told_name(mark: str) -> str:
    """This will call what is left out as the record calls it."""
    name = mark.partition(":")[2]
    return name_of(name) if name in TOLD else name


def _marked(one: Any) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """By language: the heading as it would stand, and what changes in the words."""
    return [
        (code, direction(code), one.heading.get(code, ""), marked_changes(one.clause.words.get(code, ""), words))
        for code, words in one.words.items()
    ]


# Offering it


@open_to(Policy.OFFICE)
def new_roll_out(request: Asked, code: str) -> HttpResponse:
    """This will offer a model to institutes, by one act."""
    latest = next(iter(versions_of(code)), None)
    if latest is None:
        raise Http404(code)
    source = source_of(latest)
    areas = list(source.areas.all()) if source else []
    initial = {"title": title_to_begin_with(latest), "areas": areas, "keeper": person_of(request.user)}
    form = RollOutForm(request.POST or None, initial=initial)
    umbrellas = _umbrellas(request, form, latest)
    at, made = timezone.now(), []

    def do() -> None:
        some = form.cleaned_data["institutes"]
        made.append(roll_out(latest, institutes=some, wanted=form.wanted(), at=at, by=request.user))

    if form.is_valid() and done(form, do):
        count = len(form.cleaned_data["institutes"])
        words = ngettext("%(n)s agreement is proposed.", "%(n)s agreements are proposed.", count)
        messages.success(request, words % {"n": number(count)})
        return redirect(made[0])
    shown = {"model": latest, "source": source, "form": form, "umbrellas": umbrellas}
    return render(request, "agreements/new_roll_out.html", shown, status=status_of(form))


def _umbrellas(request: Asked, form: RollOutForm, model: ModelText | None) -> list[Any]:
    """Who of the chosen institutes has an umbrella agreement already; refused until somebody has seen each of them."""
    if model is None or not form.is_valid():
        return []
    some = form.cleaned_data["institutes"]
    found = umbrellas_with(some, like_the_others(model), request.user, today=timezone.localdate())
    if not {str(one.pk) for _institute, one in found} <= set(request.POST.getlist("seen")):
        words = _(
            "Nothing is proposed yet: some of these institutes have such an agreement already. Look at the list, and "
            "decide."
        )
        form.add_error(None, words)
    return found


@open_to(Policy.READERS)
def one_roll_out(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show where each institute of a roll-out stands."""
    made = access_roll_out(pk)
    every = told.instruments(brought_about_by(request.user, made))
    form = told.InstrumentsForm(request.GET)
    shown = {
        "roll_out": made,
        "form": form,
        "every": every,
        "instruments": form.kept(every),
        "query": request.GET.urlencode(),
        "may_make": may_make_models(request.user),
    }
    return render(request, "agreements/roll_out.html", shown)


@open_to(Policy.READERS)
def roll_out_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """This will give what is asked for as a table for other programs."""
    made = access_roll_out(pk)
    if kind not in TABLES:
        raise Http404(kind)
    kept = told.InstrumentsForm(request.GET).kept(told.instruments(brought_about_by(request.user, made)))
    name = f"roll-out-{made.pk}-{timezone.localdate().isoformat()}"
    return TABLES[kind](told.columns(), told.rows(kept, host=settings.ADDRESS), name=name, title=str(made.title))


@open_to(Policy.OFFICE)
def further(request: Asked, pk: int) -> HttpResponse:
    """This will offer the same version of the model to further institutes."""
    made = access_roll_out(pk)
    initial = {"title": made.title, "keeper": person_of(request.user)}
    form = RollOutForm(request.POST or None, initial=initial)
    umbrellas = _umbrellas(request, form, model_of(made.from_model, made.from_version))
    at = timezone.now()

    def do() -> None:
        some = form.cleaned_data["institutes"]
        add_to(made, institutes=some, wanted=form.wanted(), at=at, by=request.user)

    if form.is_valid() and done(form, do):
        messages.success(request, _("They are offered it, too."))
        return redirect(made)
    shown = {"roll_out": made, "form": form, "umbrellas": umbrellas}
    return render(request, "agreements/further.html", shown, status=status_of(form))


# Following it


@open_to(Policy.OFFICE)
def catching_up(request: Asked, pk: int) -> HttpResponse:
    """This will show what a newer version of its model says otherwise, and take over what is chosen of it."""
    found = access_agreement(request.user, pk)
    behind = catch_up_of(found)
    if behind is None:
        messages.info(request, _("It is not behind any version of its model."))
        return redirect("agreement-text", found.pk)
    is_binding = found.stage in AMENDED
    clean = [one.key for one in behind.steps if one.is_clean]
    given = request.POST if request.method == "POST" else None
    form = CatchUpForm(given, found=behind, is_binding=is_binding, initial={"keys": clean})
    at, made = timezone.now(), []

    def do() -> None:
        facts = {"keys": form.cleaned_data["keys"], "at": at, "by": request.user}
        if is_binding:
            made.append(prepare_catch_up(found, why=form.cleaned_data["why"], **facts).instrument)
        else:
            catch_up(found, **facts)

    if form.is_valid() and done(form, do):
        words = _("The amendment is proposed.") if is_binding else _("The newer wording is taken over.")
        messages.success(request, words)
        return redirect(made[0]) if made else redirect("agreement-text", found.pk)
    chosen = form["keys"].value() or []
    shown = {
        "agreement": found,
        "behind": behind,
        "form": form,
        "is_binding": is_binding,
        "steps": [(one, one.key in chosen, _versions(one.meeting, found)) for one in behind.steps],
    }
    return render(request, "agreements/catching_up.html", shown, status=status_of(form))


def _versions(meeting: Any, found: Any) -> list[tuple[str, str, list[Any], str]]:
    """By language: from the model then to the model now, and the words of the agreement where these are others."""
    made = []
    for code in found.text_languages():
        was, now, here = (said.words.get(code, "") if said else "" for said in (meeting.was, meeting.now, meeting.here))
        own = here if meeting.is_disputed and here != was else ""
        made.append((code, direction(code), marked_changes(was, now), own))
    return made
