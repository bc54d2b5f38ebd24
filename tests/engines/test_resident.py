"""A program that stays between questions: each answer belongs to its question, whatever the program does."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from comity.engines.adapters import apertium, resident
from comity.engines.adapters.resident import Resident
from comity.engines.engine import Nonsense, Setup, Silent
from tests.engines.article import ARTICLE
from tests.engines.test_apertium import WITHOUT

ECHO = "exec sed -zu 's/.*/<&>/'"  # gives each text back between signs
installed = pytest.mark.skipif(shutil.which("apertium") is None, reason=WITHOUT)


@contextmanager
def staying(line, *, largest=10_000_000):
    program = Resident(["/bin/sh", "-c", line], surroundings={"PATH": os.defpath}, largest=largest)
    try:
        yield program
    finally:
        program.end()


def test_it_answers_one_text_after_the_other_and_starts_but_once():
    with staying("""exec bash -c 'while IFS= read -r -d "" text; do printf "%s:%s\\0" $$ "$text"; done'""") as program:
        first = program.ask(b"one", seconds=20)

        assert first.endswith(b":one")
        assert program.ask("deux – اثنان".encode(), seconds=20) == first.replace(b"one", "deux – اثنان".encode())


def test_a_zero_byte_in_a_text_ends_no_question():
    with staying(ECHO) as program:
        assert program.ask(b"one\0two", seconds=20) == b"<onetwo>"
        assert program.ask(b"three", seconds=20) == b"<three>"


def test_what_is_larger_than_a_pipe_goes_through_both_ways():
    text = b"a long line\n" * 200_000
    with staying(ECHO) as program:
        assert program.ask(text, seconds=60) == b"<" + text + b">"


def test_one_that_is_too_slow_is_ended_and_its_late_answer_is_nobodys():
    slow_once = (
        """exec bash -c 'read -r -d "" text; [ "$text" = slow ] && sleep 1; printf "<%s>\\0" "$text"; exec cat'"""
    )
    with staying(slow_once) as program:
        with pytest.raises(Silent):
            program.ask(b"slow", seconds=0.3)
        time.sleep(1.2)
        assert program.ask(b"quick", seconds=20) == b"<quick>"


def test_one_that_ended_is_started_again():
    with staying("exec head -zn 1") as program:
        assert program.ask(b"one", seconds=20) == b"one"
        for _try in range(50):  # it ends a moment after its answer; whoever asks in that moment is told, and asks again
            with suppress(Silent):
                assert program.ask(b"two", seconds=20) == b"two"
                break
        else:
            pytest.fail("it was not started again")


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("exec yes", Nonsense),  # says far too much
        ('exec bash -c \'read -r -d "" text; printf "one\\0two\\0"; exec cat\'', Nonsense),  # answers twice
        ("exit 3", Silent),
        ("exec /nowhere/program", Silent),
        ("exec sleep 60", Silent),
    ],
)
def test_what_answers_otherwise_than_asked_is_trouble_and_ends(line, trouble):
    with staying(line, largest=100_000) as program:
        with pytest.raises(trouble):
            program.ask(b"text", seconds=2)
        assert program._process is None


def test_threads_that_ask_at_once_each_get_their_own_answer():
    with staying(ECHO) as program, ThreadPoolExecutor(max_workers=8) as threads:
        asked = [f"text {number}".encode() for number in range(200)]

        assert list(threads.map(lambda text: program.ask(text, seconds=60), asked)) == [b"<%s>" % one for one in asked]


def test_it_ends_when_nobody_asks_it_for_a_while(monkeypatch):
    monkeypatch.setattr(resident, "IDLE", 0.1)
    with staying(ECHO) as program:
        program.ask(b"text", seconds=20)
        until = time.monotonic() + 20
        while program._process is not None and time.monotonic() < until:
            time.sleep(0.05)

        assert program._process is None
        assert program.ask(b"again", seconds=20) == b"<again>"


def test_it_ends_with_the_process_that_asked_even_where_that_is_killed(tmp_path):
    told = tmp_path / "number"
    line = f"echo $$ > {told}; {ECHO}"
    asker = (
        "import sys, time\n"
        "from comity.engines.adapters.resident import Resident\n"
        f"program = Resident(['/bin/sh', '-c', {line!r}], surroundings={{'PATH': {os.defpath!r}}}, largest=99)\n"
        "program.ask(b'a', seconds=20)\n"
        "print('asked', flush=True)\n"
        "time.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", asker], cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"asked\n"
        process.send_signal(signal.SIGKILL)
    number = int(told.read_text())
    until = time.monotonic() + 20
    while _is_there(number) and time.monotonic() < until:
        time.sleep(0.05)

    assert not _is_there(number)


def _is_there(number):
    state = Path(f"/proc/{number}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@installed
def test_apertium_that_stays_says_what_it_says_when_it_is_started_for_each_question(monkeypatch):
    engine = apertium.Apertium(Setup(kind="apertium", name="apertium"))
    texts = [
        *ARTICLE,
        "[brackets] ^a$ {x} / \\ @you #x *y &amp; &lt;",
        '<b>XQA12</b> <a href="https://a.b/?c&amp;d">it</a>',
    ]
    stays = apertium.resident("apertium", "eng-spa")
    assert stays is not None
    try:
        staying_says = [engine.translate(texts, "en", "es", seconds=60) for _time in range(2)]
    finally:
        stays.end()
    monkeypatch.setattr(apertium, "resident", lambda program, mode: None)

    assert staying_says == [engine.translate(texts, "en", "es", seconds=60)] * 2


@installed
def test_an_apertium_whose_programs_cannot_stay_is_started_for_each_question(tmp_path, monkeypatch):
    program = tmp_path / "bin" / "apertium"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nexec /usr/bin/apertium "$@"\n')
    (program.parent / "apertium-wblank-mode").write_text("#!/bin/sh\nexit 1\n")
    for one in program.parent.iterdir():
        one.chmod(0o700)
    (tmp_path / "share").symlink_to("/usr/share")
    engine = apertium.Apertium(Setup(kind="apertium", name="apertium", options={"path": str(program)}))

    assert apertium.resident(str(program), "eng-spa") is None
    assert engine.translate(["A house."], "en", "es", seconds=60) == ["Una casa."]


def test_an_answer_to_another_question_is_never_taken():
    answer = apertium.joined(["Una casa."], "q7")

    assert apertium.parted(answer, 1, "q7") == ["Una casa."]
    with pytest.raises(Nonsense):
        apertium.parted(answer, 1, "q8")
