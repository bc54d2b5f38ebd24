"""How the names of people who sign in are shown."""

from django import template

from comity.accounts.personal import is_nowhere
from comity.accounts.samples import name_for_reader

register = template.Library()


@register.filter
def who(name: str | None) -> str:
    """This will show who did something; the sample accounts of a demonstration in the reader's language."""
    return name_for_reader(name or "")


@register.filter
def known(address: str) -> str:
    """This will show an e-mail address, and nothing where it is forgotten."""
    return "" if is_nowhere(address) else address
