"""PostgreSQL is stopped at once in mid-traffic, again and again; people send again what was not acknowledged."""

import random
import time
from threading import Lock, Thread

import pytest
from django.db import connection

from comity.journal.durability import postgresql_faults
from tests.promises.forked import Forks
from tests.promises.ground import Ground
from tests.promises.postgres import server
from tests.promises.test_durable import acts
from tests.promises.tracing import wait_for

CLIENTS = 3


class Traffic:
    """People who each take the next record, do their act on it, and try again until they are told that it is done."""

    def __init__(self, ground, forks, act, numbers, *, again):
        self.ground, self.act, self.again = ground, act, again
        self.left, self.lock, self.acknowledged, self.tries = list(numbers), Lock(), set(), 0
        self.people = [Thread(target=self._act, args=[forks.new()], daemon=True) for _each in range(CLIENTS)]

    def _act(self, fork):
        while (number := self._next()) is not None:
            while not self._is_settled(fork, number) and self.again:
                time.sleep(0.05)

    def _next(self):
        with self.lock:
            return self.left.pop() if self.left else None

    def _is_settled(self, fork, number):
        reply = fork.send(self.act.send(self.ground, number))
        with self.lock:
            self.tries += 1
            if reply.is_done:
                self.acknowledged.add(number)
        return reply.status == 302  # done, or refused because it was done before

    def go_on(self, *, more):
        """Wait until so many more acts were acknowledged, or all are done."""
        enough = len(self.acknowledged) + more
        wait_for(lambda: len(self.acknowledged) >= enough or self.is_over(), seconds=60)

    def lost(self):
        """The acts that were acknowledged and are not there."""
        with self.lock:
            acknowledged = set(self.acknowledged)
        return [number for number in acknowledged if self.act.state(self.ground, number) != self.act.after]

    def is_over(self):
        return not any(person.is_alive() for person in self.people)


def stopped_in_traffic(postgres, ground, numbers, *, again, stops, dice):
    """People act while the server is stopped so many times; who acted, and what was lost at each stop."""
    lost, done = [], 0
    with Forks(ground) as forks:
        traffic = Traffic(ground, forks, acts()[1], numbers, again=again)
        for person in traffic.people:
            person.start()
        while done < stops and not traffic.is_over():
            traffic.go_on(more=dice.randint(1, 6))
            postgres.stop_at_once()
            postgres.start()
            done += 1
            lost += traffic.lost()
        for person in traffic.people:
            person.join(120)
    return traffic, lost, done


@pytest.mark.promise
def test_p2_an_acknowledged_act_survives_a_database_that_is_stopped_at_once(promised, tmp_path):
    trial = promised("P2", "PostgreSQL stopped at once in mid-traffic", small=30, full=3_000)
    dice, act = random.Random(2026), acts()[1]
    with server() as postgres:
        ground = Ground(tmp_path / "ground", address=postgres.database("kept")).prepare(promises=trial.size)
        forgetful = Ground(ground.folder, address=postgres.copy("kept", "forgetful", "synchronous_commit = off"))
        forgetful.subjects = ground.subjects

        stops = max(2, trial.size // 60)
        traffic, lost, done = stopped_in_traffic(
            postgres, ground, range(trial.size), again=True, stops=stops, dice=dice
        )
        for number in range(trial.size):
            state = act.state(ground, number)
            trial.count(state == act.after and number not in lost, what=(number, state))
        trial.tell(stops=done, requests=traffic.tries, acknowledged=len(traffic.acknowledged))

        postgres.put_writer_to_sleep()
        control = stopped_in_traffic(postgres, forgetful, range(30), again=False, stops=1, dice=dice)
        trial.failed_without(len(control[1]))


def test_a_postgresql_that_acknowledges_before_it_has_written_is_noticed(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert "PostgreSQL's synchronous_commit must be on, remote_write or remote_apply." in postgresql_faults(connection)
