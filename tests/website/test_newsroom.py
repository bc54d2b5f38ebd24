"""The newsroom has one door for all of its rooms: officers and heads of the office, nobody else."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, path
from django.utils.translation import get_language, override
from wagtail.models import Page

from comity.accounts import policies
from comity.accounts.policies import Policy
from comity.journal.models import Entry
from comity.translation.texts import Text
from comity.website import newsroom
from comity.website.blocks import ArticleBody
from comity.website.configured import NEWSROOM
from comity.website.models import LanguageHome, NewsIndex
from tests.website.conftest import browser_of, write
from tests.website.test_news_of_a_session import fields_of

GROUP = re.compile(r"\((?:\?P<\w+>)?(\w+|\\d\+)[^()]*\)")
GIVEN = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def addresses(patterns=None, before=""):
    """An address that leads to each route of the newsroom."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(one.pattern).lstrip("^")
        if not isinstance(one, URLPattern):
            yield from addresses(one.url_patterns, here)
        elif here.startswith(NEWSROOM):
            yield "/" + filled(here)


def filled(pattern):
    plain = GROUP.sub(lambda group: group[1].replace("\\d+", "1"), pattern)
    plain = plain.replace(".*", "nothing").replace("\\.", ".").rstrip("$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda one: GIVEN.get(one[1], "x"), plain)


def test_the_newsroom_has_many_rooms_and_each_is_found():
    every = set(addresses())

    assert len(every) > 150
    assert {"/newsroom/", "/newsroom/images/", "/newsroom/pages/1/edit/", "/newsroom/localize/update/1/"} <= every


def test_the_office_is_led_from_its_desk_into_the_newsroom_and_nobody_else_is(office):
    officer, counterpart = browser_of(office.officer), browser_of(office.counterpart)

    assert 'href="/en/newsroom/"' in officer.get("/en/desk/").text
    assert 'href="/en/newsroom/"' not in counterpart.get("/en/desk/").text
    assert officer.get("/ar/newsroom/", follow=True).redirect_chain == [("/newsroom/", 302)]
    assert counterpart.get("/en/newsroom/").status_code == 403


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
def test_nobody_from_outside_of_the_office_opens_any_room(office, who):
    browser = browser_of(getattr(office, who))

    assert [one for one in addresses() if browser.get(one).status_code != 403] == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_reader_changes_nothing_in_any_room(office, method):
    browser, before = browser_of(office.reader), Entry.objects.exclude(act="refused").count()

    assert [one for one in addresses() if getattr(browser, method)(one).status_code != 403] == []
    assert Entry.objects.exclude(act="refused").count() == before


def test_a_visitor_is_asked_to_sign_in_with_comity(db):
    browser = Client()

    led = {one: browser.get(one) for one in addresses()}

    assert [one for one, answer in led.items() if answer.status_code != 302] == []
    assert {answer["Location"].partition("?")[0] for answer in led.values()} == {"/en/accounts/login/"}


def test_with_the_door_left_open_a_reader_would_get_in(office, monkeypatch):
    browser = browser_of(office.reader)
    monkeypatch.setitem(policies.GATES, Policy.OFFICE, lambda viewer: True)

    opened = [one for one in ("/newsroom/sprite/", "/newsroom/jsi18n/") if browser.get(one).status_code == 200]

    assert opened == ["/newsroom/sprite/", "/newsroom/jsi18n/"]


def test_a_room_without_our_door_would_be_found():
    forgotten = path("forgotten/", lambda request: HttpResponse())

    assert not hasattr(forgotten.callback, "policy")
    assert all(
        isinstance(route.callback.policy, Policy)
        for route, _names in newsroom._routes(newsroom.urlpatterns, frozenset())
    )


@pytest.mark.parametrize("who", ["officer", "head"])
def test_the_office_opens_the_rooms_where_news_is_written(office, who):
    article = write(office)["en"]
    rooms = ["/newsroom/", "/newsroom/pages/", "/newsroom/images/", "/newsroom/documents/", "/newsroom/images/add/"]
    rooms += [f"/newsroom/pages/{article.pk}/edit/"]
    rooms += [f"/newsroom/pages/add/website/article/{article.get_parent().pk}/"]
    browser = browser_of(getattr(office, who))

    assert [one for one in rooms if browser.get(one).status_code != 200] == []


@pytest.mark.parametrize("who", ["officer", "head"])
def test_accounts_sites_and_languages_are_kept_by_comity_alone(office, who):
    browser = browser_of(getattr(office, who))
    shut = ["users/", "users/1/", "groups/", "groups/new/", "sites/", "locales/", "password_reset/", "failwhale/"]

    assert [one for one in shut if browser.get(f"/newsroom/{one}").status_code != 404] == []
    assert browser.get("/newsroom/account/")["Location"] == "/en/account/"
    assert browser.get("/newsroom/login/")["Location"] == "/en/accounts/login/"


def test_signing_out_in_the_newsroom_signs_out_of_comity(office):
    browser = browser_of(office.officer)

    browser.post("/newsroom/logout/")

    assert browser.get("/en/desk/").status_code == 302


def test_the_newsroom_speaks_the_language_of_the_account_to_who_comes_by_no_page(office):
    office.officer.language = "ar"
    request = RequestFactory().get("/newsroom/")
    request.user, request.session = office.officer, {}

    spoken = newsroom._in_own_language(lambda request: HttpResponse(get_language()))(request)

    assert spoken.content == b"ar"


def test_only_the_newsroom_may_have_style_and_script_inside_a_page(office, article):
    browser = browser_of(office.officer)

    inside, outside = browser.get("/newsroom/"), browser.get(article.address)

    assert "'unsafe-inline'" in inside["Content-Security-Policy"]
    assert "'unsafe-inline'" not in outside["Content-Security-Policy"]
    assert "'unsafe-eval'" not in inside["Content-Security-Policy"]


def test_what_no_form_of_the_newsroom_would_send_is_told_so(office):
    article = write(office)["en"]

    answer = browser_of(office.officer).post(f"/newsroom/pages/{article.pk}/copy/")

    assert answer.status_code == 400
    assert 'class="page"' in answer.content.decode()


def test_a_text_that_its_editor_did_not_write_is_told_so_and_keeps_nothing(office):
    article = write(office)["en"]
    browser, where = browser_of(office.officer), f"/newsroom/pages/{article.pk}/edit/"
    versions = article.revisions.count()

    answer = browser.post(where, fields_of(browser.get(where)) | {"body-0-value": "{broken", "session": ""})

    assert answer.status_code == 400
    assert article.revisions.count() == versions


def test_a_draft_is_looked_at_in_the_newsroom_and_may_be_framed_there_alone(office):
    draft = write(office, is_published=False)["en"]

    seen = browser_of(office.officer).get(f"/newsroom/pages/{draft.pk}/view_draft/")

    assert draft.title in seen.content.decode()
    assert "frame-ancestors 'self'" in seen["Content-Security-Policy"]
    assert "unsafe" not in seen["Content-Security-Policy"]
    assert seen["X-Frame-Options"] == "SAMEORIGIN"
    assert browser_of(office.reader).get(f"/newsroom/pages/{draft.pk}/view_draft/").status_code == 403


def test_what_is_written_is_checked_for_who_cannot_see_it_while_it_is_written(office):
    article = write(office, body={"en": [], "fr": [], "ar": []})["en"]
    browser, where = browser_of(office.officer), f"/newsroom/pages/{article.pk}/edit/"
    browser.post(f"{where}preview/", fields_of(browser.get(where)) | {"session": ""})

    beside, alone = (
        browser.get(f"{where}preview/?mode={asked}").content.decode() for asked in ("&in_preview_panel=true", "")
    )

    assert "wagtailadmin/js/userbar.js" in beside
    assert "userbar" not in alone
    assert "userbar" not in Client().get(article.address).content.decode()


def test_the_newsroom_wears_our_name(office):
    page = browser_of(office.officer).get("/newsroom/").content.decode()

    assert "newsroom-mark" in page
    assert "website/newsroom.css" in page


def publish(office, kind, value):
    """An article whose one block holds what an editor's browser sent, and the page that visitors read."""
    index = write(office)["en"].get_parent()
    form = {
        "title": "Written here",
        "slug": "written-here",
        "date": "2026-11-20",
        "introduction": "In short.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": kind,
        "body-0-id": "",
        "body-0-value": value,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    answer = browser_of(office.officer).post(f"/newsroom/pages/add/website/article/{index.pk}/", form)
    assert answer.status_code == 302, answer.context["form"].errors
    return Client().get("/en/news/written-here/").content.decode()


def test_an_editor_writes_and_publishes(office):
    assert "Partner Association" in publish(office, "record", f"http://testserver{office.partner.get_absolute_url()}")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_editor_reads_beside_a_record_what_it_is_called_and_may_send_that_back(office, language):
    public = office.session(is_public=True, title=Text(en="A forum", fr="Un forum", ar="منتدى"))
    hidden = office.session(title=Text(en="Secret", fr="Secret", ar="سر"))
    block = ArticleBody().child_blocks["record"]
    with override(language):
        shown = block.get_form_state(f"session {public.pk}")

        assert shown == f"session {public.pk} · {public.title.told_in(language)}"
        assert block.clean(shown) == f"session {public.pk}"
        assert block.get_form_state(f"session {hidden.pk}") == f"session {hidden.pk}"
        for typed in ("/en/nothing/", "session x · A forum"):
            assert block.get_form_state(typed) == typed
    with pytest.raises(ValidationError):
        block.clean(f"session {hidden.pk} · Secret")


def test_an_editor_is_offered_of_how_an_article_is_found_only_what_the_site_uses(office, article):
    page = browser_of(office.officer).get(f"/newsroom/pages/{article.pk}/edit/").content.decode()

    assert 'name="slug"' in page
    assert "A former address leads to the new one." in page
    for unused in ("show_in_menus", "seo_title", "search_description", "domain.com"):
        assert unused not in page


def written(*, words, style, entity, data, kind="unstyled"):
    """What the editor of running text sends: words, all in one style, the last four of them within an entity."""
    whole = {"offset": 0, "length": len(words)}
    block = {"key": "a", "type": kind, "depth": 0, "text": words, "data": {"onclick": "alert(1)"}}
    ranges = {"inlineStyleRanges": [whole | {"style": style}], "entityRanges": [{"offset": 0, "length": 4, "key": 0}]}
    return json.dumps({"blocks": [block | ranges], "entityMap": {"0": {"type": entity, "data": data} | MUTABLE}})


MUTABLE = {"mutability": "MUTABLE"}
WORDS = "Read <script>alert(1)</script> & </p><img src=x onerror=alert(1)>"


class Harm(HTMLParser):
    """What of a page would run: acts within its elements, addresses that are scripts, scripts of its own."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [one for one in attrs if one[0].startswith("on") or "javascript:" in (one[1] or "")]
        if tag == "script" and not given.get("src") and given.get("type") != "application/ld+json":
            self.found.append(tag)


@pytest.mark.parametrize(
    "forged",
    [
        {"style": "BOLD", "entity": "LINK", "data": {"url": "javascript:alert(1)", "onclick": "alert(1)"}},
        {"style": "CODE", "entity": "LINK", "data": {"url": 'https://a.example/" onclick="alert(1)'}},
        {"style": "x onclick=alert(1)", "entity": "EMBED", "data": {"url": "https://a.example/", "html": "<i>x</i>"}},
        {"style": "BOLD", "entity": "IMAGE", "data": {"src": "x", "onerror": "alert(1)"}, "kind": "atomic"},
    ],
    ids=["javascript", "attribute", "embed", "image"],
)
def test_what_an_editor_sends_becomes_no_other_markup_than_the_editor_offers(office, forged):
    """Not even where the browser sends what the editor of running text would never make."""
    page = publish(office, "text", written(words=WORDS, **forged))

    assert Harm(page).found == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<i>x</i>" not in page


def test_what_would_run_would_be_found():
    page = '<a href="javascript:alert(1)">x</a><img src="x" onerror="alert(1)"><script>alert(1)</script><b>on</b>'

    assert Harm(page).found == [("href", "javascript:alert(1)"), ("onerror", "alert(1)"), "script"]


def test_what_an_editor_offers_is_let_through(office):
    body = publish(
        office, "text", written(words="Read this", style="BOLD", entity="LINK", data={"url": "https://a.example/"})
    )

    assert re.search(r'<b><a href="https://a\.example/"[^>]*>Read</a> this</b>|<a [^>]*><b>Read</b></a>', body)


@pytest.mark.parametrize("model", [LanguageHome, NewsIndex])
@pytest.mark.parametrize("act", ["delete", "unpublish", "move", "copy"])
def test_nobody_takes_away_the_pages_on_which_the_site_stands(office, article, model, act):
    browser, ground = browser_of(office.head), model.objects.first()
    before = list(Page.objects.values_list("pk", "path", "live"))

    told = [browser.get(f"/newsroom/pages/{ground.pk}/{act}/"), browser.post(f"/newsroom/pages/{ground.pk}/{act}/")]
    told.append(browser.post(f"/newsroom/bulk/wagtailcore/page/{act}/?id={ground.pk}&next=/newsroom/"))

    assert [one.status_code for one in told[:2]] == [302, 302]
    assert list(Page.objects.values_list("pk", "path", "live")) == before
    assert browser.get(f"/newsroom/pages/{ground.pk}/edit/").status_code == 200


def test_an_article_can_be_taken_away(office, article):
    browser_of(office.head).post(f"/newsroom/pages/{article.pk}/delete/")

    assert not Page.objects.filter(pk=article.pk).exists()


def test_the_newsroom_goes_on_in_the_language_of_the_page_that_led_there(office):
    browser = browser_of(office.officer)

    at_first = browser.get("/newsroom/")
    browser.get("/ar/newsroom/")
    then = browser.get("/newsroom/")

    assert ('lang="en"' in at_first.text, 'lang="ar" dir="rtl"' in then.text) == (True, True)
    assert "/ar/desk/" in then.text


def test_a_link_on_a_page_leads_into_the_newsroom_in_its_language(office):
    browser = browser_of(office.officer)
    browser.get("/ar/newsroom/")

    followed = browser.get("/newsroom/", headers={"Referer": "http://testserver/fr/desk/"})
    within = browser.get("/newsroom/", headers={"Referer": "http://testserver/newsroom/pages/"})

    nonsense = browser.get("/newsroom/", headers={"Referer": "http://[/en/desk/"})

    assert 'lang="fr"' in followed.text
    assert 'lang="fr"' in within.text
    assert 'lang="fr"' in nonsense.text


def test_the_side_bar_calls_its_editor_by_name_and_by_no_address(office):
    page = browser_of(office.officer).get("/newsroom/").text

    assert office.officer.name in page
    assert office.officer.email not in page
