"""Emulating a model: one act offers it to an institute, or to many, and each has an agreement of its own from then on.

The agreement is proposed with what the model's own agreement tells of kind, terms and languages; its text is drafted
from that very version when its drafting begins, so that it is filled with what the record tells by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import User
from comity.agreements.drafting import draft_from
from comity.agreements.models import Agreement, Clause, Emulation, ModelVersion, Party, RollOut
from comity.agreements.negotiating import propose
from comity.agreements.shelf import model_of
from comity.agreements.shipped import ModelText
from comity.agreements.terms import Entering
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record, recorded
from comity.journal.refusals import NotNow
from comity.partners.models import Area, Organisation, Person
from comity.translation.templatetags.said import isolated, listed
from comity.translation.texts import Text, colon, current_language, languages, told_in_every_language

MOST = 100  # institutes in one act: it is one transaction, and the page stays readable
TERMS = ["years", "notice_months", "renewing", "prevailing"]
OF_OUR_SIDE = ["unit", "legal_name", "represented_by", "represented_as", "authority", "authority_words"]
OF_OUR_SIDE += ["focal_point", "back_up", "notice_address"]


@dataclass(frozen=True)
class Wanted:
    """What is said once for every institute of a roll-out."""

    title: Text
    areas: tuple[Area, ...]
    keeper: Person
    why: Text


def roll_out(
    model: ModelText, *, institutes: Iterable[Organisation], wanted: Wanted, at: datetime, by: User
) -> RollOut:
    """This will offer a model to all of these institutes, or, where one of them cannot have it, to none.

    Raises NotNow without an institute, for our own office, and for more than a hundred.
    """
    with acting(by=by):
        made = RollOut.enter(
            title=wanted.title,
            from_model=model.code,
            from_version=model.version,
            by_name=by.name,
            at=at,
            by=by,
        )
        _emulate_for(made, model, list(dict.fromkeys(institutes)), wanted, at=at, by=by)
    return made


def add_to(made: RollOut, *, institutes: Iterable[Organisation], wanted: Wanted, at: datetime, by: User) -> None:
    """This will offer the same version of the model to further institutes, all of them or none.

    Raises NotNow, naming them, where some have an agreement from this roll-out already.
    """
    model = model_of(made.from_model, made.from_version)
    if model is None:
        raise NotNow(_("This version of the model is not kept here any more."))
    with acting(by=by):
        _emulate_for(made, model, list(dict.fromkeys(institutes)), wanted, at=at, by=by)


def _emulate_for(
    made: RollOut, model: ModelText, institutes: list[Organisation], wanted: Wanted, *, at: datetime, by: User
) -> None:
    host = Organisation.objects.host()
    _refuse(made, institutes, host)
    source = source_of(model)
    for institute in institutes:
        parties = [one for one in (host, institute) if one is not None]
        facts = _facts(model, source, wanted, institute)
        agreement = propose(parties=parties, came_from=source, at=at, by=by, **facts)
        _tell_our_side(agreement, source, by=by)
        try:
            with acting(by=by):
                Emulation.enter(roll_out=made, organisation=institute, agreement=agreement, by=by)
        except IntegrityError:
            raise NotNow(_already([institute])) from None
        record(agreement, "emulated", by=by, after={"model": model.title, "version": model.version})
    record(made, "rolled_out", by=by, after={"institutes": [str(one) for one in institutes]})


def _refuse(made: RollOut, institutes: list[Organisation], host: Organisation | None) -> None:
    if not institutes:
        raise NotNow(_("Choose at least one institute."), field="institutes")
    if len(institutes) > MOST:
        raise NotNow(_("Choose a hundred institutes at most; add the others after that."), field="institutes")
    if host is None or host in institutes:
        raise NotNow(_("Our own office is a party of each already. Choose others."), field="institutes")
    if here := [one.organisation for one in Emulation.objects.of(made).filter(organisation__in=institutes)]:
        raise NotNow(_already(here), field="institutes")


def _already(institutes: list[Organisation]) -> str:
    words = _("%(who)s: there is an agreement from this roll-out already. Nothing was made.")
    return words % {"who": listed([isolated(one) for one in institutes])}


def source_of(model: ModelText) -> Agreement | None:
    """This will find the agreement of which a version of our own model was made; nothing for a shipped model."""
    version = ModelVersion.objects.named({(model.code, model.version)}).select_related("came_from").first()
    return version.came_from if version else None


def title_to_begin_with(model: ModelText) -> Text:
    """This will name what a model is and our own side; the name of each institute is put behind it.

    The title of the agreement of which the model was made names the parties of that one.
    """
    host = Organisation.objects.host()

    def told() -> str:
        kind = capfirst(model.kind_in_words)
        return f"{kind}{colon(current_language())}{host.called}" if host else kind

    return told_in_every_language(told)


def like_the_others(model: ModelText) -> Agreement:
    """This will tell what each institute would get, as far as that is known of all of them; it is not kept."""
    source = source_of(model)
    return Agreement(kind=model.kind, years=source.years if source else None)


def _facts(model: ModelText, source: Agreement | None, wanted: Wanted, institute: Organisation) -> dict[str, Any]:
    terms: dict[str, Any] = {name: getattr(source, name) for name in TERMS} if source else {}
    if source and source.entering != Entering.ON_DAY:  # a day of that agreement is no day of this one
        terms["entering"] = source.entering
    said = {code for one in model.clauses for code in one.words}
    terms["languages"] = source.text_languages() if source else [code for code in languages() if code in said]
    return {
        "title": _title(wanted.title, institute),
        "kind": model.kind,
        "areas": wanted.areas,
        "keeper": wanted.keeper,
        "rationale": wanted.why,
        **terms,
    }


def _title(title: Text, institute: Organisation) -> Text:
    told = {}
    for code, words in title.items():
        with override(code):
            told[code] = _("%(title)s – %(institute)s") % {"title": words, "institute": institute.called}
    return Text(told)


def _tell_our_side(agreement: Agreement, source: Agreement | None, *, by: User) -> None:
    if source is None:
        return
    told = next((one for one in Party.objects.of(source) if one.is_ours), None)
    ours = next((one for one in Party.objects.of(agreement) if one.is_ours), None)
    if told and ours:
        ours.change(by=by, **{name: getattr(told, name) for name in OF_OUR_SIDE})


# What follows when its drafting begins


def listen() -> None:
    """This will follow the journal from now on."""
    recorded.connect(follow, dispatch_uid="comity.agreements.emulating")


def follow(sender: type, record: Any, act: str, by: Any, entry: Entry, **_rest: Any) -> None:
    """This will draft the text of an agreement from the model of its roll-out, in the transaction of the act itself."""
    if sender is not Agreement or act != "drafting_begun":
        return
    emulation = Emulation.objects.behind(record).first()
    if emulation is None or Clause.objects.of(record).exists():
        return
    model = model_of(emulation.roll_out.from_model, emulation.roll_out.from_version)
    if model is not None:
        draft_from(record, model, at=entry.at, by=by)
