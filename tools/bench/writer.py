"""A process that writes one long article, by its act, into the Comity named on its line, and tells its address."""

from __future__ import annotations

import sys

from tools.bench.opener import settle

LETTERS = 30_000  # of text
SENTENCE = "The two sides agreed to compare their methods, to exchange staff, and to report on it at the next session. "
PARAGRAPH = f"<p>{SENTENCE * 5}</p>"


def main(data: str) -> int:
    """This will write the article and print its path."""
    settle(data, "")
    from datetime import date  # noqa: PLC0415 - the settings first

    from comity.translation.texts import Text  # noqa: PLC0415
    from comity.website.writing import Story, write_article  # noqa: PLC0415
    from tests.make import Office  # noqa: PLC0415

    blocks = [("text", PARAGRAPH * 5)] * (LETTERS // (len(PARAGRAPH) * 5) + 1)
    told = {"title": Text(en="A long piece of news"), "introduction": Text(en="What was agreed, in full.")}
    story = Story(slug="long", date=date(2026, 1, 15), blocks={"en": blocks}, **told)
    print(write_article(story, by=Office().officer, is_published=True)["en"].url)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
