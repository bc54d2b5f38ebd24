import pytest
from django.contrib.auth.models import AnonymousUser

from comity.search.finding import find
from comity.search.kinds import KINDS


@pytest.fixture
def titles(office):
    """What somebody is told who looks for words: the titles of what was found, the likeliest first."""

    def found(words, viewer=None, language="en", group=""):
        answer = find(words, viewer=viewer or AnonymousUser(), language=language, group=group)
        return [title_of(one) for one in answer.every]

    return found


def title_of(pointer):
    kind = KINDS[pointer.kind]
    title = kind.said(kind.dress(kind.every()).get(pk=pointer.number)).title
    return title.told_in(pointer.language) if pointer.language else str(title)
