"""What the journal holds: acts and changes, the thread, the outbox, and the forms that were answered."""

from comity.journal.models.changes import Change
from comity.journal.models.entries import Entry, EntryQuerySet, Key, Letter, LetterQuerySet, Strand, by_kind
from comity.journal.models.keys import PersonalKey
from comity.journal.models.leaves import Checkpoint, Kind, Leaf, Tree, Unsealed
from comity.journal.models.receipts import Receipt
from comity.journal.models.turned import LastTurned, Turned

__all__ = [
    "Change",
    "Checkpoint",
    "Entry",
    "EntryQuerySet",
    "Key",
    "Kind",
    "LastTurned",
    "Leaf",
    "Letter",
    "LetterQuerySet",
    "PersonalKey",
    "Receipt",
    "Strand",
    "Tree",
    "Turned",
    "Unsealed",
    "by_kind",
]
