"""What a password must be, told in words that exist in every language of the site."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Length keeps a password safe; more than any mixture of signs."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short: it needs at least %(count)d sign.",
            "This password is too short: it needs at least %(count)d signs.",
            self.min_length,
        ) % {"count": self.min_length}

    def get_help_text(self) -> str:
        return ngettext(
            "A password has at least %(count)d sign; several words in a row are easy to keep in mind.",
            "A password has at least %(count)d signs; several words in a row are easy to keep in mind.",
            self.min_length,
        ) % {"count": self.min_length}
