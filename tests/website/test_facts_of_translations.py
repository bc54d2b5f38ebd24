"""What waits to be translated states its facts in the language of the original, and holds nobody back."""

import pytest
from wagtail_localize.models import Translation

from comity.engines import translating as engines
from comity.translating.reviewing import reword
from comity.translation.texts import Text
from comity.website.models import Article
from tests.standing import stands
from tests.translating.conftest import engine, said, scripted, work, write_in_english  # noqa: F401 - fixtures
from tests.website.conftest import browser_of, write
from tests.website.test_facts_once import ASTROPHYSICS, institute, told

TOLD = "<p>It was signed on 3 March 2024 by 12 people.</p>"
IN_FRENCH = "Il a été signé le 3 mars 2024 par 12 personnes."
IN_ARABIC = "وُقّع في ٣ مارس ٢٠٢٤ من ١٢ شخصا."
ADDED = "<p>Everybody was glad.</p>"


def no_arabic(source, target):
    return target == "fr"


@stands
def begun(office):
    """Told in English, in French by a machine; no engine leads into Arabic, so that it waits and was never read."""
    article = write_in_english(office, paragraphs=TOLD)
    with scripted() as machine, pytest.MonkeyPatch.context() as patched:
        patched.setattr(engines, "can_render", no_arabic)
        machine.says["It was signed on 3 March 2024 by 12 people."] = IN_FRENCH
        work()
    return article


def in_language(article, language):
    return Article.objects.of_page(article.translation_key).in_language(language).get()


def save(article, office, words):
    """A draft with other words, the block staying where it is."""
    article.refresh_from_db()
    article.body = [{"type": "text", "value": words, "id": article.body[0].id}]
    article.save_revision(user=office.officer)


def stop_the_workbench(article):
    """Somebody writes this version from now on."""
    Translation.objects.filter(source__object_id=article.translation_key, target_locale=article.locale).update(
        enabled=False
    )


def test_a_sentence_without_facts_is_added_while_another_language_waits(office, begun):
    waiting = in_language(begun, "ar")
    assert not waiting.live
    assert "3 March 2024" in str(waiting.body)

    save(begun, office, TOLD + ADDED)

    assert told(begun) == []
    page = browser_of(office.officer).get(f"/newsroom/facts/{begun.pk}/").content.decode()
    assert "Arabic" not in page.partition("<main")[2]


def test_who_publishes_what_waits_is_told_what_it_states_in_the_language_that_it_stands_in(office, begun):
    assert told(in_language(begun, "ar")) == []


@pytest.mark.parametrize(
    "words",
    [TOLD.replace("12", "15"), TOLD + "<p>30 more came on 4 May 2025.</p>", ADDED],
    ids=["other", "new", "gone"],
)
def test_what_changes_in_the_original_is_not_missed_where_a_machine_follows_it(office, begun, words):
    save(begun, office, words)

    assert told(begun) == []


def test_another_number_in_what_a_machine_wrote_is_told_where_the_original_stays_as_it_is(office):
    article = write_in_english(office, paragraphs=TOLD)
    with scripted() as machine:
        machine.says["It was signed on 3 March 2024 by 12 people."] = IN_FRENCH.replace("12", "15")
        work()

    save(article, office, TOLD + ADDED)

    assert ("fr", "It does not tell 12; this does: English.") in told(article)


def test_another_number_in_the_original_is_told_where_people_keep_the_other_language(office, begun):
    stop_the_workbench(in_language(begun, "fr"))

    save(begun, office, TOLD.replace("12", "15"))

    assert told(begun) == [
        ("en", "It does not tell 12; this does: French."),
        ("fr", "It does not tell 15; this does: English."),
    ]


def test_a_draft_in_which_a_person_wrote_is_compared_although_nobody_has_read_it_yet(office, begun):
    passage = said(begun, "It was signed on 3 March 2024 by 12 people.")

    reword(passage, IN_ARABIC.replace("١٢", "١٥"), by=office.officer)

    assert ("ar", "It does not tell 12; this does: English, French.") in told(begun)


def test_a_version_that_people_write_is_compared_before_it_is_published(office):
    head = {"title": Text(en="Title", fr="Titre"), "introduction": Text(en="In short", fr="En bref")}
    body = {"en": [("text", TOLD)], "fr": [("text", f"<p>{IN_FRENCH.replace('12', '15')}</p>")]}
    article = write(office, **head, body=body, is_published=False)["en"]

    assert ("fr", "It does not tell 12; this does: English.") in told(article)


def test_a_paragraph_that_waits_on_a_page_that_is_read_states_its_facts_in_its_own_language(office, begun, monkeypatch):
    institute(office, ASTROPHYSICS, "AIP")
    more = f"<p>The {ASTROPHYSICS['en']} joined on 4 May 2025.</p>"
    save(begun, office, TOLD + more)
    begun.get_latest_revision().publish(user=office.officer)
    monkeypatch.setattr(engines, "can_render", lambda source, target: False)
    work()
    assert "4 May 2025" in str(in_language(begun, "fr").body)

    save(begun, office, TOLD + more + ADDED)

    assert told(begun) == []
