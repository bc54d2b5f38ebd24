"""The document itself is kept with the act that it shows, where somebody has it as a file, or when it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import Actor, User
from comity.agreements.models import Agreement, ExchangedLetter, Notice, Paper, Party, Renewal, Shows, Stage
from comity.agreements.models.papers import HAPPENED, random_paper_name
from comity.agreements.models.stages import BINDING
from comity.agreements.scans import Scan, stored
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow

Keep = Callable[..., None]
# Of what was signed, a document can come at any time.
DOCUMENTED = frozenset({Stage.SIGNED, *BINDING, Stage.TERMINATED, Stage.LAPSED, Stage.SUPERSEDED, Stage.CLOSED})


@contextmanager
def with_paper(scan: Scan | None) -> Iterator[Keep]:
    """This will store the scan of a document and give what keeps it with the act inside.

    Without a scan nothing is kept; of an act that was refused nothing is left.
    """
    with stored(scan, Paper.store(), under=random_paper_name()) as file:

        def keep(agreement: Agreement, *, shows: str, document: str, at: datetime, by: Actor, **of: Any) -> None:
            if file:
                facts = {**file, **of, "document": document}
                Paper.enter(agreement=agreement, shows=shows, by_name=by.name, at=at, by=by, **facts)
                record(agreement, "paper_kept", by=by, after={"sha256": file["sha256"]})

        yield keep


def keep_document(
    agreement: Agreement, *, shows: str, document: str, scan: Scan, party: Party | None = None, at: datetime, by: User
) -> None:
    """This will keep a document that came after its act, or was never part of one.

    `party` wrote the letter or the notice. Raises NotNow before the signature, and for the document of what is not
    recorded or is here already.
    """
    with with_paper(scan) as keep, acting(by=by):
        agreement._hold()
        if agreement.stage not in DOCUMENTED:
            raise NotNow(_("It is not signed yet. What it says until then is its text."))
        of = _shown_by(agreement, shows, party)
        keep(agreement, shows=shows, document=document, at=at, by=by, **of)


def _shown_by(agreement: Agreement, shows: str, party: Party | None) -> dict[str, Any]:
    if shows in HAPPENED and not Entry.objects.about(agreement).filter(act=HAPPENED[Shows(shows)]).exists():
        raise NotNow(_("Nothing of the kind is recorded of this agreement."), field="shows")
    if shows == Shows.RENEWAL:
        return {"renewal": _renewal_without_paper(agreement)}
    if shows not in (Shows.LETTER, Shows.NOTICE):
        return {}
    if party is None:
        raise NotNow(_("Say which party wrote it."), field="party")
    written = (ExchangedLetter if shows == Shows.LETTER else Notice).objects.by(party).without_papers().first()
    if written is None:
        raise NotNow(_("No such letter of this party waits for its document."), field="party")
    return {shows: written}


def _renewal_without_paper(agreement: Agreement) -> Renewal:
    """The last of its renewals that is here by its words only."""
    found = agreement.renewals.filter(paper=None).last()
    if found is None:
        raise NotNow(_("No renewal of this agreement still waits for its document."), field="shows")
    return found
