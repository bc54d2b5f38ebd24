"""Arabic words as finding compares them: what is written before and after a word is taken off, and no more.

The prefixes and endings are those of light stemming (Larkey, Ballesteros and Connell, "Light Stemming for Arabic
Information Retrieval", 2007: light10). Plurals that are made inside of the word stand in a table of our own.
"""

from __future__ import annotations

from comity.translation.spelling import folded

# The longest first: "and the" before "the".
ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
AND = "و"
JOINED = ("ب", "ل", "ف", "ك")  # taken off only where a plural of the table is left: they begin too many words
# In this order, each at most once. Written as they are after folding, where ة is ه and ى is ي.
ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
SHORTEST, SHORTEST_AFTER_AND = 2, 3  # letters that are left

# One of a thing and many of it, where many is not one with an ending.
BROKEN_PLURALS = """
عضو أعضاء · مشروع مشاريع · برنامج برامج · معهد معاهد · مركز مراكز · وفد وفود · دولة دول · عالم علماء · علم علوم
خبير خبراء · رئيس رؤساء · وزير وزراء · مدير مدراء · طالب طلاب · سفير سفراء · شريك شركاء · زميل زملاء · أستاذ أساتذة
مجلس مجالس · كتاب كتب · مدينة مدن · بلد بلدان · عقد عقود · بند بنود · موعد مواعيد · هدف أهداف · نتيجة نتائج
وثيقة وثائق · منحة منح · مدرسة مدارس · قسم أقسام · فرع فروع · خطة خطط · لجنة لجان · بحث بحوث · بحث أبحاث
درس دروس · متحف متاحف · مكتب مكاتب · فريق فرق · شعب شعوب · أثر آثار · إطار أطر · مصدر مصادر · مورد موارد
مبدأ مبادئ · ورشة ورش · جائزة جوائز · تقرير تقارير · تدبير تدابير · قانون قوانين · ميثاق مواثيق · محضر محاضر
رأي آراء · طرف أطراف · جانب جوانب · نشاط أنشطة · حدث أحداث · يوم أيام · شهر أشهر · شاب شباب · عمل أعمال · فكرة أفكار
"""


def stems_of(word: str) -> set[str]:
    """This will give the stems of one folded Arabic word.

    There are two where it is not known whether a و at its beginning is "and" or a letter of the word.
    """
    bare = without_article(word)
    if bare != word:
        return {_without_endings(bare)}
    found = {_without_endings(word)}
    if word.startswith(AND) and len(word) > SHORTEST_AFTER_AND:
        found.add(_without_endings(word.removeprefix(AND)))
    if word.startswith(JOINED) and word[1:] in _ONE_OF:
        found.add(_ONE_OF[word[1:]])
    return found


def without_article(word: str) -> str:
    """This will take "the", and what is written together with it, off a folded word."""
    for article in ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + SHORTEST:
            return word.removeprefix(article)
    return word


def _without_endings(word: str) -> str:
    return _ONE_OF.get(word) or _shortened(word)


def _shortened(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST:
            word = word.removesuffix(ending)
    return word


def _read(table: str) -> dict[str, str]:
    """The stem of the one for each plural of the table, folded."""
    pairs = [pair.split() for line in table.strip().splitlines() for pair in line.split(" · ")]
    return {folded(many): _shortened(folded(one)) for one, many in pairs}


_ONE_OF = _read(BROKEN_PLURALS)
