"""Facts once: what the versions of an article state, compared with each other and with the records they are about."""

from comity.website.checks.differences import Comparison, Difference, compare

__all__ = ["Comparison", "Difference", "compare"]
