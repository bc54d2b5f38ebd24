"""What may be typed about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Role, User
from comity.partners.choosing import OrganisationField
from comity.translation.forms import AddressField, NameField

ROLES = [(role.value, role.label) for role in (Role.OFFICER, Role.HEAD, Role.COUNTERPART, Role.READER)]


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    name = NameField(label=_("Name"), max_length=200)
    email = AddressField(
        label=_("E-mail address"), help_text=_("The invitation goes there; it is also what they sign in with.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    organisation = OrganisationField(
        label=_("Speaks for"),
        among="partners",
        required=False,
        help_text=_("For a counterpart only. More organisations can be added on the account's page."),
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is an account with this address already. Look for it in the list."))
        return email

    def clean(self) -> None:
        role, organisation = self.cleaned_data.get("role"), self.cleaned_data.get("organisation")
        if role == Role.COUNTERPART and organisation is None and "organisation" not in self.errors:
            self.add_error("organisation", _("Choose the organisation for which the counterpart speaks."))
        if role and role != Role.COUNTERPART and organisation is not None:
            self.add_error("organisation", _("Only a counterpart speaks for a partner: leave this empty."))


class RoleForm(forms.Form):
    """Another role for an account."""

    role = forms.ChoiceField(label=_("New role"), choices=ROLES)


class MandateForm(forms.Form):
    """Another organisation for which a counterpart speaks."""

    organisation = OrganisationField(among="partners")


class JoinForm(forms.Form):
    """The password of a new account, twice."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> None:
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", gettext("This is not the same password. Type both anew."))
