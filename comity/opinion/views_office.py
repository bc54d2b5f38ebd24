"""What the office reads of the answers: the analysis, the comments, what leaves as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from comity.accounts.policies import Asked, Policy, open_to
from comity.opinion.access import answers_told_to_all, answers_visible_to, replies_visible_to, themes_visible_to
from comity.opinion.analysis import Analysis
from comity.opinion.changes import changes
from comity.opinion.drawing import marks
from comity.opinion.exporting import COLUMNS, GATEWAY, as_json, gateway_rows, rows
from comity.opinion.forms_office import CommentsForm, PeriodForm
from comity.opinion.permissions import may_work
from comity.ui.tables import as_csv

PAGE = 30
MOST = 2_000  # comments that are looked through for a theme, the latest


@open_to(Policy.READERS)
def analysis(request: Asked) -> HttpResponse:
    """This will show how satisfied visitors are, with how many of them said so and what chance could make of it."""
    form = PeriodForm(request.GET or None)
    answers = answers_visible_to(request.user)
    told = Analysis(answers, *form.days())
    periods = told.periods(form.step())
    context = {
        "form": form,
        "analysis": told,
        "periods": periods,
        "marks": marks(periods),
        "changes": changes(answers, today=timezone.localdate()),
        "may_work": may_work(request.user),
    }
    return render(request, "opinion/analysis.html", context)


@open_to(Policy.READERS)
def export(request: Asked, kind: str) -> HttpResponseBase:
    """This will send the answers as CSV, as JSON with all that is counted, or in the shape of the European gateway."""
    told = Analysis(answers_visible_to(request.user), *PeriodForm(request.GET or None).days())
    if kind == "csv":
        return as_csv(COLUMNS, rows(told.every), name="opinion")
    if kind == "gateway":
        return as_csv(GATEWAY, gateway_rows(told.every), name="opinion-gateway")
    if kind != "json":
        raise Http404(kind)
    answer = JsonResponse(as_json(told, now=timezone.now()), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = content_disposition_header(True, "opinion.json") or "attachment"
    return answer


@open_to(Policy.READERS)
def comments(request: Asked) -> HttpResponse:
    """This will show what visitors said in words, and what it is about."""
    themes = themes_visible_to(request.user)
    said = list(answers_visible_to(request.user).with_words()[:MOST])
    form = CommentsForm(request.GET or None, themes=themes)
    page = Paginator(form.narrow(said), PAGE).get_page(request.GET.get("page"))
    shown = [(one, [theme for theme in themes if theme.is_in(one.comment)]) for one in page]
    about = [(theme, sum(theme.is_in(one.comment) for one in said)) for theme in themes]
    context = {"form": form, "page": page, "rows": shown, "about": about}
    return render(request, "opinion/comments.html", context)


@open_to(Policy.EVERYBODY)
def told(request: HttpRequest) -> HttpResponse:
    """This will tell everybody what visitors said, how satisfied they are, and what was done about it."""
    whole = Analysis(answers_told_to_all())
    page = Paginator(replies_visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "analysis": whole, "may_work": may_work(request.user)}
    return render(request, "opinion/told.html", context)
