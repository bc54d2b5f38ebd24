"""A form that is sent twice does its act once, and whoever sent it twice reads the same answer."""

from secrets import token_urlsafe
from threading import Thread

import pytest

from tests.promises.forked import Forks, reply_from
from tests.promises.ground import copy_of, saying
from tests.promises.proxy import line_to
from tests.promises.test_durable import acts

SAID = "SELECT count(*) FROM commitments_commitment WHERE id NOT IN (SELECT commitment_id FROM commitments_claim)"
MOST_TRIES = 60


def until_answered(port, sent):
    """What a patient person does: the same form again, until there is an answer."""
    for tries in range(1, MOST_TRIES + 1):
        reply = reply_from(port, sent)
        if reply.status is not None:
            return reply, tries
    return reply, tries


def is_told_done(reply):
    """Whether the reader knows that it is done: told so, or told that it had been done."""
    return reply.status == 302 and {level for level, _words in reply.words} <= {"success", "info"}


@pytest.mark.promise
def test_p3_a_form_sent_again_after_a_lost_answer_does_its_act_once(prepared, promised, tmp_path):
    trial = promised("P3", "answers cut off, the form sent again with its token", small=24, full=10_000)
    ground, both, sent_again = copy_of(prepared, tmp_path), acts(), 0
    with Forks(ground) as forks, line_to(forks.new(), cut=0.4) as line:
        for number in range(trial.size):
            before, token = ground.ask(SAID)[0][0], token_urlsafe()
            act, subject = both[number % 2], number // 2
            if subject >= len(ground.subjects["adoptions"]) or number % 4 > 1:
                reply, tries = until_answered(line.port, saying(ground, f"Sentence {number}", once=token))
                is_once = ground.ask(SAID)[0][0] == before + 1
            else:
                reply, tries = until_answered(line.port, act.send(ground, subject, once=token))
                is_once = act.state(ground, subject) == act.after
            sent_again += tries - 1
            trial.count(is_told_done(reply) and is_once, what=(number, reply, tries))
        trial.tell(cut_before=line.cuts["question"], cut_after=line.cuts["answer"], sent_again=sent_again)
        trial.failed_without(doubled_without_token(ground, line))


def doubled_without_token(ground, line):
    """The control: the same sentences without a token; whoever hears nothing enters them again."""
    before, times = ground.ask(SAID)[0][0], 12
    for number in range(times):
        until_answered(line.port, saying(ground, f"Control {number}"))
    return ground.ask(SAID)[0][0] - before - times


@pytest.mark.promise
def test_p3_sixteen_who_send_the_same_form_at_once_get_one_answer(prepared, promised, tmp_path):
    trial = promised("P3", "the same form sent sixteen times at once, to several processes", small=2, full=600)
    ground, before, told = copy_of(prepared, tmp_path), None, []

    def all_at_once(*sent):
        told.clear()
        people = [Thread(target=lambda one=one, fork=fork: told.append(fork.send(one))) for fork, one in sent]
        for person in people:
            person.start()
        for person in people:
            person.join()
        return ground.ask(SAID)[0][0] - before

    with Forks(ground) as forks:
        servers = [forks.new() for _each in range(4)]
        for number in range(trial.size):
            before = ground.ask(SAID)[0][0]
            form = saying(ground, f"Together {number}", once=token_urlsafe())
            entered = all_at_once(*((servers[one % 4], form) for one in range(16)))
            receipts = {(reply.status, reply.location, reply.words) for reply in told}
            later = servers[0].send(form)  # the back button, much later
            kept = entered == 1 and len(receipts | {(later.status, later.location, later.words)}) == 1
            trial.count(kept and is_told_done(later), what=(entered, receipts, later))
        before = ground.ask(SAID)[0][0]
        apart = [saying(ground, "Each by itself", once=token_urlsafe()) for _each in range(4)]
        trial.failed_without(all_at_once(*zip(servers, apart, strict=True)) - 1)
