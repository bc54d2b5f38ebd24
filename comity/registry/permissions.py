"""Who may look into what registries publish: what the table in matrix.py says."""

from comity.accounts.models import Viewer
from comity.registry.matrix import REGISTRY


def may_look_up(viewer: Viewer) -> bool:
    """Officers and heads find institutions, to take them over."""
    return REGISTRY.may("find institutions in it", viewer)
