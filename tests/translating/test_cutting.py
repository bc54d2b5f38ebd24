"""A page is cut into what reads as one piece, and put together again with nothing in it that is not its own."""

import pytest

from comity.translating.cutting import cut


def texts(page, language="en"):
    return [one.text for one in cut(f"<main>{page}</main>", language).pieces]


def put_together(page, words=(), language="en", lead=lambda href: href):
    made = cut(f"<main>{page}</main>", language)
    return made.written(dict(words), show=lambda html, piece: html, lead=lead)


@pytest.mark.parametrize(
    ("page", "pieces"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<p>Said by <bdi>both</bdi> sides.</p>", ['Said by <a id="a1">both</a> sides.']),
        ("<p><span>Held</span> <span>in Rabat</span></p>", ["Held", "in Rabat"]),
        ("<p>Session · <span>virtual</span> · <time><bdi>May</bdi>, a year ago</time></p>", [
            "Session", "virtual", '<a id="a1">May</a>, a year ago',
        ]),
        ("<p>  · 2021 –  </p>", []),
        ('<a href="/en/"><h3>Title</h3> more</a>', ["Title", "more"]),
        ('<a href="/en/"><svg><title>x</title></svg>All news</a>', ["All news"]),
        ("<p>Ask <em>them</em>,<br>soon.</p>", ["Ask <em>them</em>,<br>soon."]),
        ("<p>This is <b>not</b> &lt;b&gt; &amp; so</p>", ["This is <b>not</b> &lt;b&gt; &amp; so"]),
        ('<p>Name <span lang="ar" dir="rtl">اسم</span> in one</p>', ['Name <a id="a1"></a> in one']),
        ('<p>Said by <bdi translate="no">Nadia</bdi>, who came</p>', ['Said by <a id="a1"></a>, who came']),
        ('<p>Said by <bdi translate="no">Nadia</bdi></p>', ["Said by"]),
        ('<p><bdi translate="no">Nadia</bdi>: expert</p>', [": expert"]),
        ('<p><bdi translate="no">Nadia</bdi> · <i lang="fr">Un</i></p>', []),
        ("<p>Col·legi de Metges · <b>Art</b></p>", ["Col·legi de Metges", "Art"]),
        ("<p>The <ins>two</ins> <del>three</del> parties</p>", [
            'The <a id="a1">two</a> <a id="a2">three</a> parties',
        ]),
        ('<div lang="en-GB">Ours</div><div lang="fr">Le leur</div>', ["Ours"]),
        ('<p translate="no">abc</p><pre>def</pre>', []),
        ('<form><label>Year</label></form><button>Press</button><script>x</script>', []),
        ('<img alt="A map" src="x"><nav aria-label="Pages" title="2 3"></nav>', ["A map", "Pages"]),
        ('<table><tr><td data-label="Kind">Memorandum</td></tr></table>', ["Kind", "Memorandum"]),
    ],
)  # fmt: skip
def test_what_reads_as_one_is_one_piece(page, pieces):
    assert texts(page) == pieces


def test_only_the_main_part_is_cut_and_the_heading_gives_the_title():
    page = "<title>x</title><nav>y</nav><main><p>Before</p><h1><bdi>Name</bdi> <small>late</small></h1></main><p>z</p>"
    made = cut(page, "en")

    assert [one.text for one in made.pieces] == ["Before", "Name", "late"]
    assert made.title == "Name"
    assert cut("<main><p>No heading</p></main>", "en").title == ""


@pytest.mark.parametrize(
    "page",
    [
        '<p class="lede">Said by <bdi>both</bdi> sides · in <time datetime="2021">2021</time>.</p>',
        "<p>1 &lt; 2 &amp; &quot;so&quot;</p>".replace("&quot;", '"'),
        '<a href="/en/?a=1&amp;b=2"><h3>Title</h3> more</a>',
        '<img alt="A &amp; B" src="x"><br><hr><ul><li>a</li></ul>',
        '<table><caption>Who</caption><tr><td colspan="2">came</td></tr></table>',
        '<details open=""><summary><svg viewbox="0 0 1 1"></svg>More</summary><p hidden="">x</p></details>',
        '<p>Said by <bdi translate="no">Nadia <b>A</b></bdi>, who <i lang="fr">vint</i> again</p>',
    ],
)
def test_in_no_other_words_it_is_the_same_page(page):
    assert put_together(page) == page


def test_words_take_the_place_of_a_piece_and_its_elements_their_attributes_back():
    page = '<p>Said by <a href="/en/partners/1/" class="quiet">them</a> in <bdi>May</bdi>.</p>'
    words = {texts(page)[0]: 'En <a id="a2">mayo</a>, <b>dicho</b> por <a id="a1">ellos</a>.'}

    told = put_together(page, words, lead=lambda href: f"/es{href}")

    assert told == ('<p>En <bdi>mayo</bdi>, <b>dicho</b> por <a href="/es/en/partners/1/" class="quiet">ellos</a>.</p>')


def test_what_is_not_to_be_translated_keeps_its_place_in_other_words():
    page = '<p>Said by <bdi translate="no">Nadia <b>A</b></bdi>, twice</p>'

    told = put_together(page, {texts(page)[0]: 'Dos veces dijo <a id="a1">another name</a>'})

    assert told == '<p>Dos veces dijo <bdi translate="no">Nadia <b>A</b></bdi></p>'


def test_a_form_within_what_stays_is_left_out_too():
    assert put_together('<div lang="fr"><form><input></form>Un</div>') == '<div lang="fr">Un</div>'


def test_however_deep_elements_stand_in_one_another_the_page_is_written():
    deep = "<b>" * 2_000 + "x" + "</b>" * 2_000

    assert "x" in put_together(deep)
    assert "y" in put_together("<p>Piece</p>", {"Piece": deep.replace("x", "y")})


def test_an_attribute_that_is_read_to_people_is_in_other_words_and_what_it_looks_like_stays():
    told = put_together('<img alt="A map" src="map" class="wide">', {"A map": 'Un "mapa" & más'})

    assert told == '<img alt="Un &quot;mapa&quot; &amp; más" src="map" class="wide">'
    assert put_together('<img alt="A map">', {"A map": "<b>x</b>"}) == '<img alt="A map">'


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<b onclick="alert(1)">x</b>',
        '</p></main><iframe src="//x"></iframe>',
        '<a id="a9" href="//x">x</a>',
        "<style>*{}</style>",
        "&lt;script&gt;",
    ],
)
def test_words_bring_no_tag_address_or_attribute_of_their_own(hostile):
    told = put_together("<p>Piece</p>", {"Piece": hostile})

    for one in ("<script", "<img", "<iframe", "<style", "onerror", "onclick", "href", "javascript:"):
        assert one not in told


def test_an_element_of_the_original_stands_once_however_often_the_words_name_it():
    page = '<p>See <a href="/en/">here</a>.</p>'

    assert put_together(page, {texts(page)[0]: '<a id="a1">A</a> <a id="a1">B</a>'}) == '<p><a href="/en/">A</a> B</p>'


def test_what_makes_a_browser_act_is_left_out_and_the_language_of_the_page_is_that_of_the_reading():
    page = '<div hx-get="/x" onclick="y" lang="en" dir="ltr" id="i"><span lang="fr" dir="ltr">Un</span>One</div>'

    assert put_together(page) == '<div id="i"><span lang="fr" dir="ltr">Un</span>One</div>'
