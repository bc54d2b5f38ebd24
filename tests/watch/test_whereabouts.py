"""An act can say where it was done: in which request or by which command."""

from argparse import Namespace

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from comity.cli import run
from comity.cli.commands import Command
from comity.journal.models import Change
from comity.journal.whereabouts import at_route, entering, reference, whence


def test_outside_of_everything_it_is_a_process():
    assert (whence(), reference()) == ("process", "")


def test_a_route_is_noted_only_inside_a_request():
    at_route("nowhere")

    assert whence() == "process"


def test_places_lie_inside_each_other():
    with entering("command", "remind"):
        with entering("request", "session", "7K3M-9QX2-4TZD"):
            assert whence() == "request session 7K3M-9QX2-4TZD"
        assert whence() == "command remind"


def test_a_request_knows_its_route_and_number(db, client, monkeypatch):
    told = []
    monkeypatch.setattr("comity.website.views.render", lambda *given, **more: told.append(whence()) or HttpResponse())

    response = client.get("/en/")

    assert told == [f"request home {response['X-Request-ID']}"]


def test_what_is_changed_says_in_which_request(office):
    client = Client()
    client.force_login(office.officer, backend=settings.AUTHENTICATION_BACKENDS[0])
    told = {"name": "New name", "language": "en", "zone": ""}

    response = client.post("/en/account/", told)

    assert Change.objects.order_by("pk").last().whence == f"request account {response['X-Request-ID']}"


def test_a_command_says_its_name(monkeypatch):
    told = []
    monkeypatch.setattr("comity.cli.readiness.check", lambda asked: told.append(whence()) or 0)

    run(Command(does="", example="", work="readiness:check"), Namespace(command="check"))

    assert told == ["command check"]
