"""The sample accounts of a demonstration: they belong to nobody, so each reader sees their names translated."""

from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import ERASED

# By the name under which the account is entered and its acts are written down.
NAMES = {
    "Sample officer": _("Sample officer"),
    "Sample head of office": _("Sample head of office"),
    "Sample counterpart": _("Sample counterpart"),
    ERASED: _("a person whose data were erased"),
}


def name_for_reader(name: str) -> str:
    """This will give the name of a sample account, or of whoever was erased, in the reader's language."""
    return str(NAMES.get(name, name))
