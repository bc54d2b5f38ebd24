"""What a signed file says before any certificate is looked at: its digests, and how its revisions differ.

That is asked once for each file: comparing the same revisions for every question again takes most of the time.
"""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffPolicy, DiffResult, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute


class ReviewedOnce(DiffPolicy):
    """The usual policy, which remembers what it found in one file; made anew for each."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int, MDPPerm | None], DiffResult | SuspiciousModification] = {}
        self._readers: list[PdfFileReader] = []  # kept, so that no other one gets the same id

    def apply(self, *revisions: Any, **limits: Any) -> DiffResult:
        """This will compare two revisions, as the usual policy does."""
        return DEFAULT_DIFF_POLICY.apply(*revisions, **limits)

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """This will compare a file with what stood in it at one revision, once for each that is asked for."""
        if field_mdp_spec is not None or not isinstance(base_revision, int):
            return DEFAULT_DIFF_POLICY.review_file(reader, base_revision, field_mdp_spec, doc_mdp)
        asked = (id(reader), base_revision, doc_mdp)
        if asked not in self._found:
            self._readers.append(reader)
            self._found[asked] = DEFAULT_DIFF_POLICY.review_file(reader, base_revision, None, doc_mdp)
        return self._found[asked]


def is_altered(embedded: Any) -> bool:
    """Whether the bytes that a signature or time stamp covers are others than those whose digest it holds.

    False proves nothing: whether the digest itself was signed is for the validation to say.
    """
    return bool(embedded.compute_digest() != _digest_in(embedded))


def _digest_in(embedded: Any) -> bytes | None:
    """The digest of the document that it holds (RFC 5652, 11.2; of a time stamp RFC 3161, 2.4.2)."""
    content = embedded.signed_data["encap_content_info"]
    if content["content_type"].native == "tst_info":
        return bytes(content["content"].parsed["message_imprint"]["hashed_message"].native)
    try:
        return bytes(find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "message_digest").native)
    except NonexistentAttributeError:
        return None  # PAdES has to have it: what has none is as good as changed
