"""Watching and breaking a process at its system calls, with strace."""

import re
import shutil
import subprocess
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

# What writes, what makes it last, what gives names and takes them, what tells others.
CALLS = "pwrite64,write,fdatasync,fsync,unlink,unlinkat,rename,ftruncate,sendto,sendmsg,openat,pread64,recvfrom"
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)", re.S)
SECONDS_TO_ATTACH = 20


def strace():
    return shutil.which("strace")


needs_strace = pytest.mark.skipif(not strace(), reason="strace is missing")


@contextmanager
def traced(fork, into, *words, calls=CALLS):
    """strace looks at a process until it ends or the test has seen enough."""
    command = [strace(), "-p", str(fork.pid), "-o", str(into), "-e", f"trace={calls}", *words]
    watching = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: is_watched(fork) or watching.poll() is not None)
        assert watching.poll() is None, "strace could not attach"
        yield
    finally:
        watching.terminate()
        watching.wait(20)


def is_watched(fork):
    try:
        return "TracerPid:\t0\n" not in Path(f"/proc/{fork.pid}/status").read_text()
    except OSError:
        return True


def wait_for(asked, seconds=SECONDS_TO_ATTACH):
    deadline = time.monotonic() + seconds
    while not asked():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


def calls_in(path):
    """How often a process called what, in a trace."""
    found = (CALL.match(line) for line in Path(path).read_text().splitlines())
    return Counter(one[1] for one in found if one)


def broken(fork, into, fault, call, number):
    """The process is broken at the `number`-th time that it calls `call`."""
    what = "signal=SIGKILL" if fault == "SIGKILL" else f"error={fault}"
    return traced(fork, into, "-e", f"inject={call}:{what}:when={number}", calls=call)


def spread(points, size):
    """`size` of the points, from the first to the last."""
    points = list(points)
    if size >= len(points):
        return points
    return [points[number * len(points) // size] for number in range(size)]
