"""The process that reads a Word file: as `comity.files.looking`, confined, with the words of the file as its answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import BinaryIO

from comity.files.findings import Hostile
from comity.files.looking import Told, kind_of, main


def words_of(file: BinaryIO) -> Told:
    """This will read a Word file. Raises Hostile for what is none, and for one that would act when it is opened."""
    from comity.papers.word_reading import edited  # noqa: PLC0415 - as each look loads the one parser it needs

    told, _kept = kind_of(file)
    if told["kind"] != "docx":
        raise Hostile("damaged")
    return {"kind": "docx", **asdict(edited(file))}, b""


TASKS = {"word": words_of}

if __name__ == "__main__":
    main(TASKS)
