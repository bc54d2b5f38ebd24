"""While very many answers come, a browser computes a little by itself and its answer counts; nobody else is asked."""

import pytest
from playwright.sync_api import expect

from tests.journeys.looking import axe, keep, sticking_out

ARTICLE = "/{}/news/women-in-science-2021/"
FEW, MOST = 15, 65  # answers of an hour before and after which a page asks for the computation


@pytest.fixture(scope="module", params=["en", "ar"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def rush(everybody, language):
    """So many answers in a moment as only programs give: each from a browser of another name, none from a person."""
    page = everybody.come()
    page.goto(ARTICLE.format(language))
    token = page.locator(".opinion input[name=page]").get_attribute("value")
    address = page.locator("form.opinion, .opinion form").get_attribute("action")
    page.wait_for_timeout(3_100)  # sooner, it is told that only programs answer

    def send(name, request=page.context.request, **more):
        form = {"page": token, "level": "1", **more}
        return request.post(address, form=form, headers={"user-agent": f"Program {name}"}, max_redirects=0)

    answers = [send(number).status for number in range(FEW)]
    assert answers == [302] * FEW  # nothing is computed while few answer
    while (status := send(len(answers)).status) == 302 and len(answers) < MOST:
        answers.append(status)
    assert status == 428
    yield send
    everybody.leave()
    everybody.complaints.clear()


def test_a_client_without_the_computation_is_asked_for_it_or_set_apart(visitors, rush):
    request = visitors.come().context.request
    asked = rush("that computes nothing", request)
    assert asked.status == 428
    assert "data-work=" in asked.text()
    assert rush("that lies", request, proof="e30=").status == 428

    apart = rush("that says so", request, unproved="1")
    assert apart.status == 302


def test_a_browser_computes_it_by_itself_and_the_answer_counts(visitors, rush, language):
    page = visitors.come(user_agent=f"A browser of {language}, X11")
    page.goto(ARTICLE.format(language))
    page.locator(".opinion input[value='5']").check()
    page.wait_for_timeout(3_100)
    page.locator(".opinion button").click()

    page.wait_for_url("**/opinion/thanks/**")  # nothing was pressed between
    expect(page.locator("input[value='5']")).to_be_checked()
    assert page.context.cookies() == []
    visitors.complaints[:] = [one for one in visitors.complaints if "428" not in one]


def test_whoever_has_no_script_is_told_and_it_waits_for_a_person(visitors, rush, language):
    page = visitors.come(user_agent=f"A browser without our script of {language}, X11")
    page.route("**/proof*.js", lambda route: route.abort())  # axe itself needs scripts
    page.goto(ARTICLE.format(language))
    page.locator(".opinion input[value='2']").check()
    page.wait_for_timeout(3_100)
    page.locator(".opinion button").click()
    button = page.locator("button[name=unproved]")
    expect(button).to_be_visible()
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe(page) == []
        assert sticking_out(page) == []
        keep(page, f"rush-{language}-{width}-{scheme}")
    button.click()

    page.wait_for_url("**/opinion/thanks/**")
    visitors.complaints.clear()  # axe brings styles of its own, which our policy refuses
