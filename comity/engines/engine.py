"""What an engine of translation is to us: what it offers, how it is told what to leave alone, and how it fails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import ClassVar
from urllib.parse import urlsplit

from comity.engines.devices import Device

Pair = tuple[str, str]
MOST_TEXTS, MOST_BYTES = 40, 100_000  # of one question to an engine


class Trouble(Exception):
    """An engine did not translate; its words say why and quote nothing."""

    may_pass = False  # whether it is worth asking again in a moment
    after = 0.0  # seconds, where the engine says when

    @property
    def kind(self) -> str:
        """What log and figures call it."""
        return type(self).__name__.lower()


class Silent(Trouble):
    """Nobody answered, or not in time, or only that it cannot at the moment."""

    may_pass = True


class Late(Silent):
    """It was asked and did not answer in time; it may have worked all the same, and count it."""


class Refused(Trouble):
    """The engine answered that it will not."""


class OverQuota(Trouble):
    """What may be translated in a month, or by the engine now, is used up."""


class Nonsense(Trouble):
    """What came back is not what was asked for."""


@dataclass(frozen=True)
class Setup:
    """What the operator says of an engine (docs/operations.md)."""

    kind: str
    name: str
    address: str = ""
    secret: str = field(default="", repr=False)
    is_declared_outside: bool = False
    budget: int | None = None  # characters a month
    pairs: frozenset[Pair] = frozenset()
    seconds: float = 30.0  # for one question
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def leads_outside(self) -> bool:
        """Whether what is sent there leaves this machine: every address does but those of the machine itself."""
        return bool(self.address) and not _is_here(urlsplit(self.address).hostname or "")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Engine(ABC):
    """One engine, set up by the operator."""

    device: ClassVar[Device]
    largest: ClassVar[int] = MOST_BYTES  # of one question, in bytes
    most: ClassVar[int] = MOST_TEXTS  # of one question, in texts
    needs_address: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ()  # "key" and options without which it cannot be asked
    takes: ClassVar[frozenset[str]] = frozenset()  # all options that it knows

    def __init__(self, setup: Setup) -> None:
        self.setup = setup

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return self.setup.name

    @property
    def is_outside(self) -> bool:
        """Whether what it is given leaves this machine."""
        return self.setup.leads_outside or self.setup.is_declared_outside

    def pairs(self) -> frozenset[Pair]:
        """From which language into which it is used; nobody is asked over the network."""
        return self.setup.pairs

    def offers(self, source: str, target: str) -> bool:
        """This will tell whether it is used from one language into the other."""
        return (source, target) in self.pairs()

    def version(self) -> str:
        """What it says of its own version, or of the model that it used last; often nothing."""
        return ""

    @abstractmethod
    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        """This will translate texts in which names and tags are marked as `device` does, one for one.

        Raises Trouble where that fails or takes longer than `seconds`.
        """


def in_chunks(
    texts: Iterable[tuple[int, str]], *, largest: int, most: int = MOST_TEXTS
) -> Iterator[list[tuple[int, str]]]:
    """This will part numbered texts into what one question may hold."""
    chunk, size = list[tuple[int, str]](), 0
    for number, text in texts:
        weight = len(text.encode())
        if chunk and (len(chunk) == most or size + weight > largest):
            yield chunk
            chunk, size = [], 0
        chunk.append((number, text))
        size += weight
    if chunk:
        yield chunk
