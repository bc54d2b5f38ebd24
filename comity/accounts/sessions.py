"""Being signed in on a browser: kept with whose it is, so that each can be seen and ended, and ending by itself.

It is Django's own session in the database, with the columns that its holder is shown.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.utils import timezone

from comity.accounts.browsers import in_words
from comity.accounts.models import SignIn

SINCE, USED, BROWSER = "since", "used", "browser"


class SessionStore(db.SessionStore):
    """The session of one browser; of somebody who is signed in it knows since when, when last, and with what."""

    @classmethod
    def get_model_class(cls) -> type[SignIn]:
        return SignIn

    def create_model_instance(self, data: Any) -> SignIn:
        """This will make the row; one that is somebody's ends after idle hours, and at last after its whole age."""
        if SESSION_KEY not in data:
            return self._row(data)
        now = timezone.now().isoformat()
        since, used = (datetime.fromisoformat(data.setdefault(one, now)) for one in (SINCE, USED))
        made = self._row(data)
        made.user_id, made.since, made.used_at = int(data[SESSION_KEY]), since, used
        made.browser, made.system = data.get(BROWSER, ("", ""))
        made.expire_date = min(made.expire_date, since + SignIn.WHOLE_AGE, used + settings.SIGNED_IN_IDLE)
        return made

    def _row(self, data: Any) -> SignIn:
        return cast(SignIn, super().create_model_instance(data))

    def note_use(self, agent: str, *, now: datetime) -> None:
        """This will note, every few minutes, that its holder is here; where that cannot be written, nothing is lost."""
        browser = list(in_words(agent))
        used = datetime.fromisoformat(self.get(USED, now.isoformat()))
        if now - used < SignIn.NOTED_EVERY and browser == list(self.get(BROWSER, ("", ""))):
            return
        was_modified = self.modified
        self.update({USED: now.isoformat(), BROWSER: browser})
        with suppress(UpdateError, DatabaseError):  # ended meanwhile, or the database takes nothing: reading goes on
            self.save()
        self.modified = was_modified
