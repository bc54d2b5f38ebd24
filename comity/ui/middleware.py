"""What every request goes through before a view sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from comity.translation.unseen import as_file_name, as_text, holds_unseen

Answer = Callable[[HttpRequest], HttpResponse]
# What is typed without being read by anybody stays as it was typed.
SECRETS = {"password", "password1", "password2", "oldpassword", "again", "credential", "csrfmiddlewaretoken"}
SECRETS |= {"key_password"}  # of a key with which somebody signs


def take_out_what_nobody_sees(get_response: Answer) -> Answer:
    """This will take out of all that is typed what turns text around, and say so to whoever typed it.

    Names, titles and addresses lose more: see `comity.translation.unseen` and the fields of forms.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            typed = request.POST
            request.POST = _clean(typed)  # type: ignore[assignment]
            _clean_names_of_files(request)
            if _had_unseen(typed) and request.headers.get("Accept") != "application/json":
                messages.warning(request, _told())
        return get_response(request)

    return answer


def _told() -> str:
    return _("Invisible direction marks were in what you typed. They are taken out of names, titles and addresses.")


def _clean(typed: QueryDict) -> QueryDict:
    if all(name in SECRETS or as_text(value) == value for name, values in typed.lists() for value in values):
        return typed
    clean = QueryDict(mutable=True, encoding=typed.encoding)
    for name, values in typed.lists():
        clean.setlist(as_text(name), values if name in SECRETS else [as_text(value) for value in values])
    clean._mutable = False  # type: ignore[attr-defined]
    return clean


def _clean_names_of_files(request: HttpRequest) -> None:
    for file in request.FILES.values():
        file.name = as_file_name(file.name or "") or "file"  # type: ignore[union-attr]


def _had_unseen(typed: QueryDict) -> bool:
    return any(name not in SECRETS and any(holds_unseen(value) for value in values) for name, values in typed.lists())
