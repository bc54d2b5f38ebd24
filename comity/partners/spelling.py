"""How names are folded; it is the same for the organisations here and for the world's institutions."""

from comity.translation.spelling import folded as folded
from comity.translation.spelling import without_overrides as without_overrides
