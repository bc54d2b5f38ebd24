"""P8: nobody reaches by an address what the tables do not grant."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import resolve

from comity.accounts import policies
from comity.accounts.policies import Policy
from comity.agreements import offering as agreements
from comity.commitments import offering as commitments
from comity.journal.models import Entry
from comity.journal.models.entries import REFUSALS
from comity.meetings.models.sessions import SessionQuerySet
from tests.promises.theirs import doors
from tests.promises.theirs.doors import FITS, METHODS, NOTHING, UNKNOWN, Forms, browser_of, expected, filled, fillings

pytestmark = pytest.mark.promise


class Rounds:
    """Goes from door to door as everybody in turn, with forms filled in as the pages offer them."""

    def __init__(self, world):
        self.world, self.nothing = world, {}
        self.viewers = {name: user or AnonymousUser() for name, user in world.viewers().items()}
        self.browsers = {name: browser_of(user) for name, user in world.viewers().items()}
        self.browsers["closed"] = browser_of(None)  # an account that is closed cannot sign in
        self.forms, self.by_route = {}, {}

    def cells(self, *, most):
        """Every route, method, person and set of values."""
        return [
            (route, pattern, method, name, values)
            for route, pattern in doors.routes()
            for values in fillings(self.world, route, pattern, most=most)
            for method in METHODS
            for name in self.viewers
        ]

    def gather_forms(self, *, most):
        """What each form would send, as the pages offer it to those who may send it."""
        pages = {filled(p, v) for r, p in doors.routes() for v in fillings(self.world, r, p, most=most)}
        for name in ("head", "counterpart"):
            for page in sorted(pages):
                answer = self.browsers[name].get(page)
                if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                    self._keep(Forms(page, answer.content.decode()).found)
                elif answer.streaming:  # a file is sent to its end, and so closed
                    b"".join(answer.streaming_content)

    def _keep(self, found):
        for address, data in found:
            path = address.split("?")[0].split("#")[0]
            self.forms.setdefault(path, data)
            self.by_route.setdefault(resolve(path).url_name, data)

    def kept(self, cell):
        """Whether the tables were kept, and in words what happened."""
        route, pattern, method, name, values = cell
        wanted = expected(self.world, route, self.viewers[name], method, values)
        address = filled(pattern, values)
        answer, written = self.come(name, method, address, route)
        got = doors.outcome(answer)
        told = f"{name} {method} {address}: {wanted}, but {got}"
        if got not in FITS[wanted]:
            return False, told
        if wanted not in (doors.OPEN, doors.ANY) and written:
            return False, f"{told}, and something was written"
        if wanted == UNKNOWN and got == 404 and not self._is_like_nothing(cell, answer):
            return False, f"{told}, but another page than for a number that nothing has"
        return True, told

    def come(self, name, method, address, route):
        """Send the request, and undo whatever came of it."""
        data = self.forms.get(address) or self.by_route.get(route.name) or {}
        cookies = self.browsers[name].cookies.copy()
        cache.clear()
        with transaction.atomic():
            last = Entry.objects.order_by("pk").last().pk
            send = getattr(self.browsers[name], method.lower())
            answer = send(address, dict(data)) if method == "POST" else send(address)
            if answer.streaming:  # a file is sent to its end, and so closed; where only its head is asked for, by hand
                b"".join(answer.streaming_content)
                for close in answer._resource_closers:
                    close()
            written = Entry.objects.exclude(act__in=REFUSALS).filter(pk__gt=last).exists()
            transaction.set_rollback(True)
        self.browsers[name].cookies = cookies  # whoever signed out stays, as does everything else
        return answer, written

    def _is_like_nothing(self, cell, answer):
        route, pattern, method, name, values = cell
        key = route.name, method, name
        if key not in self.nothing:
            empty = [NOTHING if isinstance(one, int) else "y" * 43 if len(one) == 43 else one for one in values]
            self.nothing[key] = doors.shape(self.come(name, method, filled(pattern, empty), route)[0])
        return self.nothing[key] == doors.shape(answer)


def test_p8_every_door_says_what_stands_behind_it():
    untold = [pattern for route, pattern in doors.routes() if doors.is_untold(route, pattern)]

    assert untold == [], "say in tests/promises/theirs/doors.py what must happen there"


def test_p8_every_act_says_which_row_of_the_tables_it_needs():
    assert set(doors.ROW_OF_ACT) == set(commitments.BY_NAME)
    assert {*doors.ROW_OF_AGREEMENT, "turn"} == set(agreements.BY_NAME)


def test_p8_every_door_opens_as_the_tables_say(world, promised, monkeypatch):
    small = 300 if connection.vendor == "sqlite" else 100  # what decides is the same; the questions are another's
    trial = promised("P8", "every route answers everybody as the tables say", small=small, full=30_000)
    rounds, most = Rounds(world), 2 if trial.size < 1_000 else 6
    rounds.gather_forms(most=1 if trial.size < 1_000 else 4)
    cells = rounds.cells(most=most)
    random.Random(8).shuffle(cells)

    for cell in cells[: trial.size]:
        trial.count(*rounds.kept(cell))

    trial.tell(routes=len(list(doors.routes())), cells=len(cells), forms=len(rounds.forms))
    trial.failed_without(_broken_with_open_doors(rounds, cells, monkeypatch))


def _broken_with_open_doors(rounds, cells, monkeypatch):
    """With one policy lifted, and with one query opened wide, the rounds must find both."""
    of_office = [one for one in cells if one[0].callback.policy is Policy.OFFICE and one[2] == "GET"][:30]
    of_sessions = [one for one in cells if one[0].name == "session" and one[2] == "GET"][:30]
    closed = policies.GATES.copy()
    with monkeypatch.context() as lifted:
        lifted.setitem(policies.GATES, Policy.OFFICE, lambda viewer: True)
        lifted.setattr(doors, "GATES", closed)
        without_policy = sum(not rounds.kept(one)[0] for one in of_office)
    with monkeypatch.context() as lifted:
        lifted.setattr(SessionQuerySet, "visible_to", lambda self, viewer: self.all())
        without_query = sum(not rounds.kept(one)[0] for one in of_sessions)
    assert without_policy, "a policy was lifted and nobody noticed"
    assert without_query, "every session was open and nobody noticed"
    return without_policy + without_query
