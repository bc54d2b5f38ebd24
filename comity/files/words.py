"""Why a file is refused, and what to do about it, in words."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "macros": _("This file carries macros. Save it without them and choose it again."),
    "template": _("This file fetches something from elsewhere when it is opened; it is not taken."),
    "unpacks": _("This file would unpack to far more than a document holds."),
    "built": _("This file is not built as a document is."),
    "entities": _("This file holds instructions that no office suite writes. Save it again and choose the new copy."),
    "inside": _("This file holds other files inside. Take them out and send each by itself, or save it as a PDF."),
    "locked": _(
        "This file is locked with a password, so nobody can check it. Save it without one and choose it again."
    ),
    "script": _("This PDF holds a script. Print it into a new PDF and choose that one."),
    "program": _("This PDF would start a program. Print it into a new PDF and choose that one."),
    "form": _("This PDF holds a form that sends or fetches data. Print it into a new PDF and choose that one."),
    "elsewhere": _("This PDF opens other files. Print it into a new PDF and choose that one."),
    "media": _("This PDF holds sound or moving pictures. Print it into a new PDF and choose that one."),
    "two in one": _("This file is two sorts of file in one; it is not taken."),
    "too many points": _("This picture has more than 50 million points. Make it smaller and choose it again."),
    "too much": _("This file needs more time or memory than a document does; it is not taken."),
    "virus": _("The virus scanner found something in this file; it is not taken."),
    "no scanner": _("Files cannot be taken now: the virus scanner does not answer. Nothing was kept. Try again later."),
}
