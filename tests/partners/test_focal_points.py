"""Whom to turn to in a partnership: at each side one person and a back-up."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from comity.journal.models import Entry
from comity.partners.enrolling import turn_to
from comity.partners.models import FocalPoint
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def clara(office):
    return make.person("Clara Counterpart", by=office.officer, at=office.partner, email="clara@example.org")


def named(partner):
    return {(one.side, one.rank): str(one.person) for one in FocalPoint.objects.for_partner(partner)}


def place(office, side="ours", rank="first"):
    return {"partner": office.partner, "side": side, "rank": rank, "by": office.officer}


def test_both_sides_have_one_to_turn_to_and_a_back_up(office, clara):
    turn_to(office.keeper, **place(office))
    turn_to(office.second, **place(office, rank="back_up"))
    turn_to(clara, **place(office, side="theirs"))

    assert named(office.partner) == {
        ("ours", "first"): "Amina Officer",
        ("ours", "back_up"): "Hana Head",
        ("theirs", "first"): "Clara Counterpart",
    }


def test_naming_somebody_else_is_one_act_that_says_who_it_was(office):
    turn_to(office.keeper, **place(office))

    turn_to(office.second, **place(office))

    (point,) = FocalPoint.objects.for_partner(office.partner)
    newest = Entry.objects.about(point).first()
    assert named(office.partner) == {("ours", "first"): "Hana Head"}
    assert (newest.act, newest.before, newest.after) == (
        "changed",
        {"person": "Amina Officer"},
        {"person": "Hana Head"},
    )


def test_naming_nobody_ends_it_and_naming_nobody_twice_is_nothing(office):
    turn_to(office.keeper, **place(office))

    turn_to(None, **place(office))
    turn_to(None, **place(office))

    assert named(office.partner) == {}


def test_only_somebody_of_that_side_can_be_named(office, clara):
    for person, side in [(clara, "ours"), (office.keeper, "theirs")]:
        with pytest.raises(ValidationError) as refusal:
            turn_to(person, **place(office, side=side))
        assert list(refusal.value.message_dict) == ["person"]

    assert named(office.partner) == {}


def test_somebody_of_a_part_or_a_unit_can_be_named(office):
    institute = make.organisation("Institute", by=office.officer)
    institute.join(office.partner, by=office.officer)
    unit = make.organisation("Sector", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)

    turn_to(make.person("Ines", by=office.officer, at=institute), **place(office, side="theirs"))
    turn_to(make.person("Umar", by=office.officer, at=unit), **place(office))

    assert named(office.partner) == {("ours", "first"): "Umar", ("theirs", "first"): "Ines"}


def test_nobody_is_their_own_back_up(office):
    turn_to(office.keeper, **place(office))

    with pytest.raises(ValidationError):
        turn_to(office.keeper, **place(office, rank="back_up"))


def test_who_left_cannot_be_named(office, clara):
    clara.leave(on=make.TODAY, by=office.officer)

    with pytest.raises(ValidationError):
        turn_to(clara, **place(office, side="theirs"))


def test_the_page_names_and_refuses_beside_the_field(office, client, clara):
    client.force_login(office.officer, backend=BACKEND)
    url = reverse("partner-focal-point", args=[office.partner.pk, "theirs", "first"])
    back_up = reverse("partner-focal-point", args=[office.partner.pk, "theirs", "back_up"])

    client.post(url, {"theirs-first-person": clara.pk})
    refused = client.post(back_up, {"theirs-back_up-person": clara.pk})

    assert named(office.partner) == {("theirs", "first"): "Clara Counterpart"}
    assert refused.status_code == 422
    assert "is named at this side already" in refused.content.decode()


def test_a_place_that_is_none_is_not_found(office, client):
    client.force_login(office.officer, backend=BACKEND)

    assert client.post(reverse("partner-focal-point", args=[office.partner.pk, "x", "first"])).status_code == 404
    assert client.get(reverse("partner-focal-points", args=[office.host.pk])).status_code == 404


def test_focal_points_are_shown_to_readers_and_to_their_own_side_without_addresses(office, client, clara):
    turn_to(clara, **place(office, side="theirs"))
    shown = {}
    for role in ("officer", "reader", "counterpart", "stranger"):
        client.force_login(getattr(office, role), backend=BACKEND)
        page = client.get(office.partner.get_absolute_url()).content.decode()
        shown[role] = ("Clara Counterpart</bdi></a><span>Focal point" in page, "clara@example.org" in page)

    assert shown == {
        "officer": (True, True),
        "reader": (True, False),
        "counterpart": (True, False),
        "stranger": (False, False),
    }
