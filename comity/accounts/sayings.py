"""What signing in says to people, in our words: what is wrong, and what to do."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.translation.templatetags.said import number

WRONG_CODE = _("This code is not right, or its time is over. Type the one that your app shows now, or a recovery code.")
# By the names that allauth gives them; what nobody meets here (sign-up, names of users, telephones) keeps its words.
SIGNING_IN = {
    "account_inactive": _("This account is closed. Ask a head of office to open it again."),
    "email_password_mismatch": _("The address and the password do not belong together. Look at both and try again."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": WRONG_CODE,
    "incorrect_password": _("This is not the password of this account. Type it again, or ask for a new one."),
    "invalid_or_expired_key": _("This link was used, or its time is over. Ask for a new one."),
    "invalid_password_reset": _("This link was used, or its time is over. Ask for a new one."),
    "too_many_login_attempts": _("There were too many attempts. Wait a few minutes, then try again."),
    "rate_limited": _("There were too many attempts. Wait a few minutes, then try again."),
}


class SecondFactorWords(DefaultMFAAdapter):
    """Second factors as allauth has them, named and refused in our words."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """This will propose a name for a new passkey: what it is, numbered from the second on."""
        count = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if count == 1 else gettext("Passkey %(n)s") % {"n": number(count)}
