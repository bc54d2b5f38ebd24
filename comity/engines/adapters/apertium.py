"""Apertium on this machine, by its command: no port, no daemon, nothing leaves.

Names stand as words that it does not know, which it treats as nouns. Its own tag for what is not to be translated is
invisible to its grammar: what stands beside such a tag is read as another sentence (decision 22).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from functools import lru_cache
from typing import ClassVar

from comity.engines.devices import WORDS
from comity.engines.engine import Engine, Nonsense, Pair, Silent, Trouble

PROGRAM = "apertium"
PATH = f"{os.defpath}:/usr/local/bin"
TWO_LETTERS = {"eng": "en", "spa": "es", "fra": "fr", "cat": "ca", "por": "pt", "ita": "it", "glg": "gl", "oci": "oc"}
TWO_LETTERS |= {"arg": "an", "ast": "ast", "mkd": "mk", "isl": "is", "hbs": "sh", "eus": "eu", "bre": "br", "epo": "eo"}
TWO_LETTERS |= {"ron": "ro", "nld": "nl", "afr": "af", "swe": "sv", "dan": "da", "nob": "nb", "nno": "nn", "cym": "cy"}
MODE = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")
MARKED = re.compile(r"(?<![\w*#@])([*#@])(?=\w)")  # a word that it does not know, cannot say, or has no other word for
TEXT = re.compile(r'<p id="s(\d+)">(.*?)</p>', re.S)
LEAST_KNOWN = 0.6  # of words; of a text in which it knows fewer, not even the gist is told
LARGEST_ANSWER = 4_000_000  # bytes


class Apertium(Engine):
    """The program `apertium`, with the pairs of languages that are installed beside it."""

    device = WORDS
    # Starting it takes as long as translating many texts.
    largest: ClassVar[int] = 400_000
    most: ClassVar[int] = 2_000
    needs_address: ClassVar[bool] = False
    takes: ClassVar[frozenset[str]] = frozenset({"path"})

    @property
    def program(self) -> str:
        """Where the command is."""
        return self.setup.options.get("path") or PROGRAM

    def modes(self) -> dict[Pair, str]:
        """What is installed, by the pair of languages as we write them."""
        try:
            return _modes(self.program) if shutil.which(self.program, path=PATH) else {}
        except Trouble:
            return {}

    def pairs(self) -> frozenset[Pair]:
        installed = frozenset(self.modes())
        return installed & self.setup.pairs if self.setup.pairs else installed

    def version(self) -> str:
        try:
            return _version(self.program)
        except Trouble:
            return ""

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        answer = run([self.program, "-f", "html", self.modes()[source, target]], joined(texts), seconds=seconds)
        return parted(answer, len(texts))


def joined(texts: list[str]) -> str:
    """This will put texts into one, so that starting the program is paid once."""
    return "\n".join(f'<p id="s{number}">{text}</p>' for number, text in enumerate(texts))


def parted(answer: str, count: int) -> list[str]:
    """This will part what came back into texts. Raises Nonsense where one is missing."""
    found = {int(one[1]): one[2] for one in TEXT.finditer(answer)}
    if sorted(found) != list(range(count)) or len(TEXT.findall(answer)) != count:
        raise Nonsense("texts are missing from what came back")
    return [unmarked(found[number]) for number in range(count)]


def unmarked(text: str) -> str:
    """This will take away the marks on words that it could not translate; nothing is left where those are many.

    Names of ours are unknown to it on purpose, and a name that it does not know is no gap: only small letters count.
    """
    plain = re.sub(r"<[^>]*>|\bXQA\d+", " ", text)
    words = re.findall(r"[^\W\d_]+", plain)
    gaps = [one for one in MARKED.finditer(plain) if plain[one.end()].islower()]
    if len(words) > 3 and len(gaps) > (1 - LEAST_KNOWN) * len(words):
        return ""
    return MARKED.sub("", text)


def run(command: list[str], text: str, *, seconds: float) -> str:
    """This will run a program on a text, with nothing of ours in its environment. Raises Silent, Nonsense.

    It is a script that starts many others: all of them end when the time is over.
    """
    plain = {"PATH": PATH, "LANG": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=plain,
            cwd="/",
            start_new_session=True,
        )
    except OSError as trouble:
        raise Silent("the program cannot be started") from trouble
    try:
        told, _nothing = process.communicate(text.encode(), timeout=max(seconds, 0.01))
    except subprocess.TimeoutExpired:
        raise Silent("the program took too long") from None
    finally:
        _end(process)
    if process.returncode or len(told) > LARGEST_ANSWER:
        raise Nonsense("the program failed")
    return told.decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@lru_cache(maxsize=4)
def _modes(program: str) -> dict[Pair, str]:
    """Asked once for each process: who installs another pair starts Comity anew. A failure is not kept."""
    modes: dict[Pair, str] = {}
    for mode in run([program, "-l"], "", seconds=10).split():
        if found := MODE.fullmatch(mode):
            pair = (TWO_LETTERS.get(found[1], found[1]), TWO_LETTERS.get(found[2], found[2]))
            modes.setdefault(pair, mode)
    return modes


@lru_cache(maxsize=4)
def _version(program: str) -> str:
    return (run([program, "-V"], "", seconds=10).split() or [""])[-1]
