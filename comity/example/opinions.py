"""What visitors of the example thought: made up, and marked as samples wherever it is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from comity.accounts.models import User
from comity.opinion.asking import Asked
from comity.opinion.giving import How, give, say
from comity.opinion.models import Device, PageViews, Reply, State, Task, Theme
from comity.opinion.visitors import Visitor
from comity.translating.telling import translated_page
from comity.translation.texts import Text
from comity.website.models import Article
from comity.website.reading import asked_about

WEEKS = 16
# How satisfied the visitors are, one after another: with what people wrote, and with what a machine translated.
OF_PEOPLE = (5, 4, 4, 2, 5, 4, 4, 5, 4, 3, 5, 4)
OF_A_MACHINE = (2, 3, 2, 1, 4, 2, 3, 2)
OF_MACHINES = (State.MACHINE, State.MIXED)
DEVICES = (Device.PHONE, Device.COMPUTER, Device.PHONE, Device.TABLET, Device.PHONE, Device.COMPUTER)
# Until so many weeks ago, the Arabic and the French of every second article were a machine's in this story.
REVIEWED = 6
# How many weeks ago, in which language, of which article, how satisfied, and in which words.
SAID = (
    (0, "en", 0, 2, "I could not find what the two sides agreed on in the end."),
    (1, "fr", 1, 2, "La date de la conférence manque dans le premier paragraphe."),
    (1, "ar", 2, 1, "أسماء المعاهد لا تظهر كاملة على الهاتف."),
    (2, "en", 3, 5, "Good to see what became of it since."),
    (8, "ar", 1, 2, "ترجمة بعض الجمل غير مفهومة."),
    (9, "fr", 1, 2, "Cette traduction est difficile à comprendre."),
    (3, "fr", 3, 4, "Clair, merci."),
)
VIEWS = 20
SAMPLE = How(is_sample=True)


def answer(articles: list[dict[str, Article]], *, by: User, now: datetime) -> None:
    """This will answer about every article for some weeks, say some words, and show what the office did about them."""
    people, machine, devices = cycle(OF_PEOPLE), cycle(OF_A_MACHINE), cycle(DEVICES)
    for week in reversed(range(WEEKS)):
        for number, versions in enumerate(articles):
            for language, article in versions.items():
                asked = _asked(article, number, language, week)
                level = next(machine if asked.state in OF_MACHINES else people)
                mark = f"sample {week} {number} {language}"
                give(asked, level=level, visitor=Visitor(mark, next(devices)), now=_then(now, week, number), how=SAMPLE)
    _trapped(articles, now)
    _view(articles, now)
    _say(articles, now)
    _act(by=by, now=now)


def _asked(article: Article, number: int, language: str, week: int) -> Asked:
    """The page as it was then: what a machine made is a machine's to this day, and so is said of it."""
    translated = translated_page(article.translation_key, language)
    asked = asked_about(article, article.areas.all(), translated)
    if translated is not None:
        return asked
    if week >= REVIEWED and language != "en" and number % 2:
        return replace(asked, state=State.MACHINE, engine="sample")
    return replace(asked, state=State.ORIGINAL if language == "en" else State.HUMAN)


def _then(now: datetime, week: int, hours: int) -> datetime:
    return now - timedelta(days=7 * week + 1, hours=hours)


def _view(articles: list[dict[str, Article]], now: datetime) -> None:
    """How often each page was shown in this story: about twenty-four times for one answer."""
    for week in range(WEEKS):
        for number, versions in enumerate(articles):
            for language, article in versions.items():
                asked, day = _asked(article, number, language, week), timezone.localdate(_then(now, week, number))
                times = VIEWS + (week * number) % 9
                PageViews.add(times, day=day, kind=asked.kind, language=language, state=asked.state)


def _trapped(articles: list[dict[str, Article]], now: datetime) -> None:
    for number in range(6):
        asked = asked_about(articles[0]["en"], articles[0]["en"].areas.all())
        visitor, how = Visitor(f"sample trapped {number}", Device.OTHER), How(is_trapped=True, is_sample=True)
        give(asked, level=5, visitor=visitor, now=_then(now, 1, number), how=how)


def _say(articles: list[dict[str, Article]], now: datetime) -> None:
    for place, (week, language, number, level, words) in enumerate(SAID):
        asked = _asked(articles[number][language], number, language, week)
        visitor = Visitor(f"sample words {place}", DEVICES[place % len(DEVICES)])
        given = give(asked, level=level, visitor=visitor, now=_then(now, week, 5), how=SAMPLE)
        understood = "no" if asked.state in OF_MACHINES else ""
        say(given.answer, level=level, found="partly", understood=understood, comment=words)


def _act(*, by: User, now: datetime) -> None:
    today = timezone.localdate(now)
    Theme.enter(
        name=Text(en="Translation", fr="Traduction", ar="الترجمة"),
        words=Text(en="translation, translated", fr="traduction, traduit", ar="ترجمة، مترجم"),
        by=by,
    )
    Theme.enter(
        name=Text(en="Dates and names", fr="Dates et noms", ar="التواريخ والأسماء"),
        words=Text(en="date, name", fr="date, nom", ar="تاريخ، أسماء، اسم"),
        by=by,
    )
    for task in Task.objects.whole().open_ones()[:2]:
        task.close(done="The version in this language was read and put right by a person.", on=today, by=by)
    Reply.enter(
        said=Text(
            en="Some translated sentences could not be understood.",
            fr="Certaines phrases traduites étaient incompréhensibles.",
            ar="بعض الجمل المترجمة لم تكن مفهومة.",
        ),
        did=Text(
            en="A person has read the French and the Arabic version of these articles and put them right.",
            fr="Une personne a relu et corrigé les versions française et arabe de ces articles.",
            ar="راجع شخص النسختين الفرنسية والعربية من هذه المقالات وصوّبهما.",
        ),
        on=today - timedelta(days=7 * REVIEWED - 1),
        is_sample=True,
        by=by,
    )
