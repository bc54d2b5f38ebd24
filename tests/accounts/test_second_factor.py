"""Where a second factor is required, whoever lacks it is led to set one up and reaches nothing else."""

import os
import secrets
import subprocess
import sys

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from comity.accounts.factors import is_on_the_way, lacks_second_factor
from comity.accounts.models import Role
from comity.cli.readiness import faults_of_signing_in
from comity.journal.acting import acting
from tests import make
from tests.promises.theirs.doors import routes

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# What machines ask; who is signed in makes no difference there.
FOR_MACHINES = {"healthz", "readyz", "metrics", "security-txt"}
ASK = "from django.conf import settings; print(settings.SECOND_FACTOR)"


def told_by_settings(**given):
    """What the settings of a server say, read in a process of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    environment = plain | {"DJANGO_SETTINGS_MODULE": "comity.settings", "COMITY_SECRET_KEY": secrets.token_urlsafe(50)}
    asked = [sys.executable, "-c", ASK]
    return subprocess.run(asked, env=environment | given, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "office"
    return settings


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def give_factor(user):
    with acting(by=user):
        TOTP.activate(user, generate_totp_secret())


@pytest.mark.parametrize(
    ("given", "required"),
    [
        ({"COMITY_ADDRESS": "https://comity.example.org"}, "office"),
        ({"COMITY_ADDRESS": "https://comity.example.org", "COMITY_SECOND_FACTOR": "everybody"}, "everybody"),
        ({"COMITY_ADDRESS": "https://comity.example.org", "COMITY_SECOND_FACTOR": "nobody"}, "nobody"),
        ({"COMITY_ADDRESS": "https://try.example.org", "COMITY_DEMO": "1"}, "nobody"),
        ({}, "nobody"),
    ],
)
def test_a_server_for_others_requires_it_of_the_office_unless_told_otherwise(given, required):
    assert told_by_settings(**given) == required


@pytest.mark.parametrize("who", ["officer", "head"])
def test_the_office_is_led_to_set_one_up_first(office, client, required, who):
    page = signed_in(client, getattr(office, who)).get(reverse("desk"), follow=True)

    assert page.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Your account needs a second factor." in page.text


def test_without_the_requirement_an_officer_would_come_in_without_one(office, client, settings):
    settings.SECOND_FACTOR = "nobody"

    assert signed_in(client, office.officer).get(reverse("desk")).status_code == 200


def test_with_one_an_officer_goes_everywhere(office, client, required):
    give_factor(office.officer)

    assert signed_in(client, office.officer).get(reverse("desk")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(office, client, required):
    with acting(by=office.officer):
        RecoveryCodes.activate(office.officer)

    assert signed_in(client, office.officer).get(reverse("desk")).url == reverse("mfa_index")


def test_whoever_takes_theirs_away_is_led_to_set_up_another(office, client, required):
    give_factor(office.officer)
    signed_in(client, office.officer)
    assert client.get(reverse("desk")).status_code == 200

    with acting(by=office.officer):
        office.officer.authenticator_set.all().delete()

    assert client.get(reverse("desk")).url == reverse("mfa_index")


def test_without_one_nothing_is_done_either(office, client, required):
    session = office.session()

    answer = signed_in(client, office.officer).post(reverse("convening", args=[session.pk]))

    session.refresh_from_db()
    assert answer.url == reverse("mfa_index")
    assert session.stage == "proposed"


def test_no_route_is_left_out_but_those_that_lead_there_or_out(office, client, required):
    signed_in(client, office.officer)
    reached = {
        route.name
        for route, pattern in routes()
        if "<" not in pattern
        and "(" not in pattern
        and client.get(pattern.replace("\\Z", "")).get("Location") != reverse("mfa_index")
    }

    assert {name for name in reached if not is_on_the_way(name)} == FOR_MACHINES
    assert "account_reauthenticate" in reached


@pytest.mark.parametrize(
    ("required", "roles"),
    [
        ("nobody", set()),
        ("office", {Role.OFFICER, Role.HEAD}),
        ("everybody", {Role.OFFICER, Role.HEAD, Role.READER, Role.COUNTERPART}),
    ],
)
def test_of_whom_it_is_required_is_what_the_setting_says(db, settings, required, roles):
    settings.SECOND_FACTOR = required

    assert {role for role in Role if lacks_second_factor(make.user(role))} == roles


def asked_after_the_password(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": make.PASSWORD})
    return client.get(reverse("mfa_authenticate"))


@pytest.mark.parametrize(
    ("has_codes", "label"), [(True, "Code of six digits, or a recovery code"), (False, "Code of six digits")]
)
def test_whoever_has_only_an_app_is_offered_no_passkey(db, client, has_codes, label):
    user = make.user()
    give_factor(user)
    if has_codes:
        with acting(by=user):
            RecoveryCodes.activate(user)

    page = asked_after_the_password(client, user)

    assert page.context["form"].fields["code"].label == label
    assert "passkey" not in page.text


def test_a_word_that_means_nothing_keeps_comity_from_serving(settings):
    settings.SECOND_FACTOR = "maybe"

    assert list(faults_of_signing_in()) == ["COMITY_SECOND_FACTOR is one of nobody, office, everybody."]
