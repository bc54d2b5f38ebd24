"""Taking an organisation over from the registry, and hearing later what the registry says differently.

What is written here belongs to the office: a later import changes nothing of it. The page of the organisation tells
what differs, and one act accepts it, or keeps what is here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.entering import NewName, enter
from comity.partners.models import Kind, NameKind, Organisation, Taking
from comity.registry.models import Institution, Status, Tie
from comity.translation.said_in import language_of_script
from comity.translation.spelling import folded
from comity.translation.texts import Text

# What the registry calls it, and what it is here; the first that fits counts.
KINDS = {
    "education": Kind.UNIVERSITY,
    "facility": Kind.INSTITUTE,
    "company": Kind.COMPANY,
    "nonprofit": Kind.NGO,
    "funder": Kind.FUNDER,
}
MINISTRIES = ("ministry", "ministere", "ministerium", "ministerio", "وزاره")
is_address = URLValidator(schemes=["http", "https"])
LABELS = {
    "name": gettext_lazy("name"),
    "names": gettext_lazy("names"),
    "country": gettext_lazy("country"),
    "place": gettext_lazy("place"),
    "website": gettext_lazy("website"),
    "status": gettext_lazy("status in the registry"),
    "successors": gettext_lazy("followed by"),
    "parents": gettext_lazy("part of"),
}


@dataclass(frozen=True)
class Difference:
    """One fact that the registry tells otherwise than when it was last looked at."""

    fact: str
    before: str
    now: str

    @property
    def label(self) -> str:
        """The fact, in the reader's words."""
        return str(LABELS[self.fact])


def not_taken_over(found: Collection[Institution]) -> list[Institution]:
    """This will leave out the institutions that are organisations here already, with one query."""
    here = set(Organisation.objects.identified_by("ror", [one.pk for one in found]).values_list("ror", flat=True))
    return [one for one in found if one.pk not in here]


@act
def take_over(institution: Institution, *, by: Actor, seen: Collection[int] = (), **facts: Any) -> Organisation:
    """This will enter an institution of the registry as an organisation, with its names, place and ids.

    Raises NotNow where it is here already, or was withdrawn from the registry; AlreadyHere where others of its name
    are here that are not among those `seen`.
    """
    if institution.is_withdrawn:
        raise NotNow(_("The registry has withdrawn this institution: it cannot be taken over."))
    if Organisation.objects.identified_by("ror", [institution.pk]).exists():
        raise NotNow(_("This institution is here already."))
    told = _facts(institution)
    whole = Organisation.objects.identified_by("ror", [ror for ror, _name in institution.tied(Tie.PARENT)]).first()
    taken = enter(names_of(institution), by=by, seen=seen, part_of=whole, **{**told, **facts})
    Taking.enter(organisation=taken, institution=institution, seen=said(institution), digest=institution.digest, by=by)
    return taken


@act
def tie_to_registry(organisation: Organisation, *, by: Actor) -> None:
    """This will follow the registry from now on for an organisation that was entered by hand with its ROR id.

    Raises NotNow where the registry does not know the id.
    """
    institution = Institution.objects.numbered([organisation.ror]).first() if organisation.ror else None
    if institution is None:
        raise NotNow(_("The registry that was imported here does not know this ROR id."))
    seen = {**said(institution), **_ours(organisation, said(institution))}
    Taking.enter(organisation=organisation, institution=institution, seen=seen, digest="", by=by)


def _facts(institution: Institution) -> dict[str, Any]:
    wikidata = next(iter(institution.ids.get("wikidata", [])), "")
    if wikidata and Organisation.objects.identified_by("wikidata", [wikidata]).exists():
        wikidata = ""
    return {
        "kind": kind_of(institution),
        "country": institution.country if institution.country != "XK" else "",
        "place": Text(en=institution.place),
        "website": _website(institution),
        "ror": institution.pk,
        "wikidata": wikidata if wikidata.startswith("Q") else "",
    }


def _website(institution: Institution) -> str:
    """The website, where it is an address that can be kept here."""
    try:
        is_address(institution.website)
    except ValidationError:
        return ""
    return institution.website


def kind_of(institution: Institution) -> str:
    """This will tell what an institution is here, from what the registry calls it."""
    names = folded(" ".join(text for text, _language, _sorts in institution.names))
    if "government" in institution.sorts and any(word in names for word in MINISTRIES):
        return Kind.MINISTRY
    return str(next((kind for sort, kind in KINDS.items() if sort in institution.sorts), Kind.OTHER))


