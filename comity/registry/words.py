"""The words of a name as finding compares them: folded, abbreviations written out, scripts without spaces in pairs."""

from __future__ import annotations

import re

from comity.translation.spelling import folded

# Scripts that put no spaces between words: Kana, Han, Hangul, Thai. Their names are read in pairs of signs.
WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]{2,}")
LONGEST = 60  # characters of a word; what is longer is no word
MOST = 40  # words of a name


def listed(words: str) -> frozenset[str]:
    """This will read a list of words that is written in one line."""
    return frozenset(words.split())


# Words that part others and tell nothing by themselves.
PARTING = listed(
    "of the for and at in de la le les des du et der die das und fur fuer y e do da di del della dell d l a an to on i "
    "en el los las dos al von van zu zum zur im am s"
)
# What binds a place or a subject to the word for the body: "University *of* Rostock".
BINDING = listed("of de at in di der des du da do la fur for")

# One word for what addresses abbreviate and languages spell alike.
WRITTEN_OUT = {
    **dict.fromkeys(
        listed(
            "univ uni universities universitat universitaet universite universita universidad universidade "
            "universiteit universitesi universitet universitat uniwersytet"
        ),
        "university",
    ),
    **dict.fromkeys(listed("inst institutes"), "institute"),
    **dict.fromkeys(listed("cntr ctr centre centers centres"), "center"),
    **dict.fromkeys(listed("lab labs laboratories"), "laboratory"),
    **dict.fromkeys(listed("tech technol technologies"), "technology"),
    **dict.fromkeys(listed("sci sciences"), "science"),
    **dict.fromkeys(listed("agr agric"), "agricultural"),
    **dict.fromkeys(listed("int intl"), "international"),
    **dict.fromkeys(listed("natl nat"), "national"),
    **dict.fromkeys(listed("eng engn"), "engineering"),
    **dict.fromkeys(listed("st ste"), "saint"),
    "acad": "academy",
    "assoc": "association",
    "chem": "chemistry",
    "co": "company",
    "coll": "college",
    "corp": "corporation",
    "dept": "department",
    "fac": "faculty",
    "fed": "federal",
    "gen": "general",
    "govt": "government",
    "hosp": "hospital",
    "industries": "industry",
    "ltd": "limited",
    "med": "medical",
    "mem": "memorial",
    "organisation": "organization",
    "phys": "physics",
    "poly": "polytechnic",
    "programme": "program",
    "res": "research",
    "sch": "school",
    "studies": "study",
}
# What sort of body it is: a name without this word is another name.
HEADS = listed(
    "university college hospital institute school academy center polytechnic clinic foundation museum ministry council "
    "society association laboratory agency department corporation hochschule klinikum universitas"
)
# Words that many names share: a name of these alone needs a place beside it.
GENERAL = HEADS | listed(
    "company limited inc group science medical medicine technology research national state international health of "
    "general technological agricultural engineering education central southern northern western eastern public social "
    "study management applied"
)
# "Technical University of …" is not "University of …": these go before a body and make another of it.
QUALIFYING = listed(
    "technical medical catholic agricultural federal national state normal polytechnic technological pedagogical "
    "islamic open metropolitan pontifical free christian military naval women autonomous southern northern western "
    "eastern central south north east west new prefectural technische medizinische"
)
# How companies are written down.
FORMS = listed("inc limited corporation company gmbh ag sa llc plc spa kk group srl bv nv")


def words_of(text: str) -> list[str]:
    """This will read the words of a name or a line, each as finding compares it."""
    found: list[str] = []
    for word in folded(text).split():
        if WITHOUT_SPACES.search(word):
            found += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            found.append(WRITTEN_OUT.get(word, word)[:LONGEST])
    return found


def whole(words: list[str]) -> str:
    """This will write the words of a whole name as one key; words that only part others are left out."""
    telling = [word for word in words if word not in PARTING]
    return f"={' '.join(telling)}"[:100]


def without_country(name: str) -> str:
    """This will take off what stands in brackets at the end: "Hitachi (Japan)" calls itself Hitachi."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", name) or name


def spoken(names: list[tuple[str, bool]]) -> list[str]:
    """This will write each name, which may be an acronym, in its words, parted by spaces; "=" marks an acronym."""
    found: dict[str, None] = {}
    for text, is_acronym in names:
        for form in {text: None, without_country(text): None}:
            words = words_of(form)[:MOST]
            short = is_acronym or (len(words) == 1 and len(form) <= 6 and form.isupper())
            if words:
                found.setdefault(f"={' '.join(words)}" if short else " ".join(words))
    return list(found)


def keys_of(said: list[str]) -> set[str]:
    """This will list the keys under which an institution with these spoken names is found."""
    found: set[str] = set()
    for name in said:
        words = name.removeprefix("=").split()
        found |= set(words)
        found.add(whole(words))
    return found - {"="}
