"""What a person may type about themselves, and the forms of signing in with labels in our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.factors import SecondFactors, second_factors_of
from comity.accounts.models import User
from comity.accounts.zones import ZoneField, zone_choices
from comity.translation.forms import NameField


class AccountForm(forms.Form):
    """One's own name, the language of one's letters, and one's clock."""

    name = NameField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}))
    language = forms.ChoiceField(
        label=_("Language of your letters"),
        choices=settings.LANGUAGES,
        help_text=_("Reminders and other letters reach you in this language."),
    )
    zone = ZoneField(
        label=_("Time zone"),
        choices=zone_choices,
        required=False,
        help_text=_("Times are shown by this clock."),
    )


LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("The same password again"),
    "code": _("Code of six digits, or a recovery code"),
}


def _say_once(form: forms.Form) -> None:
    """This will take out what stands in empty boxes: the label above says the same, and stays while one types."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = LABELS.get(name, field.label)
        if name == "password1":
            field.help_text = " ".join(filter(None, password_validators_help_texts()))


class SignInForm(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)


class AskForNewPasswordForm(allauth.ResetPasswordForm):
    """The address to which the letter goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """A new password, twice, for whoever came by a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)


class LetterKeyForm(allauth.UserTokenForm):
    """The key in a letter about a new password; one of a closed account, or of one that waits, opens nothing."""

    def _get_user(self, uidb36: str) -> User | None:
        holder = super()._get_user(uidb36)
        return holder if isinstance(holder, User) and holder.is_active else None


class OtherPasswordForm(allauth.ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)


class ProofForm(allauth.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)


class CodeForm(factors.AuthenticateForm):
    """The code of the second factor, when one signs in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)
        self.ways = second_factors_of(self.user)
        self.fields["code"].label = label_of_code(self.ways)


class CodeAgainForm(factors.ReauthenticateForm):
    """The code of the second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)
        self.fields["code"].label = label_of_code(second_factors_of(self.user))


def label_of_code(ways: SecondFactors) -> str:
    """This will name the codes that somebody can type at all."""
    if ways.app and ways.codes:
        return str(LABELS["code"])
    return gettext("Code of six digits") if ways.app else gettext("Recovery code")


class KeyForm(keys.AddWebAuthnForm):
    """A new passkey; without the tick it becomes a key that is asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class AppForm(app.ActivateTOTPForm):
    """The first code that a new authenticator app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_once(self)
        self.fields["code"].label = _("Code that the app shows")
