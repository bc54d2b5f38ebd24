"""What is tried without permission, and what a command refuses, is written down too."""

import re

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from comity.accounts.models import User
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.personal import key_of, write_locked

# What stands in the address of a signed link (see SignedLink.make): whoever reads the journal must not open it.
SECRET = re.compile(r"[\w-]{40,}")
# A visitor without an account fills the journal no faster than this, in seconds between two entries.
PAUSE = 10


def note_refusal(request: HttpRequest) -> None:
    """This will write into the journal who tried what at which address; reading is not noted."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    who = request.user if isinstance(request.user, User) else None
    if who is None and not _is_first(request):
        return
    entry = Entry(
        at=timezone.now(),
        act="refused",
        subject_name=SECRET.sub("…", request.path)[:300],
        by_user=who,
        after={"method": request.method},
    )
    write_locked(entry, {key_of(who): {"by_name": who.name}} if who else {})


def note_refused_command(command: str, words: str) -> None:
    """This will write into the journal that a command refused what it was given, and in which words."""
    told = SECRET.sub("…", words)[:1_000]
    with acting(by=None):
        Entry(at=timezone.now(), act="turned_down", subject_name=f"comity {command}", after={"trouble": told}).save()


def _is_first(request: HttpRequest) -> bool:
    return cache.add(f"refused:{get_adapter().get_client_ip(request)}", True, PAUSE)
