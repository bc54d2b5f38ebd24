"""Files that parties sent, handed out so that they can do nothing."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse


def as_attachment(shown: Any) -> FileResponse:
    """This will hand out a file: never shown inside a page of ours, never taken for anything but what its bytes are."""
    response = FileResponse(
        shown.file.open("rb"), as_attachment=True, filename=shown.name_to_save, content_type=shown.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
