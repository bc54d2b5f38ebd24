"""The looking process: reads one file from its standard input, says on its standard output what it is.

The first line is JSON; after it comes the picture as it is kept, or nothing. Run by `comity.files.reading` alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from comity.files.confinement import confine
from comity.files.findings import Hostile
from comity.files.texts import is_plain_text

Told = tuple[dict[str, Any], bytes]
BOM = b"\xef\xbb\xbf"
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def main(tasks: Mapping[str, Callable[[BinaryIO], Told]]) -> None:
    """This will do one of the tasks on the file and tell of it; a fault of a parser is told as a damaged file."""
    is_alone = confine()
    asked = sys.argv[1] if len(sys.argv) > 1 else "kind"
    try:
        told, kept = tasks[asked](sys.stdin.buffer)
    except Hostile as verdict:
        told, kept = {"refused": verdict.reason, **verdict.facts}, b""
    except MemoryError:
        told, kept = {"refused": "too much"}, b""
    except Exception as trouble:  # a damaged file makes a parser fail in more ways than it has names for
        told, kept = {"refused": "damaged", "trouble": type(trouble).__name__}, b""
    sys.stdout.buffer.write(json.dumps({**told, "alone": is_alone}).encode() + b"\n" + kept)


def kind_of(file: BinaryIO) -> Told:
    """This will tell what the file is by parsing it whole. Raises Hostile for what is not taken."""
    head = file.read(1024)
    if EICAR in head:
        raise Hostile("virus", name="EICAR")
    for begins, look in PARSERS.items():
        if head.startswith(begins):
            return look(file)
    if head[4:8] == b"ftyp":
        return _video(file)
    if not is_plain_text(file):
        return {"kind": ""}, b""
    return {"kind": "txt", "is_captions": head.removeprefix(BOM).startswith(b"WEBVTT")}, b""


def _pdf(file: BinaryIO) -> Told:
    from comity.files.pdfs import refuse_active  # noqa: PLC0415 - each look loads the one parser it needs

    refuse_active(file)
    return {"kind": "pdf"}, b""


def _picture(file: BinaryIO) -> Told:
    from comity.files.pictures import drawn_anew  # noqa: PLC0415 - each look loads the one parser it needs

    kind, kept = drawn_anew(file)
    return {"kind": kind, "is_kept": True}, kept


def _video(file: BinaryIO) -> Told:
    from comity.files.videos import kind_of_video  # noqa: PLC0415 - each look loads the one parser it needs

    return {"kind": kind_of_video(file)}, b""


def _document(file: BinaryIO) -> Told:
    from comity.files.documents import kind_inside  # noqa: PLC0415 - each look loads the one parser it needs

    return {"kind": kind_inside(file)}, b""


def rows_of(file: BinaryIO) -> Told:
    """This will read the first sheet of a workbook as lines of words. Raises Hostile for what is no workbook."""
    from comity.files.workbooks import lines_of  # noqa: PLC0415 - each look loads the one parser it needs

    told, _kept = kind_of(file)
    if told["kind"] != "xlsx":
        raise Hostile("damaged")
    return {"kind": "xlsx", "lines": lines_of(file)}, b""


PARSERS = {
    b"%PDF-": _pdf,
    b"\x89PNG\r\n\x1a\n": _picture,
    b"\xff\xd8\xff": _picture,
    b"PK\x03\x04": _document,
    b"\x1a\x45\xdf\xa3": _video,
}
TASKS = {"kind": kind_of, "rows": rows_of}

if __name__ == "__main__":
    main(TASKS)
