"""The list of partners is searched in any language and narrowed down, at a constant cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.partners.models import Area, Organisation
from tests import make
from tests.standing import stands

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@stands
def leibniz(office):
    made = make.organisation(
        "Leibniz Association", by=office.officer, kind="association", country="DE", ror="01n6r0e97", wikidata="Q680090"
    )
    made.rename(text="مؤسسة ليبنيز", language="ar", kind="official", by=office.officer)
    made.rename(text="Association Léibniz", language="fr", kind="translated", by=office.officer)
    made.rename(text="WGL", language="de", kind="acronym", by=office.officer)
    made.rename(text="Blaue Liste", language="de", kind="former", until=make.TODAY, by=office.officer)
    return made


def names_on(client, **asked):
    page = client.get(reverse("partners"), asked).context["page"]
    return [str(one) for one in page]


@pytest.mark.parametrize(
    "letters", ["leib", "LEIBNIZ ass", "مؤسسه", "ليبنيز", "association leibniz", "wgl", "blaue", "01n6r0e97", "q680090"]
)
def test_a_few_letters_in_any_language_find_a_partner(leibniz, client, letters):
    assert names_on(client, q=letters) == ["Leibniz Association"]


@pytest.mark.parametrize("letters", ["eibniz", "leibniz tokyo", "!!!", "\u202e", "029hg0311"])
def test_other_letters_do_not(leibniz, client, letters):
    assert names_on(client, q=letters) == []


def test_the_list_shows_neither_the_host_nor_its_units(office, client):
    unit = make.organisation("Science Sector", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)

    assert names_on(client) == ["Other University", "Partner Association"]


def test_filters_narrow_the_list_down_together(leibniz, office, client):
    leibniz.take_interest_in([Area.objects.get(pk="science")], by=office.officer)

    assert names_on(client, kind="association") == ["Leibniz Association", "Partner Association"]
    assert names_on(client, kind="association", country="DE") == ["Leibniz Association"]
    assert names_on(client, area="science") == ["Leibniz Association"]
    assert names_on(client, area="science", kind="university") == []


def test_the_parts_of_an_organisation_can_be_listed(leibniz, office, client):
    office.other.join(leibniz, by=office.officer)

    assert names_on(client, part_of=leibniz.pk) == ["Other University"]


def test_a_filter_that_cannot_be_read_counts_as_not_set(leibniz, client):
    assert len(names_on(client, kind="nonsense", country="XX", area="none", part_of="x", page="999")) == 3


def test_only_the_found_part_is_sent_while_typing(leibniz, client):
    page = client.get(reverse("partners"), {"q": "leib"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Leibniz Association" in page


def test_an_empty_list_says_so_and_offers_to_enter_it(office, client):
    client.force_login(office.officer, backend=BACKEND)

    page = client.get(reverse("partners"), {"q": 'no "such" <one>'}).content.decode()

    assert f"{reverse('new-partner')}?name=no%20%22such%22%20%3Cone%3E" in page


@pytest.mark.parametrize(("role", "is_told_what_to_do"), [("officer", True), ("reader", False)])
def test_a_list_that_nothing_narrows_down_says_what_to_do_first(db, client, role, is_told_what_to_do):
    client.force_login(make.user(role), backend=BACKEND)

    page, narrowed = (client.get(reverse("partners"), asked).content.decode() for asked in ({}, {"q": "nobody"}))

    assert "No partner has been entered yet." in page and "named or described like this" not in page
    assert ("Begin with the organisation that you meet next" in page) is is_told_what_to_do
    assert "No partner has been entered yet." not in narrowed and "named or described like this" in narrowed


def test_the_list_costs_the_same_for_two_and_for_forty(office, client):
    client.force_login(office.officer, backend=BACKEND)
    client.get(reverse("partners"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("partners"))
    for number in range(40):
        make.organisation(
            f"University {number}", by=office.officer, kind="university", country="MA", acronym=f"U{number}"
        )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("partners"))

    assert len(few) == len(many)
    assert len(many) <= 15


def test_fifty_stand_on_a_page(office, client):
    for number in range(60):
        make.organisation(f"University {number}", by=office.officer, kind="university")

    assert len(names_on(client)) == 50
    page = client.get(reverse("partners")).context["page"]
    assert len(names_on(client, after=page.next)) == 12
    assert Organisation.objects.partners().count() == 62


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "x", "²"])
def test_a_number_that_stands_for_no_whole_counts_as_not_given(client, office, number):
    assert client.get("/en/partners/", {"part_of": number}).status_code == 200
