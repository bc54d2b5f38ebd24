"""An institution becomes a partner in one act; what a later import of the registry says otherwise is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.entering import AlreadyHere
from comity.partners.models import Organisation, Taking
from comity.partners.taking import accept, differences, keep, kind_of, take_over, tie_to_registry
from comity.registry.models import Institution
from tests import make
from tests.registry.records import LIKAT, RABAT, SOME, bring_records, name, record

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RENAMED = record(
    "029hg0311",
    "Institute of Catalytic Wonders",
    name("LIKAT", None, "acronym"),
    place="Greifswald",
    ties=[("parent", "01n6r0e97"), ("successor", "057zh3y96")],
)


@pytest.fixture
def registry(office, tmp_path, settings):
    settings.DATA = tmp_path
    bring_records(tmp_path, SOME)
    return lambda *records: bring_records(tmp_path, list(records))


def institution(ror="029hg0311"):
    return Institution.objects.get(pk=ror)


@pytest.fixture
def likat(registry, office):
    return take_over(institution(), by=office.officer)


def taking_of(organisation):
    return Taking.objects.of(organisation).get()


@pytest.fixture
def officer(client, office):
    client.force_login(office.officer, backend=BACKEND)
    return client


# Taking over


def test_an_institution_is_taken_over_with_its_names_place_and_ids(likat):
    assert dict(likat.name) == {"en": "Leibniz Institute for Catalysis", "de": "Leibniz-Institut für Katalyse"}
    assert (dict(likat.short_name), likat.kind, likat.country) == ({"en": "LIKAT"}, "institute", "DE")
    assert (likat.ror, likat.wikidata, likat.website) == ("029hg0311", "Q1814261", "https://example.org/")
    assert dict(likat.place) == {"en": "Rostock"}


def test_taking_over_is_written_down(likat, office):
    acts = [(entry.act, entry.by_user) for entry in Entry.objects.about(taking_of(likat))]

    assert acts == [("entered", office.officer)]
    assert Entry.objects.about(likat).filter(act="entered").count() == 1


def test_it_becomes_a_part_of_its_parent_where_that_is_a_partner(registry, office):
    whole = take_over(institution("01n6r0e97"), by=office.officer)

    part = take_over(institution(), by=office.officer)

    assert [belonging.whole for belonging in part.wholes.all()] == [whole]


def test_a_name_without_a_language_stays_undetermined_unless_its_script_tells(registry, office):
    registry(record("029hg0311", "Wonders", name("Wunder"), name("معهد"), name("研究所"), language=None))

    taken = take_over(institution(), by=office.officer)

    assert {(one.text, one.language, one.kind) for one in taken.names.all()} == {
        ("Wonders", "und", "official"),
        ("Wunder", "und", "also"),
        ("معهد", "ar", "also"),
        ("研究所", "und", "also"),
    }


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"types": ["education", "funder"]}, "university"),
        ({"types": ["company"]}, "company"),
        ({"types": ["nonprofit"]}, "ngo"),
        ({"types": ["government"]}, "other"),
        ({"types": ["healthcare"]}, "other"),
        ({"types": ["government", "funder"], "names": [name("Ministère de la Science", "fr", "label")]}, "ministry"),
    ],
)
def test_what_the_registry_calls_it_is_told_as_a_kind(registry, facts, kind):
    registry(LIKAT | facts)

    assert kind_of(institution()) == kind


def test_it_is_not_taken_over_twice(likat, office):
    with pytest.raises(NotNow, match="here already"):
        take_over(institution(), by=office.officer)


def test_what_was_withdrawn_is_not_taken_over(registry, office):
    registry(LIKAT | {"status": "withdrawn"})

    with pytest.raises(NotNow, match="withdrawn"):
        take_over(institution(), by=office.officer)


def test_one_of_the_same_name_that_is_here_is_looked_at_first(registry, office):
    there = make.organisation("Leibniz Institute for Catalysis", by=office.officer, country="DE")
    before = Organisation.objects.count(), Entry.objects.count()

    with pytest.raises(AlreadyHere) as refusal:
        take_over(institution(), by=office.officer)
    assert refusal.value.matches == [there]
    assert (Organisation.objects.count(), Entry.objects.count()) == before

    assert take_over(institution(), seen={there.pk}, by=office.officer).ror == "029hg0311"


# What the registry says later


def test_nothing_differs_until_the_registry_says_something_else(likat, registry):
    registry(*SOME)

    assert differences(taking_of(likat)) == []


def test_a_later_import_changes_nothing_here_and_is_told(likat, registry):
    registry(RENAMED)

    assert str(Organisation.objects.get(pk=likat.pk).name) == "Leibniz Institute for Catalysis"
    told = {one.fact: (one.before, one.now) for one in differences(taking_of(likat))}
    assert told == {
        "name": ("Leibniz Institute for Catalysis", "Institute of Catalytic Wonders"),
        "names": ("Leibniz Institute for Catalysis · Leibniz-Institut für Katalyse", "Institute of Catalytic Wonders"),
        "place": ("Rostock", "Greifswald"),
        "successors": ("", "Label of 057zh3y96"),
    }


def test_accepting_writes_what_the_registry_says_and_keeps_what_was_edited(likat, registry, office):
    likat.change(country="FR", by=office.officer)
    likat.rename(text="Our own name", language="fr", kind="official", by=office.officer)
    registry(RENAMED)
    taking = taking_of(likat)

    accept(taking, digest=taking.institution.digest, by=office.officer)

    likat.refresh_from_db()
    assert dict(likat.name) == {
        "en": "Institute of Catalytic Wonders",
        "de": "Leibniz-Institut für Katalyse",
        "fr": "Our own name",
    }
    assert (likat.country, dict(likat.place)) == ("FR", {"en": "Greifswald"})
    assert differences(taking_of(likat)) == []
    entry = Entry.objects.about(taking).first()
    assert (entry.act, entry.before["place"], entry.after["place"]) == ("accepted", "Rostock", "Greifswald")


def test_keeping_changes_nothing_and_is_not_asked_again(likat, registry, office):
    registry(RENAMED)
    taking = taking_of(likat)

    keep(taking, digest=taking.institution.digest, by=office.officer)

    likat.refresh_from_db()
    assert dict(likat.place) == {"en": "Rostock"}
    assert differences(taking_of(likat)) == []
    assert Entry.objects.about(taking).first().act == "kept"


@pytest.mark.parametrize("act", [accept, keep])
def test_what_was_not_looked_at_is_not_accepted(likat, registry, office, act):
    registry(RENAMED)
    seen = institution().digest
    registry(LIKAT | {"established": 1999})

    with pytest.raises(NotNow, match="by now"):
        act(taking_of(likat), digest=seen, by=office.officer)


def test_one_that_was_entered_by_hand_can_follow_the_registry(registry, office):
    by_hand = make.organisation("Leibniz Institute for Catalysis", by=office.officer, ror="029hg0311", country="DE")

    tie_to_registry(by_hand, by=office.officer)

    assert {one.fact for one in differences(taking_of(by_hand))} == {"names", "place", "website"}


def test_an_id_that_the_registry_does_not_know_cannot_be_followed(registry, office):
    by_hand = make.organisation("ETH", by=office.officer, ror="05a28rw58")

    with pytest.raises(NotNow, match="does not know"):
        tie_to_registry(by_hand, by=office.officer)


# The pages


def test_the_office_finds_an_institution_and_takes_it_over(officer, registry):
    found = officer.get(reverse("registry"), {"q": "katalyse"})
    page = officer.get(reverse("institution", args=["029hg0311"]))
    taken = officer.post(reverse("institution-taking", args=["029hg0311"]))

    assert "Leibniz Institute for Catalysis" in found.content.decode()
    assert "Take over as a partner" in page.content.decode()
    assert taken["Location"] == Organisation.objects.get(ror="029hg0311").get_absolute_url()
    assert Organisation.objects.get(ror="029hg0311").standing_here == "partner"
    assert "It is a partner here:" in officer.get(reverse("institution", args=["029hg0311"])).content.decode()


def test_a_page_shows_one_of_the_same_name_before_it_is_taken_over(officer, registry, office):
    there = make.organisation("Leibniz Institute for Catalysis", by=office.officer)

    first = officer.post(reverse("institution-taking", args=["029hg0311"]))

    assert first.status_code == 422
    assert there.get_absolute_url() in first.content.decode()
    assert f'name="seen" value="{there.pk} "' in first.content.decode()
    assert officer.post(reverse("institution-taking", args=["029hg0311"]), {"seen": there.pk}).status_code == 302


def test_a_page_says_why_it_cannot_be_taken_over(officer, likat):
    again = officer.post(reverse("institution-taking", args=["029hg0311"]))

    assert again.status_code == 422
    assert "This institution is here already." in again.content.decode()


def test_an_institution_that_is_not_known_has_no_page(officer, registry):
    assert officer.get(reverse("institution", args=["nonsense"])).status_code == 404
    assert officer.post(reverse("institution-taking", args=["nonsense"])).status_code == 404


def test_without_a_registry_the_page_says_how_it_is_brought(officer):
    assert "comity import ror" in officer.get(reverse("registry")).content.decode()


def test_the_page_of_a_partner_tells_what_differs_and_takes_the_answer(officer, likat, registry):
    registry(RENAMED)
    page = officer.get(reverse("partner", args=[likat.pk])).content.decode()
    digest = institution().digest

    answer = officer.post(reverse("partner-registry", args=[likat.pk]), {"act": "accept", "digest": digest})

    assert "The registry says something else now" in page
    assert "According to the registry it is followed by:" in page
    assert answer["Location"] == likat.get_absolute_url()
    assert "something else now" not in officer.get(reverse("partner", args=[likat.pk])).content.decode()


def test_the_page_of_a_partner_says_that_it_was_withdrawn(client, likat, registry):
    registry(LIKAT | {"status": "withdrawn"})

    assert "has withdrawn this organisation" in client.get(reverse("partner", args=[likat.pk])).content.decode()


@pytest.mark.parametrize("given", [{}, {"act": "sell"}, {"act": "accept"}, {"act": "tie"}])
def test_an_answer_that_fits_nothing_is_refused_in_words(officer, office, given):
    answer = officer.post(reverse("partner-registry", args=[office.partner.pk]), given, follow=True)

    assert "word-error" in answer.content.decode()
    assert not Taking.objects.exists()


def test_a_box_offers_institutions_that_are_not_here_and_takes_one_over(officer, likat):
    offered = officer.get(reverse("registry-choices"), {"q": "leibniz"}).json()
    chosen = officer.post(reverse("registry-choices"), {"ror": "01n6r0e97"}).json()
    again = officer.post(reverse("registry-choices"), {"ror": "01n6r0e97"})

    assert offered == {"found": [{"ror": "01n6r0e97", "label": "Leibniz Association · Berlin · DE"}]}
    taken = Organisation.objects.get(ror="01n6r0e97")
    assert (chosen["number"], chosen["label"]) == (taken.pk, "Leibniz Association (WGL)")
    assert "leibniz gemeinschaft" in chosen["names"]
    assert (again.status_code, again.json()) == (409, {"refusal": "This institution is here already."})


@pytest.mark.parametrize("ror", ["", "nonsense", "05a28rw58"])
def test_a_box_takes_over_nothing_that_is_not_known(officer, registry, ror):
    assert officer.post(reverse("registry-choices"), {"ror": ror}).status_code == 404


@pytest.mark.parametrize("role", ["reader", "counterpart"])
def test_only_the_office_reads_and_takes_over(client, registry, office, role):
    client.force_login(getattr(office, role), backend=BACKEND)
    pages = [reverse("registry"), reverse("registry-choices"), reverse("institution", args=["029hg0311"])]

    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(reverse("registry-choices"), {"ror": "029hg0311"}).status_code == 403
    assert client.post(reverse("institution-taking", args=["029hg0311"])).status_code == 403
    assert not Taking.objects.exists()


def test_the_pages_ask_the_database_the_same_few_times(officer, registry, office):
    take_over(institution("01n6r0e97"), by=office.officer)
    for page in (f"{reverse('registry')}?q=leibniz", reverse("institution", args=["01n6r0e97"])):
        with CaptureQueriesContext(connection) as asked:
            officer.get(page)
        assert len(asked) <= 15


def test_a_name_is_shown_in_the_readers_language_where_the_registry_has_it(officer, registry):
    page = officer.get(reverse("institution", args=["00r8w8f84"]).replace("/en/", "/ar/")).content.decode()

    assert "<h1><bdi>جامعة محمد الخامس</bdi></h1>" in page


def test_finding_many_asks_as_often_as_finding_one(officer, registry):
    with CaptureQueriesContext(connection) as one:
        officer.get(reverse("registry"), {"q": "xavier"})
    with CaptureQueriesContext(connection) as many:
        answer = officer.get(reverse("registry"), {"q": "university"})

    assert len(answer.context["found"]) > 2
    assert len(many) <= len(one)


def test_names_from_the_registry_become_no_markup(officer, registry):
    registry(RABAT | {"names": [name("<script>alert(1)</script> Institute", "en", "label", "ror_display")]})

    page = officer.get(reverse("institution", args=["00r8w8f84"])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Institute" in page
