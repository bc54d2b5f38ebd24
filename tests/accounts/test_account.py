"""A person changes their own name, language of letters and clock."""

import re
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import translation

from comity.accounts.models import User
from comity.accounts.zones import zone_choices
from comity.journal.models import Entry

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GIVEN = {"name": "Amina B.", "language": "ar", "zone": "Africa/Casablanca"}


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer, backend=BACKEND)
    return client


def stored(office):
    user = User.objects.get(pk=office.officer.pk)
    return {"name": user.name, "language": user.language, "zone": user.zone}


def test_a_person_changes_what_they_say_about_themselves(office, officer):
    response = officer.post(reverse("account"), GIVEN)

    assert response.url == reverse("account")
    assert stored(office) == GIVEN


def test_times_are_shown_by_the_clock_that_was_chosen(office, officer):
    officer.post(reverse("account"), GIVEN | {"zone": "Asia/Tokyo"})

    officer.get(reverse("account"))
    page = officer.get(reverse("journal")).content.decode()

    assert "(Tokyo)" in page


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"zone": "Mars/Olympus"}, {"name": ""}, {"name": "\u202e"}, {"name": "x" * 201}]
)
def test_what_cannot_be_true_is_refused_and_nothing_is_changed(office, officer, wrong):
    before = stored(office)

    page = officer.post(reverse("account"), GIVEN | wrong)

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode() or "field-wrong" in page.content.decode()
    assert stored(office) == before


def test_nobody_gives_themselves_another_role(office, officer):
    officer.post(reverse("account"), GIVEN | {"role": "head", "is_active": "", "email": "x@example.org"})

    user = User.objects.get(pk=office.officer.pk)
    assert (user.role, user.is_active, user.email) == ("officer", True, office.officer.email)


def test_only_heads_are_led_to_the_accounts(office, officer, client):
    way = f'href="{reverse("accounts")}"'
    assert way not in officer.get(reverse("account")).content.decode()

    client.force_login(office.head, backend=BACKEND)
    assert way in client.get(reverse("account")).content.decode()


def test_a_counterpart_is_led_to_nothing_of_the_office(office, client):
    client.force_login(office.counterpart, backend=BACKEND)

    page = client.get(reverse("account")).content.decode()

    assert f'href="{reverse("journal")}"' not in page
    assert reverse("letters") not in page.partition("<main")[2].partition("</main")[0]


def test_ones_own_profile_is_not_an_act_of_the_journal(office, officer):
    before = Entry.objects.count()

    officer.post(reverse("account"), GIVEN)

    assert Entry.objects.count() == before


def test_zones_are_offered_by_region_in_the_readers_words():
    offered = dict(zone_choices())

    assert ("Africa/Casablanca", "Casablanca") in offered["Africa"]
    assert offered["Africa"] == sorted(offered["Africa"], key=lambda zone: zone[1])


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_zone_is_offered_twice_nor_by_its_path(language):
    with translation.override(language):
        offered = [zone for _region, zones in zone_choices()[2:] for zone in zones]

    names = Counter((zone.partition("/")[0], name) for zone, name in offered)
    assert [name for name, times in names.items() if times > 1] == []
    assert [name for _zone, name in offered if "/" in name or "_" in name] == []


def test_zones_are_named_in_arabic_also_where_their_name_has_changed():
    with translation.override("ar"):
        offered = dict(zone_choices())

    assert ("Asia/Kolkata", "كالكتا") in offered["آسيا"]
    assert ("Europe/Kyiv", "كييف") in offered["أوروبا"]


def test_a_former_name_of_a_zone_is_kept_as_the_present_one(office, officer):
    officer.post(reverse("account"), GIVEN | {"zone": "Asia/Calcutta"})

    office.officer.refresh_from_db()
    assert office.officer.zone == "Asia/Kolkata"
    shown = officer.get(reverse("account")).context["form"]
    assert re.search('<option value="Asia/Kolkata"[^>]* selected', str(shown["zone"]))
