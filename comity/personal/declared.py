"""What each kind of record has to do with people: as it says itself, or as it is said here for those of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, User
from comity.accounts.personal import About
from comity.journal.personal import about
from comity.partners.models import Person

# What stays of who wrote for the public: whoever is named there is an account, whose own data are erased.
WRITTEN = _("That a page was written, changed or published stays; it names a number, and nobody knows whose.")
# The records of Django, allauth and Wagtail that say something about people.
OF_OTHERS = {
    **dict.fromkeys(
        ["accounts.User_groups", "accounts.User_user_permissions"], About(whose=("user",), is_removed=True)
    ),
    "wagtailusers.UserProfile": About(whose=("user",), is_removed=True),
    "wagtailadmin.EditingSession": About(whose=("user",), is_removed=True),
    "wagtailadmin.FormState": About(whose=("user",), is_removed=True),
    "wagtailcore.PageSubscription": About(whose=("user",), is_removed=True),
    "wagtailcore.Page": About(also=("owner", "locked_by"), kept=WRITTEN),
    "wagtailcore.Revision": About(also=("user",), kept=WRITTEN),
    "wagtailcore.PageLogEntry": About(also=("user",), kept=WRITTEN),
    "wagtailcore.ModelLogEntry": About(also=("user",), kept=WRITTEN),
    "wagtailcore.Comment": About(also=("user", "resolved_by"), kept=WRITTEN),
    "wagtailcore.CommentReply": About(also=("user",), kept=WRITTEN),
    "wagtailcore.UploadedFile": About(also=("uploaded_by_user",), kept=WRITTEN),
    "wagtailcore.WorkflowState": About(also=("requested_by",), kept=WRITTEN),
    "wagtailcore.TaskState": About(also=("finished_by",), kept=WRITTEN),
    "wagtailimages.Image": About(also=("uploaded_by_user",), kept=WRITTEN),
    "wagtaildocs.Document": About(also=("uploaded_by_user",), kept=WRITTEN),
    "wagtail_localize.StringTranslation": About(also=("last_translated_by",), kept=WRITTEN),
    "wagtail_localize.SegmentOverride": About(also=("last_translated_by",), kept=WRITTEN),
    "account.EmailAddress": About(whose=("user",), addresses=("email",), is_removed=True),
    "account.EmailConfirmation": About(whose=("email_address__user",), is_removed=True),
    "mfa.Authenticator": About(whose=("user",), is_removed=True),
}
# Columns that open something, or that only help to find: nobody is told them, not even whom they are about.
SECRETS = {
    "accounts.User": {"password"},
    "accounts.SignedLink": {"secret_hash"},
    "accounts.SignIn": {"session_key", "session_data"},
    "mfa.Authenticator": {"data"},
    "account.EmailConfirmation": {"key"},
    "journal.Letter": {"body"},  # one that waits may hold the secret of a link, and is brought by mail
    "partners.PersonName": {"folded"},
    "partners.Person": {"sort_key"},
}
NAMELIKE = ("_by", "_name", "sender")
PEOPLE: tuple[type[models.Model], ...] = (User, Person, SignedLink)


def declared(model: type[models.Model]) -> About:
    """This will tell what records of a kind have to do with people."""
    return OF_OTHERS.get(model._meta.label) or about(model)


def kinds() -> Iterator[tuple[type[models.Model], About]]:
    """This will list the kinds of records that have something to do with people."""
    for model in apps.get_models(include_auto_created=True):
        if (told := declared(model)) != About():
            yield model, told


def undeclared() -> list[str]:
    """This will name the kinds of records that point to people, or name them, and do not say what becomes of that."""
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if declared(model) == About() and any(_is_personal(model, field) for field in model._meta.local_concrete_fields)
    ]


def _is_personal(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    if field.related_model in PEOPLE or isinstance(field, models.EmailField):
        return True
    is_ours = model.__module__.startswith("comity.")
    return is_ours and isinstance(field, models.CharField) and field.name.endswith(NAMELIKE) and not field.choices
