"""Whether object storage does what Comity needs of it; tried in a process of its own, which says what is wrong.

Usage: python -m comity.files.trying s3://bucket/prefix
"""

from __future__ import annotations

import os
import sys
from uuid import uuid4

from django.core.files.base import ContentFile
from obstore.exceptions import BaseError

from comity.files.objects import ObjectFiles, opened

WORDS = b"Comity tries whether files can be kept here."


def fault_at(address: str) -> str:
    """This will keep a file at an address, read it and take it away again; empty where all of that can be done."""
    files, name, doing = ObjectFiles(address), f"tried/{uuid4().hex}", "written"
    try:
        files.save(name, ContentFile(WORDS))
        is_open = is_for_everybody(address, name)
        doing = "read"
        with files.open(name) as file:
            is_same = file.read() == WORDS
        doing = "listed"
        is_listed = name in {one for one, _since in files.lying()}
        doing = "deleted"
        files.delete(name)
    except OSError as trouble:
        return f"Files cannot be {doing} at {address}: {trouble.strerror}."
    if is_open:
        return f"Anybody can read what lies at {address}. Close the bucket to the public."
    return "" if is_same and is_listed else f"What is kept at {address} comes back otherwise, or not at all."


def is_for_everybody(address: str, name: str) -> bool:
    """This will tell whether a stranger can fetch a file."""
    try:
        opened(address, as_nobody=True).get(name)
    except (BaseError, OSError):
        return False
    return True


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    sys.exit(fault_at(sys.argv[1]) or 0)
