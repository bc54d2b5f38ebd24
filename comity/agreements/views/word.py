"""The text of an agreement as a Word file, and what comes back: sent, read edit by edit, taken over or declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor, Viewer
from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import (
    access_by_link,
    access_edit,
    access_redline,
    access_text,
    edits_of,
    party_of,
    redlines_of,
)
from comity.agreements.collating import marked_by_paragraph
from comity.agreements.exporting import file_name, word_file
from comity.agreements.forms_acts import AnswerForm
from comity.agreements.forms_redlines import RedlineForm
from comity.agreements.models import Agreement, Doing, Edit, Redline
from comity.agreements.permissions import may_read_remarks, may_remark, may_write
from comity.agreements.redlining import answer_edit, choose, receive, take
from comity.agreements.views.files import as_attachment
from comity.agreements.withdrawing import can_be_withdrawn
from comity.files.kinds import DOCX
from comity.journal.answering import done, status_of
from comity.journal.refusals import NotNow
from comity.translation.texts import direction

ALL = "all"


def word_of(viewer: Viewer, found: Agreement, *, token: str = "") -> dict[str, Any]:
    """This will tell what the page of the text says of Word files: where they are, and whether any can be sent."""
    every = found.text_languages()
    files = [(code, _address("agreement-word", found, code, token=token)) for code in every]
    return {
        "files": files,
        "all": _address("agreement-word", found, ALL, token=token) if len(every) > 1 else "",
        "redlines": _address("redlines", found, token=token) if may_read_remarks(viewer, found) else "",
    }


def redlines_with_addresses(viewer: Viewer, found: Agreement, *, token: str = "") -> list[tuple[Redline, str]]:
    """This will list the redlines that `viewer` may read, the newest first, each with the address of its page."""
    return [(one, _address("redline", found, one.pk, token=token)) for one in redlines_of(viewer, found)]


def _address(name: str, found: Agreement, *more: Any, token: str = "") -> str:
    return reverse(f"{name}-by-link", args=[token, *more]) if token else reverse(name, args=[found.pk, *more])


def _text_page(found: Agreement, token: str) -> str:
    return reverse("agreement-by-link", args=[token]) if token else reverse("agreement-text", args=[found.pk])


# There


@open_to(Policy.EVERYBODY)
def export(request: HttpRequest, pk: int, languages: str) -> HttpResponse:
    """This will give the text as a Word file, in one language or in all of them."""
    return _export(access_text(request.user, pk), languages)


@open_to(Policy.LINK_HOLDERS)
def export_by_link(request: HttpRequest, token: str, languages: str) -> HttpResponse:
    """This will give the one text that a signed link opens as a Word file."""
    _link, found = access_by_link(token, now=timezone.now())
    return _export(found, languages)


def _export(found: Agreement, languages: str) -> HttpResponse:
    every = found.text_languages()
    if languages not in (ALL, *every):
        raise Http404(languages)
    wanted = every if languages == ALL else [languages]
    content = word_file(found, wanted, today=timezone.localdate())
    response = HttpResponse(content, content_type=DOCX.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(found, wanted)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# And back


@open_to(Policy.SIGNED_IN)
def redlines(request: Asked, pk: int) -> HttpResponse:
    """This will list the redlines of a text, and say how to send one."""
    return _redlines(request, access_text(request.user, pk), request.user)


@open_to(Policy.LINK_HOLDERS)
def redlines_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """This will list the redlines of the text that a signed link opens."""
    link, found = access_by_link(token, now=timezone.now())
    return _redlines(request, found, link, token=token)


def _redlines(
    request: HttpRequest, found: Agreement, viewer: Viewer, *, token: str = "", typed: RedlineForm | None = None
) -> HttpResponse:
    if not may_read_remarks(viewer, found):
        raise Http404
    shown = {
        "agreement": found,
        "form": typed or _form(viewer, found),
        "sending": _address("redline-sending", found, token=token),
        "redlines": redlines_with_addresses(viewer, found, token=token),
        "word": word_of(viewer, found, token=token),
        "back_to": _text_page(found, token),
        "token": token,
    }
    return render(request, "agreements/redlines.html", shown, status=status_of(typed))


def _form(viewer: Viewer, found: Agreement) -> RedlineForm | None:
    """The form in which a file is sent, where that can be done now."""
    party = party_of(viewer, found)
    may_send = party is not None and (may_write(viewer) or may_remark(viewer, found))
    is_turn = found.turn == party or (found.turn is None and may_write(viewer))
    return RedlineForm(agreement=found, sender=party) if may_send and found.is_written and is_turn else None


@require_POST
@open_to(Policy.SIGNED_IN)
def redline_sending(request: Asked, pk: int) -> HttpResponse:
    """This will keep a Word file that somebody edited, and list what it does to the text."""
    return _send(request, access_text(request.user, pk), request.user)


@require_POST
@open_to(Policy.LINK_HOLDERS)
def redline_sending_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """This will keep a Word file that the holder of a signed link edited."""
    link, found = access_by_link(token, now=timezone.now())
    return _send(request, found, link, token=token)


def _send(request: HttpRequest, found: Agreement, viewer: Actor, *, token: str = "") -> HttpResponse:
    party = party_of(viewer, found)
    if party is None or not (may_write(viewer) or may_remark(viewer, found)):
        raise PermissionDenied
    form = RedlineForm(request.POST, request.FILES, agreement=found, sender=party)
    kept: list[Redline] = []

    def keep() -> None:
        given: Any = {"party": form.edited_by, "sender": party, "returned": form.returned}
        kept.append(receive(found, **given, at=timezone.now(), by=viewer))

    if form.is_valid() and done(form, keep):
        messages.success(request, _("The file is kept. Here is what it does to the text."))
        return redirect(_address("redline", found, kept[0].pk, token=token))
    return _redlines(request, found, viewer, token=token, typed=form)


@open_to(Policy.SIGNED_IN)
def redline(request: Asked, pk: int, redline: int) -> HttpResponse:
    """This will show what a redline does to the text, edit by edit."""
    found = access_text(request.user, pk)
    return _redline(request, found, access_redline(request.user, found, redline), request.user)


@open_to(Policy.LINK_HOLDERS)
def redline_by_link(request: HttpRequest, token: str, redline: int) -> HttpResponse:
    """This will show the holder of a signed link what a redline does to the text."""
    link, found = access_by_link(token, now=timezone.now())
    return _redline(request, found, access_redline(link, found, redline), link, token=token)


def _redline(
    request: HttpRequest, found: Agreement, shown: Redline, viewer: Viewer, *, token: str = "", status: int = 200
) -> HttpResponse:
    may_answer = may_write(viewer) and found.is_written
    edits = edits_of(shown)
    may_say = may_write(viewer) or may_remark(viewer, found)
    may_withdraw = may_say and can_be_withdrawn(shown, edits) and shown.belongs_to(party_of(viewer, found))
    context = {
        "agreement": found,
        "redline": shown,
        "edits": [_told(one) for one in edits],
        "dir": direction(shown.language),
        "may_answer": may_answer and not shown.is_ours,
        "may_choose": may_answer and shown.is_ours and any(one.is_waiting for one in edits),
        "withdrawal": _address("redline-withdrawal", found, shown.pk, token=token) if may_withdraw else "",
        "file": _address("redline-file", found, shown.pk, token=token),
        "back_to": _address("redlines", found, token=token),
        "token": token,
    }
    return render(request, "agreements/redline.html", context, status=status)


def _told(one: Edit) -> dict[str, Any]:
    """An edit with its words marked one by one, beside what stood in the file first where both sides changed it."""
    was, now = _whole(one.was_heading, one.was), _whole(one.heading, one.words)
    told: dict[str, Any] = {"edit": one, "form": AnswerForm(auto_id=f"edit-{one.pk}-%s"), "changes": []}
    if one.is_of_record or one.sort in (Doing.CHANGED, Doing.ADDED, Doing.UNPLACED):
        told["changes"] = marked_by_paragraph(one.base if one.is_conflict and one.base else was, now)
    if one.sort == Doing.REMOVED:
        told["changes"] = marked_by_paragraph(was, "")
    if one.is_conflict:
        told["ours"] = marked_by_paragraph(one.base, was) if one.base else marked_by_paragraph(was, was)
    return told


def _whole(heading: str, words: str) -> str:
    return "\n\n".join(filter(None, (heading, words)))


@open_to(Policy.SIGNED_IN)
def redline_file(request: Asked, pk: int, redline: int) -> FileResponse:
    """This will hand out a redline as it was sent."""
    return as_attachment(access_redline(request.user, access_text(request.user, pk), redline))


@open_to(Policy.LINK_HOLDERS)
def redline_file_by_link(request: HttpRequest, token: str, redline: int) -> FileResponse:
    """This will hand out a redline as it was sent to the holder of a signed link."""
    link, found = access_by_link(token, now=timezone.now())
    return as_attachment(access_redline(link, found, redline))


@require_POST
@open_to(Policy.OFFICE)
def edit_answer(request: Asked, pk: int, edit: int) -> HttpResponse:
    """This will take one edit over, decline it with words, or note it."""
    found = access_text(request.user, pk)
    one = access_edit(request.user, found, edit)
    form, how, at = AnswerForm(request.POST), request.POST.get("how", ""), timezone.now()

    def do() -> None:
        if how == "taken":
            take(one, at=at, by=request.user)
        else:
            answer_edit(one, is_declined=how == "declined", words=form.cleaned_data["words"], by=request.user)

    if form.is_valid() and done(form, do):
        messages.success(request, _("Your answer is kept."))
    else:
        messages.error(request, " ".join(str(words) for errors in form.errors.values() for words in errors))
    return redirect(reverse("redline", args=[found.pk, one.redline_id]) + f"#edit-{one.pk}")


@require_POST
@open_to(Policy.OFFICE)
def choice(request: Asked, pk: int, redline: int) -> HttpResponse:
    """This will take over the chosen edits of a redline of our own, all in one act."""
    found = access_text(request.user, pk)
    shown = access_redline(request.user, found, redline)
    chosen = [int(one) for one in request.POST.getlist("edit") if one.isdecimal()]
    try:
        choose(shown, chosen, at=timezone.now(), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect("redline", found.pk, shown.pk)
    messages.success(request, _("What you chose stands in the text."))
    return redirect("agreement-text", found.pk)
