"""An article in English that is translated into Arabic and French by an engine of which the test says what it makes."""

from contextlib import contextmanager

import pytest
from django.utils import timezone

from comity.engines import asking, carrying
from comity.engines import translating as engines
from comity.engines.translating import Rendered
from comity.translating.grouping import forget_pace
from comity.translating.models import Version
from comity.translating.rendering import translate_waiting
from comity.translation.texts import Text
from tests.engines.fake import serving
from tests.standing import stands
from tests.website.conftest import write

PARAGRAPHS = "<p>First.</p><p>Second of 10.</p>"


class Scripted:
    """An engine that writes down what it is asked for; what it is told to fail fails."""

    def __init__(self):
        self.asked, self.fails, self.says, self.called = [], set(), {}, "Scripted"

    def rendering(self, pages, *, source, target, is_public=True):
        """Nobody is asked anything, so that no question is yielded."""
        for texts in pages:
            self.asked += texts
        return [[self._rendered(one, source, target) for one in texts] for texts in pages]
        yield

    def _rendered(self, text, source, target):
        names = engines.glossary_for(text, source=source, target=target)
        return Rendered(self.says.get(text, f"{target}: {text}"), self.called, "1", names, self._failed(text))

    def _failed(self, text):
        return ("numbers",) if text in self.fails else ()


def put_in_place(patched):
    made = Scripted()
    forget_pace()
    patched.setattr(engines, "rendering", made.rendering)
    patched.setattr(engines, "can_render", lambda source, target: True)
    return made


@contextmanager
def scripted():
    """The engine for what builds something upon which tests stand."""
    with pytest.MonkeyPatch.context() as patched:
        yield put_in_place(patched)


@pytest.fixture
def engine(monkeypatch):
    """The engine for a test, by what the test itself may patch: so the last that is put is the first taken away."""
    return put_in_place(monkeypatch)


@stands
def article(office):
    return write_in_english(office)


@stands
def translated(article):
    """The article, translated by a machine and reviewed by nobody."""
    with scripted():
        work()
    return article


def write_in_english(office, slug="piece", paragraphs=PARAGRAPHS, title="Title"):
    told = {"title": Text(en=title), "introduction": Text(en="In short")}
    return write(office, slug, **told, blocks=[], body={"en": [("text", paragraphs)]})["en"]


def work():
    translate_waiting(limit=99)


def version_of(article, language="ar"):
    return Version.objects.of_page(article.translation_key).in_language(language).get()


def passages(article, language="ar"):
    return list(version_of(article, language).passages.in_order().select_related("version"))


def said(article, words, language="ar"):
    """The passage whose original says this."""
    return next(one for one in passages(article, language) if one.source_text == words)


def edit(article, office, paragraphs):
    """The original is changed and published anew, its blocks staying where they are."""
    article.refresh_from_db()
    article.body = [{"type": "text", "value": paragraphs, "id": article.body[0].id}]
    article.save_revision(user=office.officer).publish(user=office.officer)


@pytest.fixture
def spanish(settings, monkeypatch):
    """A server on this machine that writes every word backwards, which is fair Spanish here; it keeps what it hears."""
    monkeypatch.setattr(asking, "PAUSES", (0.01, 0.01))
    carrying.wake_all()
    forget_pace()
    with serving() as fake:
        settings.ENGINES = f"libretranslate+{fake.address}?pairs=en>es,en>pt&seconds=1"
        settings.ENGINE_ROUTES = ""
        yield fake
    carrying.wake_all()


@pytest.fixture
def later(time_machine):
    """Lets time pass, in seconds."""
    time_machine.move_to(timezone.now())
    return time_machine.shift
