"""The document itself is kept with the act that it shows, where somebody has it as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Paper
from comity.agreements.models.papers import random_paper_name
from comity.agreements.scans import Scan, stored
from comity.journal.records import record

Keep = Callable[..., None]


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
