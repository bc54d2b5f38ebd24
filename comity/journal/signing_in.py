"""How allauth signs people in here: nobody opens an account alone, and its letters leave through the outbox."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.accounts.models import SignedLink, SignIn, User
from comity.accounts.sayings import SIGNING_IN
from comity.journal import outbox
from comity.journal.models import Turned
from comity.journal.turning_away import turn_away
from comity.translation.texts import current_language

# What happened to an account, by the name that allauth gives the letter about it.
NOTICES = {
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_reset": _("Your password was set anew"),
    "account/email/password_set": _("Your account has a password now"),
    "mfa/email/totp_activated": _("An authenticator app was added to your account"),
    "mfa/email/totp_deactivated": _("The authenticator app was taken from your account"),
    "mfa/email/recovery_codes_generated": _("Your account has new recovery codes"),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account"),
    "mfa/email/webauthn_removed": _("A passkey or security key was taken from your account"),
}
FACTORS = "mfa/email/"
RESET = "account/email/password_reset_key"


class InvitedOnly(DefaultAccountAdapter):
    """Sign-up is closed: an account begins with an invitation."""

    error_messages = {**DefaultAccountAdapter.error_messages, **SIGNING_IN}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """This will let signing in and out lead to pages of ours only, named by their path; others need no host."""
        is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        if url and not is_ours:
            turn_away(Turned.ASTRAY, url)
        return is_ours

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def set_password(self, user: Any, password: str) -> None:
        """This will set another password, sign out elsewhere, and end links in letters that others may have read."""
        super().set_password(user, password)
        self._sign_out_elsewhere(user)
        SignedLink.objects.end_all_to(user.email, now=timezone.now())

    def _sign_out_elsewhere(self, user: Any) -> int:
        here = self.request.session.session_key if self.request.user == user else None
        return SignIn.objects.of(user.pk).elsewhere(here).delete()[0]

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """This will tell the holder what happened to the account; a changed second factor signs out elsewhere."""
        if template_prefix.startswith(FACTORS) and self._sign_out_elsewhere(user):
            messages.info(self.request, _("You were signed out in your other browsers."))
        self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This will put a letter about an account into the outbox, in the language of its holder."""
        user = context.get("user")
        name, language = (user.name, user.language) if isinstance(user, User) else (email, current_language())
        with override(language):
            template, facts = _letter(template_prefix, context)
        outbox.write(
            f"{template_prefix}:{uuid4()}",
            template=template,
            to_name=name,
            to_email=email,
            language=language,
            email=email,
            **facts,
        )


def _letter(kind: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if kind == RESET:
        key = {"uidb36": context["uid"], "key": context["key"]}
        url = settings.ADDRESS + reverse("account_reset_password_from_key", kwargs=key)
        return "account/letters/new_password.txt", {"url": url}
    if kind in NOTICES:
        url = settings.ADDRESS + reverse("account_reset_password")
        return "account/letters/notice.txt", {"what": NOTICES[kind], "url": url}
    return "account/letters/no_account.txt", {}
