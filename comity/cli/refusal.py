"""What a command says when it cannot do its work."""


class Refusal(Exception):
    """Why a command stops, in words that tell the operator what to do."""
