"""When the database or the disk fails, the page says so in words, keeps what was typed, and never says “done”."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from comity.journal import views, whereabouts
from comity.translation.texts import current_language, direction

# Not IntegrityError and its kin, which are faults of ours.
OF_THE_DATABASE = (OperationalError, InterfaceError, InternalError)
OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE}
SECONDS = "30"  # until a program may ask again
SECRET = ("password", "code", "secret")
NOT_TYPED = {"csrfmiddlewaretoken", "once", "next", "back"}
LONGEST = 100_000  # characters of what was typed that are given back


def went_wrong(request: HttpRequest) -> HttpResponse:
    """This will answer what no view answered: trouble of database or disk in its own words, the rest as ever."""
    return page_for(request, sys.exc_info()[1]) or views.went_wrong(request)


def page_for(request: HttpRequest, trouble: BaseException | None) -> HttpResponse | None:
    """This will make the page that tells of trouble of the database or the disk; nothing for any other fault.

    It asks the database nothing. The form that was sent stands in it, to be sent once more: with its token it is
    done once, even if it had been done after all.
    """
    if not any(is_trouble(one) for one in _chain(trouble)):
        return None
    with translation.override(translation.get_language_from_path(request.path_info) or current_language()):
        here = current_language()
        facts = {"language": here, "direction": direction(here), "reference": whereabouts.reference()}
        told = {**facts, "path": request.get_full_path(), **_sent(request)}
        page = render_to_string("safekeeping/trouble.html", told)
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS, "Cache-Control": "private, no-store"})


def is_trouble(raised: BaseException) -> bool:
    """This will tell whether it was the database or the disk that failed, and not we."""
    if isinstance(raised, OF_THE_DATABASE) or type(raised) is DatabaseError:
        return True
    return isinstance(raised, OSError) and raised.errno in OF_THE_DISK


def _chain(raised: BaseException | None) -> Iterator[BaseException]:
    while raised is not None:
        yield raised
        raised = raised.__cause__ or raised.__context__


def _sent(request: HttpRequest) -> dict[str, object]:
    """What was sent, as far as it can be given back: never a password, never a file."""
    if request.method != "POST":
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except Exception:  # what was sent could not even be read; the browser still has it
        return {"was_sent": True}
    is_secret = any(word in name for name, _value in fields for word in SECRET)
    is_long = sum(len(str(value)) for _name, value in fields) > LONGEST
    typed = [value for name, value in fields if name not in NOT_TYPED and str(value).strip()]
    again = {} if is_secret or is_long else {"fields": fields, "typed": typed}
    return {"was_sent": True, "with_files": files, **again}
