"""In which language somebody wrote a comment, a reason or a note, as far as that can be told; else nothing is said.

Told by the script and by the small words that one language has to itself. A library was looked at and not taken:
py3langid, the lightest, brings numpy (70 MB) and names one of 97 languages for every text, sure or not: "LIKAT 2021" is
Uzbek to it, and "OK" Afrikaans. Here that has to be "not known". Words that two languages share count for neither.
"""

from __future__ import annotations

import re
from collections import Counter

ENGLISH, FRENCH, ARABIC = "en", "fr", "ar"
TOLD = (ENGLISH, FRENCH, ARABIC)
LATIN_LETTER = re.compile(r"[a-zà-öø-ÿœ]", re.I)
ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
# Letters that Persian, Urdu and others have, and Arabic has not.
NOT_ARABIC = re.compile(r"[\u0679\u067e\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06cc\u06d2]")
WORD = re.compile(r"[^\W\d_]+")
ACRONYM = re.compile(r"\b[A-Z]{2,}\b")  # says the same in every language
ELIDED = re.compile(r"\b(?:j|n|qu|aujourd)['’](?=\w)", re.I)  # as French leaves out a vowel, and Italian does not
SHORTENED = re.compile(r"\b\w+n['’]t\b|\b(?:i|it|that|you|they|we)['’](?:s|m|re|ve|ll)\b", re.I)  # as English does
MOSTLY = 0.8  # share of its letters in one script, of a comment of which anything is told
SURE, SURE_IN_FEW, FEW = 2, 1, 5  # small words that tell a language; in a comment of so few words, one does
# The last four are told from the first two, and never told.
SMALL_WORDS = {
    ENGLISH: """the and of to is are was were it this that these those with not for from have has had be been you your
        by my we they their what which who when where why how could would should can there here very more good
        great nice bad well please thank thanks don don’t cannot find found read page but or so if i did do does""",
    FRENCH: """le la les des du de et est sont un une dans pour sur avec pas ne que qui ce cette ces au aux je vous nous
        il elle ils elles mon ma mes votre vos très bien merci mais ou où plus trop être été était fait peut faut
        clair claire comprendre manque bonne bon texte traduction par""",
    "es": """el la los las del de y es son un una en para por con no que se lo al su muy bien gracias pero más como esta
        este está artículo texto página bueno buena claro falta yo me mi hay""",
    "pt": """o a os as do da dos das e é são um uma em para por com não que se ao muito bem obrigado obrigada mas
        mais         como esta este artigo texto página bom boa falta eu me""",
    "it": """il lo la i gli le del della di e è sono un una in per con non che si al molto bene grazie ma più
        come questo questa articolo testo pagina buono buona manca""",
    "de": """der die das und ist sind war ein eine in für mit nicht es zu auf von dem den ich sie wir sehr gut danke
        aber oder mehr was wie diese dieser artikel text seite fehlt bitte""",
}
ARABIC_WORDS = frozenset(
    """في من على الى إلى عن مع هذا هذه التي الذي أن ان لم لا ما هل كان كانت غير بعض كل جدا جدًا شكرا شكرًا واضح واضحة
    مفيد مفيدة جيد جيدة هناك ليس ليست لكن أو او ثم قد هو هي أنا نحن""".split()  # noqa: SIM905
)


def _of_one_language() -> dict[str, str]:
    """Each small word that one language has to itself, with that language."""
    every = Counter(word for words in SMALL_WORDS.values() for word in set(words.split()))
    return {word: code for code, words in SMALL_WORDS.items() for word in words.split() if every[word] == 1}


TELLING = _of_one_language()


def language_of(comment: str) -> str:
    """This will tell whether a comment is in English, French or Arabic; "" is not known, or another language."""
    comment = ACRONYM.sub(" ", comment)
    latin, arabic = len(LATIN_LETTER.findall(comment)), len(ARABIC_LETTER.findall(comment))
    letters = sum(sign.isalpha() for sign in comment)
    if letters and arabic >= MOSTLY * letters:
        return ARABIC if _is_arabic(comment) else ""
    return _of_latin(comment) if letters and latin >= MOSTLY * letters else ""


def _is_arabic(comment: str) -> bool:
    words = WORD.findall(comment)
    has_article = any(word.startswith(("ال", "وال", "بال", "لل")) and len(word) > len("الا") for word in words)
    return not NOT_ARABIC.search(comment) and (has_article or not ARABIC_WORDS.isdisjoint(words))


def _of_latin(comment: str) -> str:
    words = WORD.findall(comment.casefold())
    told = Counter(TELLING[word] for word in set(words) if word in TELLING)
    told[FRENCH] += len(ELIDED.findall(comment))
    told[ENGLISH] += len(SHORTENED.findall(comment))
    (best, times), *rest = [*told.most_common(2), ("", 0)]
    least = SURE_IN_FEW if len(words) <= FEW else SURE
    is_sure = times >= least and times > 2 * rest[0][1]
    return best if best in TOLD and is_sure else ""
