"""How names are folded; it is the same for the organisations here and for the world's institutions."""

from comity.translation.spelling import folded as folded
from comity.translation.unseen import as_name as as_name
from comity.translation.unseen import has_letters as has_letters
from comity.translation.unseen import without_overrides as without_overrides