def names_of(institution: Institution) -> list[NewName]:
    """This will list the names of an institution as they are kept here, each once; one per language is official."""
    found: dict[tuple[str, str], NewName] = {}
    first = _language(institution.names[0])
    official: set[str] = set()
    for text, language, sorts in institution.names:
        if "acronym" in sorts:
            kind, told = NameKind.ACRONYM, language or first
        elif {"label", "ror_display"} & set(sorts):
            told = _language([text, language, sorts])
            kind = NameKind.ALSO if told in official else NameKind.OFFICIAL
            official.add(told)
        else:
            kind, told = NameKind.ALSO, _language([text, language, sorts])
        found.setdefault((told, text), NewName(text, told, kind))
    return list(found.values())


def _language(name: list[Any]) -> str:
    text, language, _sorts = name
    return str(language or language_of_script(text))


def said(institution: Institution) -> dict[str, Any]:
    """This will gather what the registry says of an institution, as far as it concerns an organisation here."""
    return {
        "name": institution.name,
        "names": sorted({text for text, _language, _sorts in institution.names}),
        "country": institution.country,
        "place": institution.place,
        "website": institution.website,
        "status": institution.status,
        "successors": sorted(name for _ror, name in institution.tied(Tie.SUCCESSOR)),
        "parents": sorted(name for _ror, name in institution.tied(Tie.PARENT)),
    }


def _ours(organisation: Organisation, now: dict[str, Any]) -> dict[str, Any]:
    """What is written here of an organisation that was entered by hand, in the registry's own facts."""
    ours = {name.text for name in organisation.names.all()}
    return {
        "name": now["name"] if now["name"] in ours else str(organisation.name),
        "names": sorted(ours & set(now["names"])),
        "country": organisation.country,
        "place": organisation.place.get("en", str(organisation.place)),
        "website": organisation.website,
    }


def differences(taking: Taking) -> list[Difference]:
    """This will list what the registry says now and did not say when it was last looked at."""
    if taking.digest == taking.institution.digest:
        return []
    now = said(taking.institution)
    return [
        Difference(fact, *_in_words(fact, taking.seen.get(fact), now[fact]))
        for fact in LABELS
        if taking.seen.get(fact) != now[fact]
    ]


def _in_words(fact: str, before: Any, now: Any) -> tuple[str, str]:
    """Both as a reader compares them: of lists, what went and what came."""
    if isinstance(now, list):
        gone = [one for one in before or [] if one not in now]
        return " · ".join(gone), " · ".join(one for one in now if one not in (before or []))
    if fact == "status":
        return str(Status(before).label) if before else "", str(Status(now).label)
    return str(before or ""), str(now)


@act
def accept(taking: Taking, *, digest: str, by: Actor) -> None:
    """This will write here what the registry says differently: new names, country, place and website.

    Names that are written here stay; a name that the registry gave up remains until somebody ends it. `digest` is
    what was looked at: raises NotNow where another import came between.
    """
    _refuse_if_outdated(taking, digest)
    changed = {one.fact for one in differences(taking)}
    told, organisation = _facts(taking.institution), taking.organisation
    facts: dict[str, Any] = {name: told[name] for name in ("country", "website") if name in changed}
    if "place" in changed:
        facts["place"] = organisation.place.with_version("en", taking.institution.place)
    organisation.change(by=by, **facts)
    _take_names(organisation, taking.institution, by=by)
    _join_parents(organisation, taking.institution, by=by)
    _note(taking, "accepted", by=by)


@act
def keep(taking: Taking, *, digest: str, by: Actor) -> None:
    """This will keep what is written here, and note what the registry says, so that it is not told again."""
    _refuse_if_outdated(taking, digest)
    _note(taking, "kept", by=by)


def _refuse_if_outdated(taking: Taking, digest: str) -> None:
    if digest != taking.institution.digest or taking.digest == digest:
        raise NotNow(_("The registry says something else by now. Look at it again."))


def _take_names(organisation: Organisation, institution: Institution, *, by: Actor) -> None:
    """Add the names that are not here; where the registry shows another name, it becomes the official one."""
    here = {(name.language, name.text) for name in organisation.names.all()}
    for name in names_of(institution):
        if (name.language, name.text) not in here:
            organisation.rename(text=name.text, language=name.language, kind=name.kind, by=by)


def _join_parents(organisation: Organisation, institution: Institution, *, by: Actor) -> None:
    """Make it a part of those parents that are here, where it is part of nothing yet."""
    if organisation.wholes.exists():
        return
    whole = Organisation.objects.identified_by("ror", [ror for ror, _name in institution.tied(Tie.PARENT)]).first()
    if whole is not None and not whole.is_inside(organisation):
        organisation.join(whole, by=by)


def _note(taking: Taking, done: str, *, by: Actor) -> None:
    before, after = taking.seen, said(taking.institution)
    taking.seen, taking.digest = after, taking.institution.digest
    taking.save(update_fields=["seen", "digest"])
    changed = [name for name in LABELS if before.get(name) != after[name]]
    was, is_now = ({name: some.get(name) for name in changed} for some in (before, after))
    record(taking, done, by=by, before=was, after=is_now)
