"""Names and tags are taken out, marked for each engine, and found again; what is lost on the way is noticed."""

import pytest

from comity.engines.devices import ELEMENTS, IGNORED, PLAIN_WORDS, WORDS
from comity.engines.glossary import Form, Glossary
from comity.engines.markup import Broken, name_sign, tag_sign
from comity.engines.protecting import guard

GLOSSARY = Glossary(
    [
        Form("Leibniz Association", "en", "organisation 1", "full"),
        Form("Association Leibniz", "fr", "organisation 1", "full"),
        Form("ICESCO", "en", "organisation 2", "acronym"),
        Form("الإيسيسكو", "ar", "organisation 2", "acronym"),
    ]
)
TEXTS = [
    "The Leibniz Association and ICESCO met.",
    'Read <b>what <i>ICESCO</i></b><br/>said <a href="https://a.example/?a=1&amp;b=2">here</a> &amp; there.',
    "R&D of ICESCO & others, 3 < 4",
    "Write to a@b.example or see https://a.example/x?y=1.",
    "  ICESCO\n",
]
DEVICES = {"words": WORDS, "plain words": PLAIN_WORDS, "elements": ELEMENTS, "ignored": IGNORED}


def guarded(text, target="fr"):
    return guard(text, GLOSSARY, source="en", target=target)


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
@pytest.mark.parametrize("text", TEXTS)
def test_what_comes_back_untouched_is_the_text_with_its_official_names(device, text):
    one = guarded(text)

    words = device.read(device.write(one.words, one.names, one.tags), one.tags)

    assert one.lost(words) == ()
    expected = text.replace("Leibniz Association", "Association Leibniz")
    # Where tags are words, blanks stand between them.
    blank = "" if device is PLAIN_WORDS else " "
    assert blank.join(one.restored(words).split()) == blank.join(expected.split())


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_no_address_and_no_attribute_is_sent_to_an_engine(device):
    one = guarded(TEXTS[1])

    assert "href" not in device.write(one.words, one.names, one.tags)


@pytest.mark.parametrize(
    ("damage", "failed"),
    [
        (lambda words: words.replace(name_sign(0), ""), ("names",)),
        (lambda words: words + name_sign(0), ("names",)),
        (lambda words: words + name_sign(7), ("names",)),
        (lambda words: words.replace(tag_sign(1), ""), ("tags",)),
        (lambda words: words + tag_sign(0), ("tags",)),
        (
            lambda words: words.replace(tag_sign(0), "?").replace(tag_sign(3), tag_sign(0)).replace("?", tag_sign(3)),
            ("tags",),
        ),
    ],
)
def test_what_is_lost_doubled_or_out_of_order_is_noticed(damage, failed):
    one = guarded(TEXTS[1])

    assert one.lost(one.words) == ()
    assert one.lost(damage(one.words)) == failed


@pytest.mark.parametrize("broken", ["<script>x</script>", "<b>", "</i>", '<a id="t99">x</a>', "<b id=x>y</b>"])
def test_markup_that_an_engine_adds_is_none_of_ours(broken):
    one = guarded("The Leibniz Association met.")

    for device in (WORDS, ELEMENTS, IGNORED):
        written = device.write(one.words, one.names, one.tags)
        assert one.lost(device.read(written + broken, one.tags)) == ("tags",)


def test_signs_of_ours_that_an_engine_sends_are_foreign():
    one = guarded("The Leibniz Association met.")

    assert one.lost(WORDS.read(f"XQA0 {tag_sign(0)}", one.tags)) == ("tags",)


@pytest.mark.parametrize("text", ["<b>open", "closed</b>", "<b><i>crossed</b></i>", "signs \ue000 of ours"])
def test_a_text_whose_markup_cannot_be_read_is_refused(text):
    with pytest.raises(Broken):
        guarded(text)


def test_possessives_and_hyphens_are_taken_off_the_marks():
    def written(text):
        one = guarded(text)
        return WORDS.write(one.words, one.names, one.tags)

    assert written("ICESCO's States") == written("ICESCO’s States") == "XQA0 States"
    assert written("an ICESCO-led, non-ICESCO work") == "an XQA0 led, non XQA1 work"


def test_an_engine_that_understands_gets_the_words_themselves():
    one = guarded("The Leibniz Association's work")

    assert ELEMENTS.write(one.words, one.names, one.tags) == (
        'The <span translate="no" class="notranslate" id="n0">Association Leibniz</span>\'s work'
    )
    assert IGNORED.write(one.words, one.names, one.tags) == 'The <x id="0">Association Leibniz</x>\'s work'


def test_words_with_angle_brackets_are_never_markup_after_translation():
    one = guarded("The Leibniz Association met.")

    assert one.restored(WORDS.read("1 &lt; 2 &amp; <3", one.tags)) == "1 &lt; 2 &amp; &lt;3"


def test_a_name_behind_for_the_in_arabic_keeps_its_for():
    one = guard("للإيسيسكو دور", GLOSSARY, source="ar", target="en")

    assert one.restored(one.words) == "لICESCO دور"


def test_where_nothing_but_names_stands_nothing_is_to_be_translated():
    assert not guarded("ICESCO, Leibniz Association: 2021").has_words
    assert guarded("ICESCO in 2021").has_words
