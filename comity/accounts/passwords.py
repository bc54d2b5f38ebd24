"""What a password must be, told in words that exist in every language of the site."""

from __future__ import annotations

import re
from hashlib import sha1
from io import SEEK_END
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HASH = re.compile(rb"[0-9A-F]{40}")
LOOKED_AT = 1_000  # lines of a list that are looked at when Comity starts


class LongEnough(MinimumLengthValidator):
    """Length keeps a password safe; more than any mixture of signs."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least %(count)d sign.",
            "This password is too short: it needs at least %(count)d signs.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        return ngettext(
            "A password has at least %(count)d sign; several words in a row are easy to keep in mind.",
            "A password has at least %(count)d signs; several words in a row are easy to keep in mind.",
            self.min_length,
        ) % {"count": self.min_length}


class NotBreached:
    """A password that was found in a breach is tried first by whoever guesses.

    The list is a file on this machine (COMITY_BREACHED_PASSWORDS), in the form in which the downloader of Have I Been
    Pwned writes it: a line for each password, its SHA-1 in capitals, a colon and a number; in order. Without a list the
    20,000 common ones that come with Django are all that is refused (CommonPasswordValidator).
    """

    def validate(self, password: str, user: Any = None) -> None:
        """This will refuse a password of the list. Raises ValidationError."""
        if settings.BREACHED_PASSWORDS and is_listed(password, Path(settings.BREACHED_PASSWORDS)):
            raise ValidationError(_("This password was found in a breach elsewhere. Choose another one."))

    def get_help_text(self) -> str:
        return ""


def is_listed(password: str, path: Path) -> bool:
    """This will look a password up in a list of hashes, by halves: a few dozen reads, however long the list is."""
    # SHA-1 is how the list names passwords; it protects nothing here.
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, SEEK_END)
        while low < high:
            middle = (low + high) // 2
            if _line_from(file, middle)[:40].upper() < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low)[:40].upper() == wanted


def is_list_of_hashes(path: Path) -> bool:
    """This will tell whether a file begins as such a list does: hashes, each after the one before."""
    try:
        with path.open("rb") as file:
            first = [line[:41].strip(b":\r\n").upper() for line in islice(file, LOOKED_AT)]
    except OSError:
        return False
    return bool(first) and all(map(HASH.fullmatch, first)) and first == sorted(first)


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The first line that begins at a place or after it; behind the last one, what is greater than every hash."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline() or b"~"
