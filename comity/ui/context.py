"""What every page knows: the languages with this page's address in each."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url

from comity.translation.texts import current_language, direction, languages


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """This will give the page's language, its direction, and its address in the other languages."""
    here = current_language()
    path = request.get_full_path()
    others = [{"code": code, "url": translate_url(path, code)} for code in languages() if code != here]
    return {"language": here, "direction": direction(here), "other_languages": others, "is_demo": settings.DEMO}
