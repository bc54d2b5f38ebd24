"""The disk as it may look after a power cut at any moment, rebuilt from the system calls that wrote to it.

Nothing written counts until the file was synced, and no name until its folder was; the disk may have kept all of
the rest, none, some, or half of a write.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.promises.tracing import CALL

SECTOR = 512
CALLS = "openat,pwrite64,write,ftruncate,fdatasync,fsync,unlink,rename,sendto"
PATH = re.compile(r"^(?:\d+|AT_FDCWD)<((?:[^>\\]|\\.)*)>")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
ANSWER = ', "\\x48\\x54\\x54\\x50\\x2f'  # a message that begins with HTTP/, as strace writes it
WAYS = ("none", "all", "some", "torn")


@dataclass
class Inode:
    durable: bytes = b""
    pending: list = field(default_factory=list)  # (offset, bytes), or (length, None) where it was cut

    def as_left(self, way, dice):
        found = bytearray(self.durable)
        for offset, data in self.pending:
            if way == "none" or (way != "all" and dice.random() < 0.5):
                continue
            if data is None:
                del found[offset:]
                found.extend(bytes(offset - len(found)))
                continue
            for at in range(0, len(data), SECTOR):
                if way != "torn" or dice.random() < 0.5:
                    piece = data[at : at + SECTOR]
                    found.extend(bytes(max(0, offset + at + len(piece) - len(found))))
                    found[offset + at : offset + at + len(piece)] = piece
        return bytes(found)

    def sync(self):
        self.durable, self.pending = self.as_left("all", None), []


class Disk:
    """A folder: its files, and which of what was done to them is sure to last."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()
        self.durable = {path.name: Inode(path.read_bytes()) for path in self.folder.glob("*.sqlite3*")}
        self.names, self.pending = dict(self.durable), []

    def step(self, call, words):
        """Follow one system call; true where it changed what a power cut would leave."""
        place = PATH.match(words)
        path = Path(unescaped(place[1])) if place else None
        if call in ("openat", "unlink"):
            named = Path(unescaped(STRING.search(words)[1]))
            return self._open(named, words) if call == "openat" else self._rename(named.name, None)
        if path is None or (path != self.folder and path.parent != self.folder):
            return False
        return self._touch(call, path, words)

    def _open(self, path, words):
        if path.parent == self.folder and "O_CREAT" in words and path.name not in self.names:
            return self._rename(path.name, Inode())
        return False

    def _rename(self, name, inode):
        if name not in self.names and inode is None:
            return False
        self.pending.append((name, inode))
        self.names.pop(name, None)
        if inode is not None:
            self.names[name] = inode
        return True

    def _touch(self, call, path, words):
        if call in ("fsync", "fdatasync"):
            if path == self.folder:
                self.durable, self.pending = dict(self.names), []
            elif path.name in self.names:
                self.names[path.name].sync()
            return True
        inode = self.names.get(path.name)
        if inode is None:
            return False
        if call == "pwrite64":
            data = STRING.search(words)
            inode.pending.append((int(words.rpartition(",")[2]), raw(data[1])))
        elif call == "ftruncate":
            inode.pending.append((int(words.rpartition(",")[2]), None))
        return call != "write"

    def leave(self, into, way, dice):
        """Write what a power cut leaves, in one of the ways in which a disk may keep what was not synced."""
        names = dict(self.durable)
        kept = {"none": 0, "all": len(self.pending)}.get(way, dice.randint(0, len(self.pending)))
        for name, inode in self.pending[:kept]:
            names.pop(name, None)
            if inode is not None:
                names[name] = inode
        for name, inode in names.items():
            Path(into, name).write_bytes(inode.as_left(way, dice))


def raw(words):
    return bytes.fromhex(words.replace("\\x", ""))


def unescaped(words):
    return raw(words).decode() if words.startswith("\\x") else words


def calls_of(trace):
    """The calls of a trace that went well, in their order."""
    for line in Path(trace).read_text().splitlines():
        found = CALL.match(line)
        if found and int(found[3]) >= 0:
            yield found[1], found[2]


def is_answer(call, words):
    """Whether with this call the reader began to be told."""
    return call == "sendto" and ANSWER in words
