"""Why a backup cannot be made or restored, in words for the operator."""


class CannotKeep(Exception):
    """Nothing was made, or nothing was touched; the words say why and what to do."""
