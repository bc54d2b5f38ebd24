"""The page of an organisation tells all of it at a constant cost."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from comity.partners.models import Area, Office, Organisation
from comity.partners.page import partner_context
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def fill(office, number):
    for n in range(number):
        part = make.organisation(f"Part {n}", by=office.officer)
        part.join(office.partner, since=date(2000 + n, 1, 1), by=office.officer)
        make.organisation(f"Lab {n}", by=office.officer, kind="unit").join(part, by=office.officer)
        make.person(f"Person {n}", by=office.officer, at=office.partner)
        office.partner.rename(text=f"Name {n}", language="de", kind="former", until=TODAY, by=office.officer)


def cost(office, client):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(office.partner.get_absolute_url()).status_code == 200
    return len(asked)


def test_the_page_costs_the_same_with_one_part_and_person_and_with_many(office, client):
    client.force_login(office.officer, backend=BACKEND)
    fill(office, 1)
    cost(office, client)

    few = cost(office, client)
    fill_more(office)
    many = cost(office, client)

    assert few == many
    assert many <= 15


def fill_more(office):
    for n in range(10, 22):
        part = make.organisation(f"Part {n}", by=office.officer)
        part.join(office.partner, by=office.officer)
        make.organisation(f"Lab {n}", by=office.officer, kind="unit").join(part, by=office.officer)
        make.person(f"Person {n}", by=office.officer, at=office.partner)


def test_what_the_page_tells_is_gathered_in_eight_queries(office):
    fill(office, 3)
    office.partner.take_interest_in(list(Area.objects.all()), by=office.officer)
    partner = Organisation.objects.get(pk=office.partner.pk)

    with CaptureQueriesContext(connection) as asked:
        told = partner_context(partner, office.reader, today=TODAY)

    assert len(asked) <= 8 + 1  # and whom the reader speaks for
    assert [str(branch.belonging.part) for branch in told["branches"]] == ["Part 0", "Part 1", "Part 2"]
    assert [str(one.belonging.part) for one in told["branches"][0].branches] == ["Lab 0"]
    assert len(told["former_names"]) == 3
    assert len(told["offices"].now) == 3


def test_the_name_is_in_the_readers_language_and_the_others_one_click_away(office, client):
    office.partner.rename(text="جمعية الشركاء", language="ar", kind="official", by=office.officer)

    with translation.override("ar"):
        page = client.get(office.partner.get_absolute_url()).content.decode()

    assert "<h1><bdi>جمعية الشركاء</bdi></h1>" in page
    assert '<bdi lang="en">Partner Association</bdi>' in page


def test_an_office_that_ended_stands_under_the_former_ones(office, client):
    client.force_login(office.officer, backend=BACKEND)
    person = make.person("Matthias Kleiner", by=office.officer)
    facts = {"person": person, "organisation": office.partner, "title": Text(en="President")}
    Office.enter(**facts, since=date(2014, 7, 1), until=date(2022, 6, 30), by=office.officer)

    page = client.get(office.partner.get_absolute_url()).content.decode()

    assert "1 July 2014 to 30 June 2022" in page


def test_links_lead_to_the_registries(office, client):
    office.partner.change(ror="01n6r0e97", wikidata="Q680090", website="https://example.org", by=office.officer)

    page = client.get(office.partner.get_absolute_url()).content.decode()

    assert 'href="https://ror.org/01n6r0e97"' in page
    assert 'href="https://www.wikidata.org/wiki/Q680090"' in page


def test_a_visitor_sees_no_act_of_the_office(office, client):
    page = client.get(office.partner.get_absolute_url()).content.decode()

    assert "Keep up to date" not in page
    assert "Enter a person" not in page
    assert "Whom to turn to" not in page
