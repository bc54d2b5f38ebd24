"""Apertium on this machine, by its command: no port, no daemon, nothing leaves.

Names stand as words that it does not know, which it treats as nouns. Its own tag for what is not to be translated is
invisible to its grammar: what stands beside such a tag is read as another sentence (decision 22).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import ClassVar

from comity.engines.adapters.resident import Resident, end_with_all
from comity.engines.devices import WORDS
from comity.engines.engine import Engine, Nonsense, Pair, Silent, Trouble

PROGRAM = "apertium"
PATH = f"{os.defpath}:/usr/local/bin"
TWO_LETTERS = {"eng": "en", "spa": "es", "fra": "fr", "cat": "ca", "por": "pt", "ita": "it", "glg": "gl", "oci": "oc"}
TWO_LETTERS |= {"arg": "an", "ast": "ast", "mkd": "mk", "isl": "is", "hbs": "sh", "eus": "eu", "bre": "br", "epo": "eo"}
TWO_LETTERS |= {"ron": "ro", "nld": "nl", "afr": "af", "swe": "sv", "dan": "da", "nob": "nb", "nno": "nn", "cym": "cy"}
MODE = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")
# What marks a word that it does not know, cannot say, or has no other word for.
MARKED = re.compile(r"(?<![\w*#@])([*#@])(?=[\w·•–—])")
# A text that begins with a name of ours, and how the next word begins.
BEGUN = re.compile(r"(?:\s|<[^>]*>)*XQA\d+(?:[,;:\s]|<[^>]*>)+([^\W\d_])")
TEXT = re.compile(r'<p id="(q\d+)s(\d+)">(.*?)</p>', re.S)
LEAST_KNOWN = 0.6  # of words; of a text in which it knows fewer, not even the gist is told
LARGEST_ANSWER = 4_000_000  # bytes
SURROUNDINGS = {"PATH": PATH, "LANG": "C.UTF-8"}  # nothing of ours
LOADING = 10.0  # seconds that its dictionaries may take to load
_numbers = count(1)


class Apertium(Engine):
    """The program `apertium`, with the pairs of languages that are installed beside it."""

    device = WORDS
    # Where it must be started for each question, that takes as long as translating many texts.
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
        mode, question, until = self.modes()[source, target], f"q{next(_numbers)}", time.monotonic() + seconds
        text = joined(texts, question)
        if (pipeline := resident(self.program, mode)) is None:
            answer = run([self.program, "-f", "html", mode], text, seconds=seconds)
        else:
            plain = run(["apertium-deshtml"], text, seconds=seconds).encode()
            told = pipeline.ask(plain, seconds=until - time.monotonic()).decode(errors="replace")
            answer = run(["apertium-rehtml"], told, seconds=until - time.monotonic())
        return [as_begun(*both) for both in zip(texts, parted(answer, len(texts), question), strict=True)]


def joined(texts: list[str], question: str = "q0") -> str:
    """This will put texts into one, so that starting the program is paid once."""
    return "\n".join(f'<p id="{question}s{number}">{text}</p>' for number, text in enumerate(texts))


def parted(answer: str, count: int, question: str = "q0") -> list[str]:
    """This will part what came back into texts. Raises Nonsense where one is missing, or is of another question."""
    every = TEXT.findall(answer)
    found = {int(number): text for asked, number, text in every if asked == question}
    if sorted(found) != list(range(count)) or len(every) != count:
        raise Nonsense("texts are missing from what came back")
    return [unmarked(found[number]) for number in range(count)]


@lru_cache(maxsize=16)
def resident(program: str, mode: str) -> Resident | None:
    """This will keep its programs for a pair of languages at work between questions: starting them takes as long as
    translating four pages. Nothing where they are too old to stay, or where another reader of HTML is installed.
    """
    home = Path(shutil.which(program, path=PATH) or program).resolve().parent
    path = f"{home}:{PATH}"
    described = home.parent / "share" / "apertium" / "modes" / f"{mode}.mode"
    writer, *readers = (shutil.which(f"apertium-{one}", path=path) for one in ("wblank-mode", "deshtml", "rehtml"))
    if writer is None or None in readers or shutil.which("tf-extract", path=path) or not described.exists():
        return None
    try:
        line = run([writer, "-z", str(described)], "", seconds=LOADING)
        surroundings = SURROUNDINGS | {"PATH": path}
        found = Resident(["/bin/sh", "-c", line, program, "-g", ""], surroundings=surroundings, largest=LARGEST_ANSWER)
        found.ask(b".[][<p>]A.[][<\\/p>]", seconds=LOADING)  # whether it answers before its input ends
    except Trouble:
        return None
    return found


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


def as_begun(text: str, words: str) -> str:
    """This will write the word behind a name small that begins a text where it is small there: Apertium writes the
    first word that it knows with a capital letter.
    """
    begun, begins = BEGUN.match(text), BEGUN.match(words)
    if begun is None or begins is None or not begun[1].islower():
        return words
    return words[: begins.start(1)] + begins[1].lower() + words[begins.end(1) :]


def run(command: list[str], text: str, *, seconds: float) -> str:
    """This will run a program on a text, with nothing of ours in its environment. Raises Silent, Nonsense.

    It is a script that starts many others: all of them end when the time is over.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=SURROUNDINGS,
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
        end_with_all(process)
    if process.returncode or len(told) > LARGEST_ANSWER:
        raise Nonsense("the program failed")
    return told.decode(errors="replace")


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
