"""What is tried without permission is written down too."""

from django.http import HttpRequest
from django.utils import timezone

from comity.accounts.models import User
from comity.journal.models import Entry


def note_refusal(request: HttpRequest) -> None:
    """This will write into the journal who tried what at which address; reading is not noted."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    who = request.user if isinstance(request.user, User) else None
    Entry(
        at=timezone.now(),
        act="refused",
        subject_name=request.path[:300],
        by_user=who,
        by_name=who.name if who else "",
        after={"method": request.method},
    ).save()
