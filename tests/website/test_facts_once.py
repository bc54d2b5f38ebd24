"""Facts once: what the versions of an article state is compared, and told before any of them is published."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import PageLogEntry
from wagtail.rich_text import RichText

from comity.events.models import Event
from comity.meetings.models import Stage
from comity.translation.texts import Text
from comity.website.checks import compare
from comity.website.configured import SPOKEN
from comity.website.drafting import draft_news_of
from comity.website.models import Article
from tests import make
from tests.standing import stands
from tests.website.conftest import browser_of, write
from tests.website.test_news_of_a_session import adopted, fields_of, session  # noqa: F401 - fixtures

ASTROPHYSICS = {
    "en": "Leibniz Institute for Astrophysics Potsdam",
    "fr": "Institut Leibniz d’astrophysique de Potsdam",
    "ar": "معهد ليبنيز للفيزياء الفلكية في بوتسدام",
}
CATALYSIS = {"en": "Leibniz Institute for Catalysis", "fr": "Institut Leibniz de catalyse", "ar": "معهد ليبنيز للحفز"}


def institute(office, names, acronym):
    made = make.organisation(names["en"], by=office.officer, acronym=acronym)
    for language in ("fr", "ar"):
        made.rename(text=names[language], language=language, kind="translated", by=office.officer)
    return made


@stands
def forum(office):
    """The forum on papers and patents, with the institute that took part in it; the other one is known here too."""
    aip = institute(office, ASTROPHYSICS, "AIP")
    institute(office, CATALYSIS, "LIKAT")
    made = Event.announce(
        organisers=[office.host, aip],
        by=office.officer,
        title=Text(
            en="Forum on papers and patents", fr="Forum sur les articles et les brevets", ar="منتدى الأوراق والبراءات"
        ),
        starts_on=date(2020, 12, 14),
        ends_on=date(2020, 12, 15),
        expected=5000,
    )
    made.hold(took_part=10_000, is_more_than=True, by=office.officer)
    return made


TOLD = {
    "en": "On 14 and 15 December 2020 the forum served over 10,000 people with the {institute}.",
    "fr": "Les 14 et 15 décembre 2020, le forum a servi plus de 10\u202f000 personnes avec l’{institute}.",
    "ar": "يومي ١٤ و١٥ ديسمبر ٢٠٢٠ أفاد المنتدى أكثر من ١٠٬٠٠٠ شخص مع {institute}.",
}


def written_on(office, forum, slug="forum", **changed):
    """An article on the forum in three languages; `changed` is told in place of what is right."""
    article = write(office, slug, blocks=[("record", f"event {forum.pk}")])["en"]
    for one in Article.objects.versions_of(article):
        language = one.locale.language_code
        words = changed.get(language, TOLD[language]).format(institute=ASTROPHYSICS[language])
        one.body = [("text", RichText(f"<p>{words}</p>")), ("record", f"event {forum.pk}")]
        one.save_revision(user=office.officer)
    return Article.objects.get(pk=article.pk)


def told(article):
    return [
        (one.language, one.words.replace("\u2068", "").replace("\u2069", "")) for one in compare(article).differences()
    ]


def test_the_same_facts_in_three_languages_and_two_kinds_of_digits_do_not_differ(office, forum):
    assert told(written_on(office, forum)) == []


def test_the_astrophysics_institute_in_english_and_the_catalysis_institute_in_french_differ(office, forum):
    slip = TOLD["fr"].replace("{institute}", CATALYSIS["fr"])

    found = told(written_on(office, forum, fr=slip))

    assert found == [
        ("fr", "It does not name AIP by any of its names; this does: English, Arabic."),
        ("en", "It does not name LIKAT by any of its names; this does: French."),
        ("fr", "It names LIKAT, which no record of this article does."),
        ("ar", "It does not name LIKAT by any of its names; this does: French."),
    ]


@pytest.mark.parametrize(
    ("language", "right", "wrong", "expected"),
    [
        (
            "fr",
            "plus de 10\u202f000",
            "plus de 1\u202f000",
            ("fr", "It does not tell more than 10,000; this does: English, Arabic."),
        ),
        (
            "fr",
            "plus de 10\u202f000",
            "10\u202f000",
            ("fr", "It does not tell more than 10,000; this does: English, Arabic."),
        ),
        ("ar", "١٠٬٠٠٠", "١٬٠٠٠", ("ar", "It does not tell more than 10,000; this does: English, French.")),
        ("ar", "١٤ و١٥", "١٤ و١٦", ("ar", "It does not tell 15 December 2020; this does: English, French.")),
        (
            "en",
            "December 2020",
            "December 2021",
            ("en", "It tells 14 December 2021, which no record of this article does."),
        ),
        ("en", "over 10,000", "350", ("en", "It tells 350, which no record of this article does.")),
    ],
)
def test_another_number_or_day_in_one_language_is_told(office, forum, language, right, wrong, expected):
    article = written_on(office, forum, **{language: TOLD[language].replace(right, wrong)})

    assert expected in told(article)


def test_a_number_in_words_is_the_number_in_digits(office, forum):
    texts = {"en": "Five thousand were expected.", "fr": "On en attendait 5\u202f000.", "ar": "وكان المتوقع خمسة آلاف."}

    found = told(written_on(office, forum, **{code: f"{TOLD[code]} {words}" for code, words in texts.items()}))

    assert found == []


def test_a_former_name_is_told_with_the_one_that_holds(office, forum):
    office.other.rename(text="Old College", language="en", kind="former", until=date(2020, 1, 1), by=office.officer)
    texts = {code: f"{TOLD[code]} Old College" for code in TOLD}

    found = told(written_on(office, forum, **texts))

    assert ("en", "It says “Old College” where the name in this language is “Other University”.") in found


def test_an_acronym_is_no_word(office, forum):
    make.organisation("World Body", by=office.officer, acronym="WHO")
    texts = {"en": f"{TOLD['en']} Those who came were glad."}

    assert told(written_on(office, forum, **texts)) == []
    assert told(written_on(office, forum, slug="second", en=f"{TOLD['en']} The WHO came."))[0] == (
        "en",
        "It names WHO, which no record of this article does.",
    )


def test_a_name_in_arabic_is_known_with_what_is_written_onto_it(office, forum):
    office.partner.rename(text="المؤسسة الشريكة", language="ar", kind="official", by=office.officer)
    texts = {
        "en": f"{TOLD['en']} Partner Association",
        "fr": f"{TOLD['fr']} Partner Association",
        "ar": f"{TOLD['ar']} وللمؤسسة الشريكة",
    }

    assert ("ar", "It does not name PA by any of its names; this does: English, French.") not in told(
        written_on(office, forum, **texts)
    )


def test_a_draft_from_a_session_differs_only_where_a_language_has_no_words(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]

    found = told(article)

    assert {code for code, _words in found} == {"ar"}
    assert "It has no sentence from “A scholarship” (what was said); this has: English, French." in found[-1][1]


def rows_of(office, article, language="en"):
    """What the facts page shows of each fact: the fact, each version, the records."""
    browser = browser_of(office.officer)
    spoken = browser.session
    spoken[SPOKEN] = language
    spoken.save()
    page = browser.get(f"/newsroom/facts/{article.pk}/").content.decode()
    rows = re.findall(r"<tr><td><bdi>(.*?)</bdi></td>(.*?)</tr>", page, re.S)
    cells = {strip_tags(fact): [strip_tags(one) for one in rest.split("</td>")[:-1]] for fact, rest in rows}
    return {re.sub("[\u2068\u2069]", "", fact): one for fact, one in cells.items()}, page


@pytest.mark.parametrize(("language", "quantity"), [("en", "5,000"), ("fr", "5 000"), ("ar", "5,000")])
def test_a_year_is_told_as_a_year_and_a_quantity_as_a_quantity(office, forum, language, quantity):
    texts = {"en": "In 2021, 5,000 came.", "fr": "En 2021, 5 000 sont venus.", "ar": "في عام ٢٠٢١ جاء ٥٬٠٠٠."}
    article = written_on(office, forum, **{code: f"{TOLD[code]} {words}" for code, words in texts.items()})

    rows, _page = rows_of(office, article, language)

    assert {"2021", quantity} <= set(rows)


def test_where_nothing_differs_no_fact_is_said_to_be_missing_in_the_records(office, forum):
    own = {"en": "News of 20 November 2026.", "fr": "Actualité du 20 novembre 2026.", "ar": "خبر ٢٠ نوفمبر ٢٠٢٦."}
    article = written_on(office, forum, **{code: f"{TOLD[code]} {words}" for code, words in own.items()})

    rows, page = rows_of(office, article)

    assert told(article) == []
    assert "Nothing: every version states the same, and what the records tell." in page
    assert rows["20 November 2026"] == ["yes", "yes", "yes", "day of the article"]
    assert rows["14 December 2020"] == ["yes", "yes", "yes", "yes"]


def test_where_no_record_is_named_none_is_said_to_tell_the_same(office):
    _rows, page = rows_of(office, write(office)["en"])

    assert "and what the records tell" not in page
    assert "There is no record in it that everybody may read" in page


# Links


def test_a_link_to_what_is_hidden_or_gone_is_told(office, forum):
    hidden = office.session(at=Stage.HELD)
    public = office.session(at=Stage.HELD, is_public=True)
    link = '<a href="{}">x</a>'
    texts = {
        "en": TOLD["en"]
        + "".join(
            link.format(url)
            for url in (
                hidden.get_absolute_url(),
                "/en/nothing/",
                public.get_absolute_url(),
                "https://example.org/x",
                "/en/news/gone/",
            )
        )
    }

    found = [words for _code, words in told(written_on(office, forum, **texts))]

    assert found == [
        f"A link leads to a record that not everybody may read: {hidden.get_absolute_url()}",
        "A link leads nowhere: /en/nothing/",
        "A link leads nowhere: /en/news/gone/",
    ]


@pytest.mark.parametrize("spoken", ["en", "ar"])
def test_a_link_is_followed_in_the_language_of_its_address_whatever_the_editor_speaks(office, forum, spoken):
    hidden, public = office.session(at=Stage.HELD), office.session(at=Stage.HELD, is_public=True)
    fine = [f"/{code}/{rest}/" for code in ("en", "fr", "ar") for rest in (f"sessions/{public.pk}", "partners", "news")]
    broken = [f"/ar/sessions/{hidden.pk}/", "/fr/nothing/", "/fr/news/only-in-english/"]
    write(office, "only-in-english", title=Text(en="Only"), introduction=Text(en="In short"))
    links = "".join(f'<a href="{one}">x</a>' for one in [*fine, *broken, "/en/news/only-in-english/"])
    article = written_on(office, forum, en=TOLD["en"] + links)

    with override(spoken):
        found = [one.words for one in compare(article).differences()]

    assert len(found) == 3
    assert all(address in words for address, words in zip(broken, found, strict=True))


def test_a_record_that_is_hidden_again_is_told(office):
    shown = office.session(at=Stage.HELD, is_public=True)
    article = write(office, blocks=[("record", f"session {shown.pk}")])["en"]
    assert told(article) == []

    shown.show_to_public(False, by=office.officer)

    assert (
        "en",
        f"A record that stands in it (session {shown.pk}) is not there for the public.",
    ) in told(article)


# Before publishing


def publish(office, article):
    browser = browser_of(office.officer)
    where = f"/newsroom/pages/{article.pk}/edit/"
    return browser.post(where, fields_of(browser.get(where)) | {"action-publish": "1"})


def test_what_differs_is_not_published_but_kept_and_shown(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]

    answer = publish(office, article)

    assert answer.url == f"/newsroom/facts/{article.pk}/?held"
    assert not Article.objects.get(pk=article.pk).live
    page = browser_of(office.officer).get(answer.url).content.decode()
    assert "It has no sentence from" in page
    assert "Publish all the same" in page


def test_it_is_published_all_the_same_with_a_reason_that_its_log_keeps(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]
    browser, where = browser_of(office.officer), f"/newsroom/facts/{article.pk}/"

    refused = browser.post(where, {"why": " "})
    assert refused.context["form"].errors["why"]
    assert not Article.objects.get(pk=article.pk).live
    browser.post(where, {"why": "The scholarship has no Arabic name yet."})

    assert Article.objects.get(pk=article.pk).live
    kept = PageLogEntry.objects.get(page=article.pk, action="comity.published_against_facts")
    assert kept.data["why"] == "The scholarship has no Arabic name yet."
    assert kept.data["differences"][-1]["language"] == "ar"
    assert kept.user == office.officer
    assert (
        "The scholarship has no Arabic name yet."
        in browser.get(f"/newsroom/pages/{article.pk}/history/").content.decode()
    )


def test_what_does_not_differ_is_published_at_once(office, adopted):  # noqa: F811
    written = draft_news_of(adopted, by=office.officer)
    ar = written["ar"]
    en_words = [block for block in written["en"].body if block.block_type == "facts"][-1].value
    ar.body.append(("facts", [dict(en_words[0]) | {"words": "ومن المقترحات: منحة."}]))
    ar.save_revision(user=office.officer)
    assert told(written["en"]) == []

    publish(office, written["en"])

    assert Article.objects.get(pk=written["en"].pk).live


def test_a_new_article_that_differs_does_not_slip_out(office, forum):
    index = Article.objects.get(pk=write(office, "other")["en"].pk).get_parent()
    browser = browser_of(office.officer)
    sent = {
        "title": "Forum", "slug": "new", "introduction": "In short", "date": "2026-11-20", "session": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "record", "body-0-id": "",
        "body-0-value": f"event {forum.pk}", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }  # fmt: skip

    browser.post(f"/newsroom/pages/add/website/article/{index.pk}/", sent | {"introduction": "350 came"})

    made = Article.objects.get(slug="new")
    assert not made.live
    assert Client().get(made.address).status_code == 404


def test_several_at_once_are_held_where_one_differs(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]
    plain = write(office, is_published=False)["en"]
    where = f"/newsroom/bulk/wagtailcore/page/publish/?id={article.pk}&id={plain.pk}"

    answer = browser_of(office.officer).post(where, {"include_descendants": ""})

    assert answer.url == f"/newsroom/facts/{article.pk}/"
    assert not Article.objects.to_read().filter(pk__in=[article.pk, plain.pk]).exists()
    browser_of(office.officer).post(where.replace(f"id={article.pk}&", ""), {"include_descendants": ""})
    assert Article.objects.get(pk=plain.pk).live


def test_nobody_else_sees_the_facts_of_a_draft(office, adopted):  # noqa: F811
    article = draft_news_of(adopted, by=office.officer)["en"]

    for other in (office.reader, office.counterpart):
        assert browser_of(other).get(f"/newsroom/facts/{article.pk}/").status_code == 403
    assert Client().get(f"/newsroom/facts/{article.pk}/").status_code == 302
