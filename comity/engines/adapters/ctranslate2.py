"""CTranslate2 on this machine, with weights that the operator brings: a folder for each pair, such as en-ar.

Each holds a converted model (model.bin and what stands beside it) and source.spm and target.spm of SentencePiece.
"""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from comity.engines.devices import PLAIN_WORDS
from comity.engines.engine import Engine, Nonsense, Pair, Refused

SENTENCE = re.compile(r"(?<=[.!?؟۔])\s+")
FOLDER = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")
LONGEST = 512  # pieces of a sentence, as these models were trained


class CTranslate2(Engine):
    """Models in a folder of the operator, run by the processor of this machine."""

    device = PLAIN_WORDS
    largest = 30_000
    needs_address: ClassVar[bool] = False
    needs: ClassVar[tuple[str, ...]] = ("path",)
    takes: ClassVar[frozenset[str]] = frozenset({"path"})

    def pairs(self) -> frozenset[Pair]:
        folder = Path(self.setup.options["path"])
        try:
            found = [FOLDER.fullmatch(one.name) for one in folder.iterdir() if (one / "model.bin").is_file()]
        except OSError:
            return frozenset()
        there = frozenset((one[1], one[2]) for one in found if one)
        return there & self.setup.pairs if self.setup.pairs else there

    def version(self) -> str:
        try:
            return str(importlib.import_module("ctranslate2").__version__)
        except (ImportError, AttributeError):
            return ""

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        model = _loaded(str(Path(self.setup.options["path"]) / f"{source}-{target}"))
        sentences = [SENTENCE.split(text) for text in texts]
        said = model.translate([one for some in sentences for one in some])
        answers, at = list[str](), 0
        for some in sentences:
            answers.append(" ".join(said[at : at + len(some)]))
            at += len(some)
        return answers


class _Model:
    """A model with the two vocabularies of its pieces."""

    def __init__(self, folder: str) -> None:
        try:
            engine, pieces = (importlib.import_module(name) for name in ("ctranslate2", "sentencepiece"))
            self.translator: Any = engine.Translator(folder, device="cpu", inter_threads=1)
            self.source, self.target = (
                pieces.SentencePieceProcessor(model_file=str(Path(folder) / name))
                for name in ("source.spm", "target.spm")
            )
        except (ImportError, OSError, RuntimeError, ValueError) as trouble:
            raise Refused("the model cannot be loaded") from trouble

    def translate(self, sentences: list[str]) -> list[str]:
        cut = [[*self.source.encode(one, out_type=str), "</s>"] for one in sentences]
        if any(len(one) > LONGEST for one in cut):
            raise Refused("a sentence is too long for the model")
        # A model that does not find the end of a sentence would go on for long.
        most = min(LONGEST, 3 * max(map(len, cut), default=0) + 20)
        try:
            found = self.translator.translate_batch(cut, max_decoding_length=most)
            return [str(self.target.decode(one.hypotheses[0])) for one in found]
        except (RuntimeError, ValueError, IndexError) as trouble:
            raise Nonsense("the model failed") from trouble


@lru_cache(maxsize=4)
def _loaded(folder: str) -> _Model:
    return _Model(folder)
