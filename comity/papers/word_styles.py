"""How a text is set in Word files: styles that a lawyer finds in the list, and numbers that count by themselves."""

from __future__ import annotations

from comity.papers.manuscripts import ANNEX, ARTICLE, RECITAL, RECORD, SORTS

FONT = "Times New Roman"  # it has Latin and Arabic letters in every version of Word; LibreOffice has its twin
LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-SA"}  # as Word calls them
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FONTS = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"/>'
DEFAULTS = (
    f"<w:docDefaults {NAMESPACE}><w:rPrDefault><w:rPr>{FONTS}"
    '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="{lang}" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
)
# The name of the style of each paragraph, by sort: of a heading, of words that begin a passage, of words below it.
HEADINGS = {RECITAL: "Recital Heading", ARTICLE: "Article Heading", ANNEX: "Annex Heading", RECORD: "Record Heading"}
LEADS = {RECITAL: "Recital", ARTICLE: "Article", ANNEX: "Annex", RECORD: "Record"}
WORDS = {RECITAL: "Recital Text", ARTICLE: "Article Text", ANNEX: "Annex Text", RECORD: "Record Text"}
KEPT = {"Normal", "Title", "Subtitle", "Header", "Footer", "Default Paragraph Font", "No List", "Normal Table"}


def style_id(name: str) -> str:
    """This will give the number under which a file knows a style."""
    return name.replace(" ", "")


def meaning_of(name: str) -> tuple[str, bool, bool]:
    """This will tell what the name of a style says: the sort, whether of a heading, whether it begins a passage.

    LibreOffice writes names in its own case, and both programs number a style that they doubled.
    """
    plain = "".join(letter for letter in name.lower() if letter.isalpha())
    for sort in HEADINGS:
        for names, is_heading, begins in ((HEADINGS, True, True), (LEADS, False, True), (WORDS, False, False)):
            if plain == style_id(names[sort]).lower():
                return sort, is_heading, begins
    return "", False, False


def styles() -> list[str]:
    """This will write every style as XML."""
    return [
        _style("Normal", is_default=True, paragraph='<w:spacing w:after="120" w:line="264" w:lineRule="auto"/>'),
        _style("Title", paragraph='<w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/>', letters=_bold(34)),
        _style("Subtitle", paragraph='<w:spacing w:after="240"/><w:jc w:val="center"/>', letters=_size(22)),
        _style("Header", letters=_size(18)),
        _style("Footer", letters=_size(18), paragraph='<w:jc w:val="center"/>'),
        *(one for sort in HEADINGS for one in _styles_of(sort)),
    ]


def _styles_of(sort: str) -> list[str]:
    # What is set as the beginning of a passage is numbered, in the list of the first version.
    counts = f'<w:numPr><w:numId w:val="{SORTS.index(sort) + 1}"/></w:numPr>' if sort in SORTS else ""
    above, level = '<w:spacing w:before="240" w:after="80"/>', f'<w:outlineLvl w:val="{int(sort == RECITAL)}"/>'
    heading = f"<w:keepNext/>{counts}{above}{level}"
    return [
        _style(HEADINGS[sort], follows=WORDS[sort], paragraph=heading, letters=_bold(24)),
        _style(LEADS[sort], follows=LEADS[sort], paragraph=counts),
        _style(WORDS[sort]),
    ]


def _style(name: str, *, is_default: bool = False, follows: str = "", paragraph: str = "", letters: str = "") -> str:
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default else '<w:basedOn w:val="Normal"/>'
    follows = f'<w:next w:val="{style_id(follows)}"/>' if follows else ""
    return (
        f'<w:style {NAMESPACE} w:type="paragraph"{default} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f"{based}{follows}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _bold(half_points: int) -> str:
    return f"<w:b/><w:bCs/>{_size(half_points)}"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def numbering(numbers: list[str]) -> str:
    """This will write one list for each way of counting, the first of number 1; %1 stands for the number."""
    lists = "".join(_list(at, words) for at, words in enumerate(numbers, start=1))
    used = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1, len(numbers) + 1)
    )
    return f"<w:numbering {NAMESPACE}>{lists}{used}</w:numbering>"


def _list(at: int, words: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="{words}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    )
