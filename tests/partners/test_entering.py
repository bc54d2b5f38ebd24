"""Entering an organisation takes seconds, and the same one is not entered twice by accident."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.journal.models import Entry
from comity.partners.models import Area, Organisation
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
URL = "new-partner"


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def typed(**facts):
    return {"name": "Royal Institute", "language": "en", "kind": "institute", "acronym": "", "country": "MA", **facts}


def named(name):
    return list(Organisation.objects.same_as([name]).by_name())


def test_name_language_and_kind_are_enough(officer):
    answer = officer.post(reverse(URL), {"name": "Royal Institute", "language": "en", "kind": "institute"})

    (entered,) = named("Royal Institute")
    assert answer["Location"] == entered.get_absolute_url()
    assert Entry.objects.about(entered).filter(act="entered").count() == 1


def test_everything_that_was_typed_is_entered(officer, office):
    rest = {
        "acronym": "RI",
        "standing_here": "observer",
        "part_of": office.other.pk,
        "place_en": "Rabat",
        "website": "example.org",
        "ror": "https://ror.org/029hg0311",
        "wikidata": "q42",
    }
    officer.post(reverse(URL), typed(**rest))

    (entered,) = named("RI")
    assert dict(entered.short_name) == {"en": "RI"}
    assert entered.standing_here == "observer"
    assert [one.whole for one in entered.wholes.all()] == [office.other]
    assert dict(entered.place) == {"en": "Rabat"}
    assert (entered.website, entered.ror, entered.wikidata) == ("https://example.org", "029hg0311", "Q42")


def test_the_same_form_sent_twice_enters_one(officer):
    officer.post(reverse(URL), typed())
    answer = officer.post(reverse(URL), typed())

    assert answer.status_code == 422
    assert len(named("Royal Institute")) == 1
    assert answer.context["matches"] == named("Royal Institute")
    assert "Enter it anyway" in answer.content.decode()


def test_another_one_of_the_same_name_is_entered_once_that_is_said(officer):
    officer.post(reverse(URL), typed())
    seen = officer.post(reverse(URL), typed()).context["form"]["seen"].value()

    officer.post(reverse(URL), typed(seen=seen))
    again = officer.post(reverse(URL), typed(seen=seen))

    assert len(named("Royal Institute")) == 2
    assert again.status_code == 422  # the one just entered was not looked at when this form was sent


@pytest.mark.parametrize("same", ["royal institute", "  Roýal   Institute ", "ROYAL-INSTITUTE"])
def test_accents_case_and_spaces_do_not_make_another_name(officer, same):
    officer.post(reverse(URL), typed())

    assert officer.post(reverse(URL), typed(name=same)).status_code == 422


def test_the_same_name_in_another_country_is_another_organisation(officer):
    officer.post(reverse(URL), typed())
    officer.post(reverse(URL), typed(country="FR"))

    assert {one.country for one in named("Royal Institute")} == {"MA", "FR"}


def test_the_same_ror_id_is_refused_beside_its_field(officer):
    officer.post(reverse(URL), typed(ror="029hg0311"))

    answer = officer.post(reverse(URL), typed(name="Something else", ror="029hg0311"))

    assert answer.context["form"].errors == {
        "ror": ["This ROR id is that of “\u2068Royal Institute\u2069”, which is here already."]
    }
    assert named("Something else") == []
    assert answer.context["form"]["name"].value() == "Something else"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "\u200f\u202e"}, "name"),
        ({"kind": "nonsense"}, "kind"),
        ({"country": "XX"}, "country"),
        ({"language": "xx"}, "language"),
        ({"ror": "029hg0312"}, "ror"),
        ({"wikidata": "42"}, "wikidata"),
        ({"website": "not an address"}, "website"),
    ],
)
def test_what_cannot_be_true_is_said_beside_its_field(officer, wrong, field):
    before = Organisation.objects.count()

    answer = officer.post(reverse(URL), typed(**wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Organisation.objects.count() == before


def test_signs_that_turn_a_name_around_are_taken_out_and_that_is_said(officer):
    answer = officer.post(reverse(URL), typed(name="\u202eRoyal\u202c Institute"), follow=True)

    assert len(named("Royal Institute")) == 1
    assert [one.text for one in named("Royal Institute")[0].names.all()] == ["Royal Institute"]
    assert "Invisible direction marks were in what you typed" in answer.content.decode()


def test_nothing_is_said_of_such_signs_where_there_were_none(officer):
    answer = officer.post(reverse(URL), typed(), follow=True)

    assert "Invisible direction marks" not in answer.content.decode()


def test_html_in_a_name_is_shown_as_text(officer):
    officer.post(reverse(URL), typed(name="<script>alert(1)</script> Institute"))

    page = officer.get(reverse("partners")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_what_is_here_is_shown_while_typing(officer):
    officer.post(reverse(URL), typed(acronym="RIX"))

    assert "Royal Institute" in officer.get(reverse("known-partners"), {"name": "rix"}).content.decode()
    assert "Nothing of this name" in officer.get(reverse("known-partners"), {"name": "zzz"}).content.decode()
    assert officer.get(reverse("known-partners")).content.decode().strip() == ""


@pytest.mark.parametrize("role", ["reader", "counterpart"])
def test_only_the_office_enters_organisations(office, client, role):
    client.force_login(getattr(office, role), backend=BACKEND)

    assert client.post(reverse(URL), typed()).status_code == 403
    assert named("Royal Institute") == []


def test_facts_and_areas_are_changed_together_and_written_down(officer, office):
    url = reverse("partner-facts", args=[office.partner.pk])

    officer.post(url, {"kind": "association", "country": "DE", "founded": "1995", "areas": ["science", "water"]})

    changed = Organisation.objects.get(pk=office.partner.pk)
    assert (changed.country, changed.founded) == ("DE", "1995")
    assert {area.code for area in changed.areas.all()} == {"science", "water"}
    after = [entry.after for entry in Entry.objects.about(changed).filter(act="changed")]
    assert {"country": "DE", "founded": "1995"} in after
    assert {"areas": ["science", "water"]} in after


def test_nobody_makes_an_organisation_the_host_in_the_interface(officer, office):
    officer.post(reverse("partner-facts", args=[office.partner.pk]), {"kind": "association", "is_host": "on"})

    assert Organisation.objects.host() == office.host
    assert "is_host" not in officer.get(reverse("partner-facts", args=[office.partner.pk])).content.decode()


def test_two_identifiers_that_are_taken_are_told_each_beside_its_field(officer, office):
    make.organisation("Catalysis", by=office.officer, ror="029hg0311", wikidata="Q42")

    answer = officer.post(reverse(URL), typed(name="Something else", ror="029hg0311", wikidata="Q42"))

    assert answer.context["form"].errors == {
        "ror": ["This ROR id is that of “\u2068Catalysis\u2069”, which is here already."],
        "wikidata": ["This Wikidata id is that of “\u2068Catalysis\u2069”, which is here already."],
    }


def test_an_identifier_taken_in_the_same_moment_is_told_beside_its_field(office, monkeypatch):
    make.organisation("Catalysis", by=office.officer, ror="029hg0311")
    monkeypatch.setattr(Organisation, "clean", lambda self: None)  # as it looked before the other one was entered

    with pytest.raises(ValidationError) as refused:
        Organisation.enter(kind="association", ror="029hg0311", by=office.officer)

    told = "This ROR id is that of another organisation, which is here already."
    assert refused.value.message_dict == {"ror": [told]}


def test_refused_facts_change_nothing(officer, office):
    make.organisation("Catalysis", by=office.officer, ror="029hg0311")
    url = reverse("partner-facts", args=[office.partner.pk])

    answer = officer.post(url, {"kind": "association", "country": "DE", "ror": "029hg0311", "areas": ["science"]})

    unchanged = Organisation.objects.get(pk=office.partner.pk)
    assert list(answer.context["form"].errors) == ["ror"]
    assert answer.context["form"]["country"].value() == "DE"
    assert (unchanged.country, unchanged.areas.count()) == ("", 0)


def test_the_areas_of_interest_are_told_in_three_languages(db):
    areas = list(Area.objects.all())

    assert 25 <= len(areas) <= 30
    assert {tuple(sorted(area.name)) for area in areas} == {("ar", "en", "fr")}
