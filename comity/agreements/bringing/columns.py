"""Which column of a table holds what: guessed from its header in three languages, and changed by whoever brought it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.translation.spelling import folded

TITLE, PARTIES, STATE, HEADER = "title", "parties", "state", "header"
FACTS = {
    TITLE: _("Title"),
    PARTIES: _("Parties"),
    "kind": _("Kind"),
    "number": _("Our reference number"),
    "concluded_on": _("Concluded on"),
    "in_force_on": _("In force since"),
    "ends_on": _("Ends on"),
    "years": _("Term in years"),
    "notice_months": _("Notice period in months"),
    "areas": _("Areas"),
    "renewing": _("How it goes on past its term"),
    STATE: _("State"),
}
DAYS = ("concluded_on", "in_force_on", "ends_on")
# How registers call them, the likeliest first; a header that says more than that still counts.
CALLED = {
    TITLE: "title|name of agreement|agreement|subject|titre|intitule|objet|العنوان|عنوان الاتفاقية|الاتفاقية|الموضوع",
    PARTIES: "parties|partners|partner|party|institution|organisation|parties contractantes|partenaires|partenaire|"
    "etablissement|الأطراف|الشركاء|الشريك|الطرف|المؤسسة|الجهة",
    "kind": "kind|type|type of agreement|nature|type d accord|نوع|النوع|نوع الاتفاقية",
    "number": "number|no|ref|reference|our reference|our number|id|numero|n|الرقم|رقم|المرجع",
    "concluded_on": "concluded on|concluded|signed on|signed|date of signature|signature date|signature|date|"
    "date de signature|signe le|conclu le|تاريخ التوقيع|التوقيع|تاريخ الإبرام|التاريخ",
    "in_force_on": "in force since|in force|entry into force|start|start date|from|valid from|entree en vigueur|debut|"
    "du|date de debut|تاريخ النفاذ|الدخول حيز النفاذ|البداية|تاريخ البداية|من",
    "ends_on": "ends on|end|end date|expiry|expiry date|expires|valid until|until|to|fin|date de fin|echeance|au|"
    "expiration|تاريخ الانتهاء|النهاية|تاريخ النهاية|إلى",
    "years": "years|term|term years|duration|duree|duree ans|المدة|المدة بالسنوات",
    "notice_months": "notice|notice period|notice months|preavis|مدة الإشعار|الإشعار",
    "areas": "areas|area|field|fields|domaines|domaine|المجالات|المجال",
    "renewing": "how it goes on past its term|renewal|renewing|renewable|renewal clause|renouvellement|reconduction|"
    "التجديد|طريقة التجديد|تجديد",
    STATE: "state|status|stage|current status|statut|etat|situation|الحالة|الوضع|حالة الاتفاقية",
}
LOOKED_AT = 15  # lines among which the header is sought: titles and notes stand above it


def guess(lines: list[list[str]]) -> dict[str, int]:
    """This will tell in which column each fact stands, and under `header` the number of the line that says so.

    A header of two lines, as merged cells make it, is read together: what stands over several columns stands over each.
    """
    best: dict[str, int] = {}
    for at, line in enumerate(lines[:LOOKED_AT]):
        above = lines[at - 1] if at else []
        for header in (line, _together(above, line)):
            found = _columns(header)
            if len(found) > len(best) - (HEADER in best):
                best = {**found, HEADER: at}
    first = next((at for at, line in enumerate(lines) if any(line)), 0)
    return best or {HEADER: first}


def _together(above: list[str], below: list[str]) -> list[str]:
    told, over = [], ""
    for at, cell in enumerate(below):
        over = (above[at] if at < len(above) else "") or over
        told.append(f"{over} {cell}".strip() if cell else over)
    return told


def _columns(header: list[str]) -> dict[str, int]:
    """The column for each fact: one that is called just so before one that only says the word, each used once."""
    cells = [folded(cell) for cell in header]
    found: dict[str, int] = {}
    for is_exact in (True, False):
        for fact, words in CALLED.items():
            if fact in found:
                continue
            names = [folded(word) for word in words.split("|")]
            at = next((at for name in names for at, cell in enumerate(cells) if _fits(name, cell, is_exact)), None)
            if at is not None and at not in found.values():
                found[fact] = at
    return found


def _fits(name: str, cell: str, is_exact: bool) -> bool:
    if is_exact:
        return name == cell
    return len(name) > 2 and f" {name} " in f" {cell} "


def named(lines: list[list[str]], columns: dict[str, int]) -> list[tuple[int, str]]:
    """This will list the columns of a table by place, each as its header calls it, or else by its letter."""
    at = columns.get(HEADER, 0)
    header = lines[at] if at < len(lines) else []
    width = max((len(line) for line in lines), default=0)
    return [
        (one, f"{_letter(one)}: {header[one]}" if one < len(header) and header[one] else _letter(one))
        for one in range(width)
    ]


def _letter(at: int) -> str:
    above, one = divmod(at, 26)
    return (chr(64 + above) if above else "") + chr(65 + one)
