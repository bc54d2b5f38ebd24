"""Letters of different alphabets that look alike, by which one name can pass for another.

After the idea of Unicode's UTS #39, word by word: "ICESCO الإيسيسكو" is no cause for doubt, a Cyrillic letter within
a Latin word is.
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comity.translation.unseen import FORBIDDEN, UNSEEN, has_letters

ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}
# Letters of other alphabets that pass for Latin ones.
PASS_FOR_LATIN = set("аеорсхуіјѕһԁԛԝӏАВЕЗКМНОРСТХУІЈЅԌԜοανρυικΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսոհ")
STYLED = {"MATHEMATICAL", "FULLWIDTH", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER"}
IS_AN_ADDRESS = re.compile(r"://|\bwww\.", re.I)
SUSPECT = _("This address mixes letters that look alike. Type it anew, by hand.")


def passes_for_another(name: str) -> bool:
    """This will tell whether a name could have been written to be taken for another one."""
    words = [word for word in re.split(r"[^\w]+", name) if word]
    alphabets = [_alphabets(word) for word in words]
    if any(len(found & ALPHABETS) > 1 or found & STYLED for found in alphabets):
        return True
    is_beside_latin = any("LATIN" in found for found in alphabets)
    return is_beside_latin and any(_is_disguised(word) for word in words)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}


def _is_disguised(word: str) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return bool(letters) and all(sign in PASS_FOR_LATIN for sign in letters)


def refuse_unreadable(name: str) -> None:
    """This will let a name through. Raises ValidationError, in words, where nobody can read it or it would be a link.

    Programs for letters make a link of an address wherever it stands, also in a name.
    """
    if not has_letters(name):
        raise ValidationError(_("A name needs letters that can be seen."))
    if IS_AN_ADDRESS.search(name):
        raise ValidationError(_("A name cannot hold the address of a page."))


def refuse_disguised(address: str) -> None:
    """This will let an e-mail address through. Raises ValidationError, in words, for one that passes for another."""
    if UNSEEN.search(address) or FORBIDDEN.search(address) or re.search("[\u200c\u200d]", address):
        raise ValidationError(SUSPECT)
    for label in address.rpartition("@")[2].split("."):
        told = _told(label)
        scripts = _alphabets(told)
        if len(scripts - {"CJK", "HIRAGANA", "KATAKANA"}) > 1 or scripts & STYLED or _is_disguised(told):
            raise ValidationError(SUSPECT)


def _told(label: str) -> str:
    """A part of a domain as a reader sees it."""
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        raise ValidationError(SUSPECT) from None
