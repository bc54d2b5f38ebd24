"""The page of the search."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.accounts.policies import Policy, open_to
from comity.search.catalogue import is_missing
from comity.search.finding import LONGEST, find
from comity.search.forms import SearchForm
from comity.search.kinds import GROUPS
from comity.search.showing import names_in, shown
from comity.translation.texts import current_language
from comity.translation.unseen import as_name

ON_A_PAGE = 20


@open_to(Policy.EVERYBODY)
def search(request: HttpRequest) -> HttpResponse:
    """This will show what answers the words asked for: news and records, as far as the reader may see them."""
    asked = request.GET.get("q", "")
    typed = as_name(asked[:LONGEST])
    group = request.GET.get("kind", "")
    group = group if group in GROUPS else ""
    told: dict[str, Any] = {
        "form": SearchForm({"q": typed, "kind": group}),
        "typed": typed,
        "is_too_long": len(asked) > LONGEST,
        "longest": LONGEST,
        "group": group,
        "group_in_words": GROUPS.get(group, ""),
    }
    if typed:
        told |= found(request, typed, group)
    response = render(request, "search/search.html", told)
    response["X-Robots-Tag"] = "noindex"
    return response


def found(request: HttpRequest, typed: str, group: str) -> dict[str, Any]:
    """This will gather one page of what was found, and how much there is of each group."""
    answer = find(typed, viewer=request.user, language=current_language(), group=group)
    counts = answer.counts or Counter[str]()
    pages = Paginator(answer.every, ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    own = {one.card for one in answer.own}
    here = list(page.object_list)
    told: dict[str, Any] = {
        "answer": answer,
        "groups": [{"code": code, "words": words, "count": counts[code]} for code, words in GROUPS.items()],
        "page": page,
        "count": pages.count,
        "own": shown(answer, [one for one in here if one.card in own], viewer=request.user),
        "others": shown(answer, [one for one in here if one.card not in own], viewer=request.user),
        "is_missing": not here and is_missing(),
    }
    if answer.is_misspelt:
        told["names"] = names_in([*told["own"], *told["others"]], answer.meant)
    return told
