"""A file is on the disk, with its name and those of its folders, before anybody is told that it was received."""

from pathlib import Path

import pytest

from tests.promises.forked import Forks
from tests.promises.ground import copy_of, upload
from tests.promises.powercut import PATH, STRING, calls_of, is_answer, unescaped
from tests.promises.tracing import needs_strace, traced

CALLS = "openat,mkdir,write,pwrite64,fsync,fdatasync,sendto"
EACH = 12  # promises that wait for a file


class Unsynced:
    """What a power cut could take of the files below a folder: their content, and names in folders."""

    def __init__(self, root):
        self.root, self.content, self.names, self.received = root, set(), set(), 0

    def follow(self, call, words):
        if call in ("openat", "mkdir"):
            made = Path(unescaped(STRING.search(words)[1]))
            if self._is_below(made) and (call == "mkdir" or "O_CREAT" in words):
                self.names.add(made.parent)
                self.content |= {made} if call == "openat" else set()
                self.received += call == "openat"
        elif (place := PATH.match(words)) and self._is_below(path := Path(unescaped(place[1])), or_above=True):
            if call in ("fsync", "fdatasync"):
                self.content.discard(path)
                self.names.discard(path)
            else:
                self.content.add(path)

    def _is_below(self, path, *, or_above=False):
        return path.is_relative_to(self.root) or (or_above and path == self.root.parent)


def acknowledged(prepared, tmp_path, trace, *, times, **given):
    """Of each file that a server was sent: what could still be lost when the answer went out."""
    ground = copy_of(prepared, tmp_path)
    with Forks(ground, **given) as forks:
        server = forks.new()
        with traced(server, trace, "-y", "-xx", "-s", "200", calls=CALLS):
            assert all(server.send(upload(ground, number)).is_done for number in range(times))
    disk, found = Unsynced(ground.folder.resolve() / "files"), []
    for call, words in calls_of(trace):
        if is_answer(call, words):
            found.append((disk.received, disk.content | disk.names))
        else:
            disk.follow(call, words)
    return found


@needs_strace
@pytest.mark.promise
def test_p2_a_file_that_was_received_survives_a_power_cut(prepared, promised, tmp_path):
    trial = promised("P2", "a file is on the disk, with its name, before its claim is acknowledged", small=3, full=EACH)
    answers = acknowledged(prepared, tmp_path, tmp_path / "kept.trace", times=trial.size)

    assert len(answers) == trial.size
    for number, (received, lost) in enumerate(answers, start=1):
        trial.count(received == number and not lost, what=(received, lost))
    without = acknowledged(prepared, tmp_path, tmp_path / "control.trace", times=2, TRIED_WITHOUT_LASTING_FILES="1")
    trial.failed_without(sum(bool(lost) for _received, lost in without))
