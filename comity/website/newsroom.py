"""The editors' rooms: every route of Wagtail's admin behind our own door, and what is ours left to us.

Sign-in, accounts, their passwords and roles are kept by Comity. Wagtail's own pages for these lead to ours, or
nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from json import JSONDecodeError
from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import logout
from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_path, override
from wagtail.admin.urls import urlpatterns as routes_of_wagtail

from comity.accounts.policies import METHODS, Asked, Policy, View, open_to
from comity.website.configured import SPOKEN
from comity.website.moderating import keep_wagtail_from_writing, lead_to_what_differs

# The workbench of translators keeps a string by PUT and takes it back by DELETE.
IN_THE_NEWSROOM = (*METHODS, "PUT", "DELETE")
# What Wagtail's own pages need, on its own addresses only (decision 19).
CONTENT = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
}
FRAMED = {"frame-ancestors": [SELF]}
# Where accounts, sites and languages would be kept a second time.
SHUT = {
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_error_test",
    "set_page_position",  # news is listed by its date
    # Paged without an order, so that it may tell some translations twice and others never.
    "translations_report",
    "translations_report_results",
}
SHUT_NAMESPACES = {
    "wagtailusers_users",
    "wagtailusers_groups",
    "wagtailsites",
    "wagtaillocales",
    "wagtailadmin_workflows",
    "wagtailadmin_workflow_tasks",
}


def to_nowhere(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """This will say that there is nothing here."""
    raise Http404("kept by Comity itself")


def to_our_own(name: str) -> View:
    """This will lead to the page of ours that does the same."""
    return lambda request, *args, **kwargs: redirect(name)


def whole_or_not_at_all(view: View) -> View:
    """This will keep the version of a page, its comments and the letters about them in one transaction.

    Wagtail keeps one after another. Not where files come in: those take time, in which nobody else could write.
    """

    @wraps(view)
    def one_transaction(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return one_transaction


INSTEAD: dict[str, View] = {
    "wagtailadmin_login": to_our_own("account_login"),
    "wagtailadmin_logout": logout,
    "wagtailadmin_account": to_our_own("account"),
    **dict.fromkeys(SHUT, to_nowhere),
}


# What we put around pages of Wagtail's on the pages of the site.
AROUND: dict[str, Callable[[View], View]] = {
    "edit": whole_or_not_at_all,
    "workflow_action": lambda view: whole_or_not_at_all(lead_to_what_differs(view)),
}


def newsroom() -> list[URLPattern | URLResolver]:
    """This will give every route of Wagtail's admin with our door before it."""
    for route, namespaces in _routes(routes_of_wagtail, frozenset()):
        if not hasattr(route.callback, "policy"):
            route.callback = _behind_our_door(_kept_here(route, namespaces) or route.callback)
    found: list[URLPattern | URLResolver] = routes_of_wagtail
    return found


def _kept_here(route: URLPattern, namespaces: frozenset[str]) -> View | None:
    if namespaces & SHUT_NAMESPACES:
        return to_nowhere
    if "wagtailadmin_pages" in namespaces and route.name in AROUND:
        return AROUND[route.name](route.callback)
    return INSTEAD.get(route.name or "")


def _routes(patterns: list[Any], within: frozenset[str]) -> Iterator[tuple[URLPattern, frozenset[str]]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one, within
        else:
            yield from _routes(one.url_patterns, within | ({one.namespace} if one.namespace else set()))


def _behind_our_door(view: View) -> Callable[..., HttpResponseBase]:
    return open_to(Policy.OFFICE, methods=IN_THE_NEWSROOM)(_in_own_language(view))


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """What Wagtail answers; where it looks for what a form of its own would have sent, nothing was sent by one."""
    try:
        return view(request, *args, **kwargs)
    except MultiValueDictKeyError as missing:
        raise SuspiciousOperation(f"nothing was sent as {missing}") from missing
    except JSONDecodeError as broken:  # a text that the editor of texts did not write
        raise SuspiciousOperation("what was sent is no JSON") from broken


def _in_own_language(view: View) -> View:
    """Wagtail's pages are outside of the languages of addresses: they speak that of the page that led here.

    Who came by none, as from a letter, reads the language of their account.
    """

    @wraps(view)
    def spoken(request: Asked, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = _language_of_the_way_here(request)
        with override(language):
            request.LANGUAGE_CODE = language
            response = _answered(view, request, *args, **kwargs)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            return _with_its_content(response)

    return spoken


def _language_of_the_way_here(request: Asked) -> str:
    """The language of the page with the link that was followed, or of the last one from which the newsroom was entered.

    https://www.rfc-editor.org/rfc/rfc9110#name-referer; ours is told to ourselves alone (SECURE_REFERRER_POLICY).
    """
    try:
        led_by = get_language_from_path(urlsplit(request.headers.get("Referer", "")).path)
    except ValueError:  # what is sent is no address
        led_by = None
    if led_by and led_by != request.session.get(SPOKEN):
        request.session[SPOKEN] = led_by
    spoken: str = request.session.get(SPOKEN, request.user.language)
    return spoken


def _with_its_content(response: HttpResponseBase) -> HttpResponseBase:
    """Say what the page may load. A public page that is looked at here has its own strict policy, but may be framed."""
    is_public_page = response.headers.pop(HEADER, None) is not None
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = FRAMED if is_public_page else CONTENT  # type: ignore[attr-defined]
    return response


keep_wagtail_from_writing()
urlpatterns = newsroom()
