"""How the news of a session is worded: what belongs together is introduced once, and grammar follows from the words."""

from importlib import import_module

import pytest

from comity.commitments.models.stages import Stage as Promised
from comity.meetings.models import Stage
from comity.translation.texts import Text
from comity.website.drafting import draft_news_of
from comity.website.prose import WRITERS
from comity.website.prose.french import addressed
from comity.website.prose.writer import UNTOLD
from tests.website.test_news_of_a_session import LANGUAGES, headed, sentences_of, session, told_by  # noqa: F401

FURTHER = [
    Text(en="Lend a book", fr="Prêter un livre", ar="إعارة كتاب"),
    Text(en="Share a table", fr="Partager une table", ar="مشاركة جدول"),
]


@pytest.mark.parametrize(
    ("language", "told_once", "last"),
    [
        ("en", "HO promised to PA: “Send the draft”", "and “Share a table”"),
        ("fr", "L’HO a promis à la PA\u00a0: «\u00a0Envoyer le projet\u00a0»", "et «\u00a0Partager une table\u00a0»"),
        ("ar", "ومن التزامات Host Organisation تجاه المؤسسة الشريكة: «إرسال المشروع»", "و«مشاركة جدول»"),
    ],
)
def test_what_was_said_between_the_same_is_introduced_once_and_each_part_stays_with_its_record(
    office,
    session,  # noqa: F811
    language,
    told_once,
    last,
):
    item = session.items.first()
    for words in FURTHER:
        office.commitment(item=item, deliverable=words)
    office.take(session, to=Stage.ADOPTED)

    article = draft_news_of(session, by=office.officer)[language]

    said = [(words, record) for words, record, told in sentences_of(article) if told == "said"]
    listed = said[:3]
    assert listed[0][0].startswith(told_once)
    assert listed[2][0].startswith(last)
    assert [one[0][-1] for one in listed] == [*(";;" if language != "ar" else "،،"), "."]
    assert len({record for _words, record in listed}) == 3
    assert all(":" not in words for words, _record in listed[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_that_were_said_are_joined_by_a_word(office, session, language):  # noqa: F811
    office.commitment(item=session.items.first(), deliverable=FURTHER[0])
    office.take(session, to=Stage.ADOPTED)

    first, second = [
        words
        for words, _record, told in sentences_of(draft_news_of(session, by=office.officer)[language])
        if told == "said"
    ][:2]

    assert not first.endswith(";")
    assert second.startswith({"en": "and “", "fr": "et «", "ar": "و«"}[language])


@pytest.mark.parametrize("writer", WRITERS.values())
def test_every_state_that_is_told_has_words_in_every_language(writer):
    states = import_module(writer.__module__).STATES

    assert set(states) == set(Promised) - UNTOLD


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Dr Salma Head", "le Dr Salma Head"),
        ("Dr. Salma Head", "le Dr Salma Head"),
        ("Dre Salma Head", "la Dre Salma Head"),
        ("Prof. Salma Head", "le professeur Salma Head"),
        ("Professeure Salma Head", "la professeure Salma Head"),
        ("Mme Salma Head", "Mme Salma Head"),
        ("Salma Head", "Salma Head"),
        ("Pr", "Pr"),
    ],
)
def test_a_form_of_address_has_its_article_in_french(name, words):
    assert addressed(name) == words


def test_who_headed_a_delegation_is_named_with_that_article(office):
    held = office.session(is_public=True)
    headed(office, held, office.host, "Karl Chief", Text(fr="Président"), address=Text(en="Prof."))
    office.take(held, to=Stage.ADOPTED)

    told = told_by(draft_news_of(held, by=office.officer)["fr"])

    assert "par le professeur Karl Chief, Président" in told
