"""What editors do with articles besides Wagtail's own pages: writing them from records."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.refusals import NotNow
from comity.meetings.access import access_session, sessions_visible_to
from comity.meetings.models import Session
from comity.translation.texts import current_language
from comity.website.access import access_article_to_edit
from comity.website.checks import compare
from comity.website.configured import NEWSROOM, SPOKEN
from comity.website.drafting import draft_news_of, drafts_of
from comity.website.forms import ReasonForm
from comity.website.gathering import PUBLIC, SessionFacts, facts_of_session
from comity.website.late import address_in_newsroom
from comity.website.listing import ON_A_PAGE
from comity.website.models import Article
from comity.website.releasing import release


@open_to(Policy.OFFICE)
def enter(request: Asked) -> HttpResponse:
    """This will lead to the newsroom, whose address has no language: it goes on in that of this one."""
    request.session[SPOKEN] = current_language()
    return redirect(f"/{NEWSROOM}")


@open_to(Policy.OFFICE)
def of_session(request: Asked, pk: int) -> HttpResponse:
    """This will show what the public may read of a session, and draft the news of it when told to."""
    session = access_session(request.user, pk)
    drafts = drafts_of(session)
    if request.method == "POST":
        try:
            written = draft_news_of(session, by=request.user)
        except NotNow as refusal:
            messages.error(request, str(refusal))
            return redirect("session", pk)
        tell(request, is_new=not drafts)
        return redirect(editor_of(written))
    gathered, why_not = _gathered(session)
    context = {"session": session, "facts": gathered, "refusal": why_not, "drafts": _led_to(drafts)}
    return render(request, "website/session_news.html", context)


def _gathered(session: Session) -> tuple[SessionFacts | None, str]:
    """What can be told of a session, or why nothing can."""
    try:
        return facts_of_session(session), ""
    except NotNow as refusal:
        return None, str(refusal)


def tell(request: Asked, *, is_new: bool) -> None:
    """This will say whether the draft was written now, or was there before."""
    if is_new:
        messages.success(request, _("A draft was written in each language from what the public may read. Polish it."))
    else:
        messages.info(
            request, _("The news of this session was drafted before. This is the draft; nothing was changed.")
        )


def editor_of(written: dict[str, Article]) -> str:
    """This will tell where the version in the editor's language is edited, or where that is missing another one."""
    article = written.get(current_language()) or next(iter(written.values()))
    return address_in_newsroom("wagtailadmin_pages:edit", article.pk)


def _led_to(drafts: dict[str, Article]) -> list[dict[str, str]]:
    return [{"code": code, "url": editor_of({code: one})} for code, one in drafts.items()]


# Inside of the newsroom, whose door stands before each of its routes (see `newsroom`)


def sessions(request: Asked) -> HttpResponse:
    """This will list the sessions of which the public may read, the latest first, to write the news of one."""
    held = sessions_visible_to(PUBLIC).took_place()
    pages = Paginator(held, ON_A_PAGE)
    return render(request, "website/newsroom/sessions.html", {"page": pages.get_page(request.GET.get("p"))})


def facts(request: Asked, pk: int) -> HttpResponse:
    """This will show the facts of an article side by side, and publish it against differences where told why."""
    article = access_article_to_edit(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        release(article, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, _("The article is published; why is kept in its log."))
        return redirect("wagtailadmin_pages:edit", pk)
    compared = compare(article)
    return render(
        request,
        "website/newsroom/facts.html",
        {
            "article": article,
            "compared": compared,
            "differences": compared.differences(),
            "form": form,
            "waits": article.has_unpublished_changes or not article.live,
            "was_held": "held" in request.GET,
        },
    )
