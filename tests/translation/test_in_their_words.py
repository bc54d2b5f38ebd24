"""What people typed stands in their language on the page of every reader, as far as their words tell it."""

import pytest
from django.utils.translation import override

from comity.translation.templatetags.said import in_their_words, written_in


@pytest.mark.parametrize("reader", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The costs are not known.", '<bdi lang="en" dir="ltr">The costs are not known.</bdi>'),
        ("Les coûts ne sont pas connus.", '<bdi lang="fr" dir="ltr">Les coûts ne sont pas connus.</bdi>'),
        ("لم تُعرف التكاليف بعد.", '<bdi lang="ar" dir="rtl">لم تُعرف التكاليف بعد.</bdi>'),
        ("OK", '<bdi lang="und" dir="auto">OK</bdi>'),
    ],
)
def test_words_carry_their_language_whoever_reads_them(reader, words, shown):
    with override(reader):
        assert in_their_words(words) == shown


def test_lines_stay_lines_and_no_markup_counts():
    assert in_their_words("The first <b>\r\nand the second\n") == (
        '<bdi lang="en" dir="ltr">The first &lt;b&gt;<br>and the second</bdi>'
    )


def test_a_language_that_the_words_do_not_tell_is_undetermined():
    assert [written_in(words) for words in ("This is the reason.", "1 / 7")] == ["en", "und"]
