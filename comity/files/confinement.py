"""What the looking process may use: little memory, little time, no network, no other process.

A parser that runs wild, or that a file takes over, finds nothing here but the file itself.
"""

from __future__ import annotations

import ctypes
import os
import resource

MEMORY = 768 * 1024 * 1024  # bytes of address space
SECONDS = 15  # of the processor
WRITTEN = 64 * 1024 * 1024  # bytes of any file that it writes
FILES = 32  # open at once
NO_NEW_PRIVILEGES = 38  # of prctl(2)
OWN_USERS, OWN_NETWORK = 0x10000000, 0x40000000  # of unshare(2)


def confine() -> bool:
    """This will take away what looking at a file does not need, and tell whether the network is gone too."""
    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_FSIZE, WRITTEN)
    limit(resource.RLIMIT_NOFILE, FILES)
    limit(resource.RLIMIT_CORE, 0)
    return _leave_the_network()


def limit(what: int, most: int) -> None:
    """This will set one limit, or leave the one that is stricter already."""
    _soft, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _leave_the_network() -> bool:
    """Move into a network of its own, where the system lets an ordinary process do so; there is nobody in it."""
    try:
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        alone = system.unshare(OWN_USERS | OWN_NETWORK) == 0 or system.unshare(OWN_NETWORK) == 0
        limit(resource.RLIMIT_NPROC, 0)
    except (AttributeError, OSError, ValueError):
        return False
    return alone and os.name == "posix"
