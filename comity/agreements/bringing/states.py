"""In which words registers say at which stage an agreement is, and how it goes on past its term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import override

from comity.agreements.models import Stage
from comity.agreements.terms import Renewing
from comity.translation.spelling import folded
from comity.translation.texts import languages

# What is suspended, replaced or signed and not in force needs more than a row tells: such rows are refused in words.
TAKEN = (Stage.IN_FORCE, Stage.LAPSED, Stage.TERMINATED, Stage.PROPOSED)
# What a register calls so begins here as a proposal: its clearances and its text are not in the table.
UNDER_WAY = (Stage.CLEARANCE, Stage.DRAFTING, Stage.NEGOTIATING)
STATES = {
    Stage.IN_FORCE: "in force|in effect|active|valid|current|ongoing|running|signed and in force|en vigueur|actif|"
    "valide|en cours|en cours de validite|سارية|ساري|سارية المفعول|ساري المفعول|نافذة|نافذ|قائمة",
    Stage.LAPSED: "expired|lapsed|ended|inactive|over|closed|expire|expiree|echu|echue|caduc|caduque|termine|terminee|"
    "inactif|inactive|منتهية|منتهي|منتهية الصلاحية|منتهي الصلاحية|انتهت",
    Stage.TERMINATED: "terminated|denounced|cancelled|resilie|resiliee|denonce|denoncee|annule|annulee|ملغاة|ملغى|"
    "مفسوخة|منهاة|أنهيت",
    Stage.PROPOSED: "draft|proposed|in preparation|in negotiation|under negotiation|negotiation|pending|planned|projet|"
    "en projet|propose|en preparation|en negociation|en cours de negociation|مسودة|مشروع|مقترحة|مقترح|"
    "قيد التفاوض|قيد الإعداد|قيد التحضير",
}
RENEWALS = {
    Renewing.TACIT: "automatic|automatically|auto|tacit|tacit renewal|automatic renewal|tacite|tacite reconduction|"
    "reconduction tacite|automatique|تلقائي|تلقائيا|تجديد تلقائي|يجدد تلقائيا|ضمني",
    Renewing.LETTERS: "letters|exchange of letters|by letters|by agreement|by mutual agreement|by written agreement|"
    "mutual consent|echange de lettres|accord mutuel|accord ecrit|expresse|تبادل رسائل|تبادل الرسائل|"
    "باتفاق الطرفين|باتفاق خطي",
    Renewing.ANEW: "new agreement|by a new agreement|new instrument|nouvel accord|nouvelle convention|"
    "اتفاقية جديدة|اتفاق جديد",
    Renewing.NONE: "no|none|not renewable|non renewable|no renewal|non|non renouvelable|aucun|aucune|"
    "لا|لا يجدد|غير قابلة للتجديد|غير قابل للتجديد|بدون تجديد",
}


def read_state(cell: str) -> Stage | None:
    """This will tell at which stage an agreement is to be entered; nothing for what cannot be entered from a row."""
    told = _states().get(folded(cell))
    return Stage(told) if told else None


def read_renewing(cell: str) -> str:
    """This will tell how an agreement goes on past its term; nothing where the words are none of ours."""
    return _renewals().get(folded(cell), "")


@cache
def _states() -> dict[str, str]:
    ours = [(one.label, one) for one in TAKEN]
    return _told(STATES, [*ours, *((one.label, Stage.PROPOSED) for one in UNDER_WAY)])


@cache
def _renewals() -> dict[str, str]:
    return _told(RENEWALS, [(one.label, one) for one in Renewing])


def _told(called: Mapping[Any, str], ours: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """What is meant by each usual word, and by what pages here call it in each of our languages."""
    found = {folded(word): str(meant) for meant, words in called.items() for word in words.split("|")}
    labels = list(ours)
    for language in languages():
        with override(language):
            found |= {folded(str(label)): str(meant) for label, meant in labels}
    return found
