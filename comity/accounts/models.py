"""The people who sign in and the links that stand in for an account."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser, Group, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comity.accounts.naming import names_of
from comity.accounts.personal import ERASED, ITSELF, About, nowhere
from comity.accounts.samples import name_for_reader
from comity.translation.likeness import refuse_disguised, refuse_unreadable
from comity.translation.texts import Text, current_language
from comity.translation.unseen import as_name


class Role(models.TextChoices):
    """What a person may do here, in one word."""

    HEAD = "head", _("Head of office")
    OFFICER = "officer", _("Officer")
    READER = "reader", _("Reader")
    COUNTERPART = "counterpart", _("Counterpart")
    MACHINE = "machine", _("Comity itself")


OFFICE = {Role.HEAD, Role.OFFICER}


class UserManager(BaseUserManager["User"]):
    def enter(self, email: str, *, name: str, role: str, password: str | None = None, **facts: Any) -> User:
        """This will create an account; without a password nobody can sign in to it yet."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role, **facts)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        user.join_the_group_of_their_role()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())

    def machine(self) -> User:
        """This will return the account under which Comity's own commands write into the journal."""
        user, is_new = self.get_or_create(
            email="comity@localhost", defaults={"name": "Comity", "role": Role.MACHINE, "is_active": False}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user

    def working_here(self) -> models.QuerySet[User]:
        """This will find the officers and heads of the office who can sign in."""
        return self.filter(role__in=OFFICE, is_active=True)

    def people(self) -> models.QuerySet[User]:
        """This will find every account of a human being whose data were not erased, by name."""
        return self.filter(erased_at=None).exclude(role=Role.MACHINE).order_by("name", "pk")

    def witnesses(self) -> models.QuerySet[User]:
        """This will find those who are sent checkpoints of the journal: heads of the office, and the other sides."""
        return self.filter(role__in={Role.HEAD, Role.COUNTERPART}, is_active=True)

    def heading(self) -> models.QuerySet[User]:
        """This will find the heads of the office who can sign in."""
        return self.filter(role=Role.HEAD, is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address.

    What somebody may do follows from the role. The groups are for Wagtail, which asks them in the newsroom; they are
    derived from the role in the act that gives it, and nobody is above it.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(_("language"), max_length=5, default="en")
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    joined_at = models.DateTimeField(null=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    erased_at = models.DateTimeField(_("data erased"), null=True, editable=False)

    PERSONAL = frozenset({"email", "name", "password"})
    ABOUT = About(
        whose=(ITSELF,),
        addresses=("email",),
        is_theirs=True,
        erased={
            "email": nowhere,
            "name": ERASED,
            "password": lambda user: make_password(None),
            "is_active": False,
            "zone": "",
            "last_login": None,
            "erased_at": lambda user: timezone.now(),
        },
        kept=_("A number stays, so that what the account did stays one person's acts."),
    )
    # The acts that can be done to an account, in the words of its history.
    ACTS = {
        "invited": _("invited"),
        "invitation_withdrawn": _("invitation withdrawn"),
        "joined": _("accepted the invitation"),
        "role_changed": _("role changed"),
        "closed": _("account closed"),
        "reopened": _("account opened again"),
        "exported": _("everything kept about them was exported"),
        "erased": _("personal data erased"),
    }

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="an_account_has_a_known_role",
                violation_error_message=_("There is no such role."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False),
                name="nobody_is_above_the_roles",
                violation_error_message=_("Nobody may do more than their role says."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def known_names(self) -> Text:
        """The names, per language, by which the person is known; a query, unless they were looked up for a list."""
        return names_of([self.pk]).get(self.pk, Text())

    @property
    def own_name(self) -> str:
        """The name as its holder reads it on every page: as it was given, without asking the database."""
        return name_for_reader(self.name) if self.is_sample or self.erased_at else self.name

    def get_full_name(self) -> str:
        """This will call the person as Wagtail asks for it."""
        return self.own_name

    @property
    def first_name(self) -> str:
        """What Wagtail's side bar shows of the person, which would else be the address to which mail goes."""
        return self.own_name

    @property
    def shown_name(self) -> str:
        """The name as pages show it: in the reader's language, where that is known."""
        if self.is_sample or self.erased_at:
            return self.own_name
        here = current_language()
        return self.name if here == self.language else self.known_names.get(here, self.name)

    @property
    def works_here(self) -> bool:
        """Whether this person acts for the office."""
        return self.is_active and self.role in OFFICE

    @property
    def heads_here(self) -> bool:
        """Whether this person heads the office."""
        return self.is_active and self.role == Role.HEAD

    def clean(self) -> None:
        self.name = as_name(self.name)
        for name, refuse in (("name", refuse_unreadable), ("email", refuse_disguised)):
            try:
                refuse(getattr(self, name))
            except ValidationError as refusal:
                raise ValidationError({name: refusal.messages}) from None

    def describe(self, *, name: str, language: str, zone: str) -> None:
        """This will change what a person says about themselves. Raises ValidationError for a name of no letters."""
        before = (self.name, self.language, self.zone)
        self.name, self.language, self.zone = name, language, zone
        try:
            self.full_clean(exclude=["password"])
        except ValidationError:
            self.name, self.language, self.zone = before
            raise
        self.save(update_fields=["name", "language", "zone"])

    def begin(self, *, password: str, now: datetime) -> None:
        """This will make an invited account one that signs in."""
        self.set_password(password)
        self.is_active, self.joined_at = True, now
        self.save(update_fields=["password", "is_active", "joined_at"])

    def take_role(self, role: str) -> None:
        """This will give the account another role."""
        self.role = role
        self.save(update_fields=["role"])
        self.join_the_group_of_their_role()

    def join_the_group_of_their_role(self) -> None:
        """This will let Wagtail know the role: officers and heads belong to the group of its name, others to none."""
        names = [str(self.role)] if self.role in OFFICE else []
        self.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])

    def sign_in_again(self) -> None:
        """This will open a closed account."""
        self.is_active = True
        self.save(update_fields=["is_active"])

    def stop_signing_in(self) -> None:
        """This will close the account; it is signed out everywhere, and links sent to its address open nothing."""
        self.is_active = False
        self.save(update_fields=["is_active"])
        SignIn.objects.of(self.pk).delete()
        SignedLink.objects.end_all_to(self.email, now=timezone.now())


class SignInQuerySet(models.QuerySet["SignIn"]):
    def of(self, *accounts: int) -> SignInQuerySet:
        """This will keep those of some accounts, the one that was used last first."""
        return self.filter(user__in=accounts).order_by("-used_at", "session_key")

    def alive(self, now: datetime) -> SignInQuerySet:
        """This will keep those that have not ended by themselves."""
        return self.filter(expire_date__gt=now)

    def elsewhere(self, here: str | None) -> SignInQuerySet:
        """This will leave out the one of the browser that asks."""
        return self.exclude(session_key=here or "")


class SignIn(AbstractBaseSession):
    """Being signed in on one browser, or a visitor's session there; it ends when its row goes.

    See also `comity.accounts.sessions`, which writes it.
    """

    UNGOVERNED = (
        "it says that a browser is open, and goes by itself; whoever signs in is told of by the act that follows"
    )
    ABOUT = About(whose=("user",), is_removed=True)
    WHOLE_AGE = timedelta(days=14)
    NOTED_EVERY = timedelta(minutes=5)

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField(_("signed in"), null=True)
    used_at = models.DateTimeField(_("last used"), null=True)
    browser = models.CharField(_("browser"), max_length=20, blank=True)
    system = models.CharField(_("system"), max_length=20, blank=True)

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SignInQuerySet)()

    class Meta:
        verbose_name = _("being signed in")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from comity.accounts.sessions import SessionStore  # noqa: PLC0415 - it knows this model

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page may call it: nobody signs in with that."""
        return _hash(self.session_key)[:20]


class LinkQuerySet(models.QuerySet["SignedLink"]):
    def alive(self, now: datetime) -> LinkQuerySet:
        """This will keep the links that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def to(self, purpose: str, opens: str) -> LinkQuerySet:
        """This will keep the links made for one purpose and one record."""
        return self.filter(purpose=purpose, opens=opens)

    def end_all_to(self, email: str, *, now: datetime) -> int:
        """This will end every link sent to an address that may be somebody else's by now."""
        return self.alive(now).filter(email__iexact=email).update(revoked_at=now) if email else 0

    def opened_by(self, secret: str, *, purpose: str, now: datetime) -> SignedLink:
        """This will find the link that `secret` stands for.

        Raises Http404 alike for a forged, an expired, a revoked link and one made for something else.
        """
        link = self.alive(now).filter(purpose=purpose, secret_hash=_hash(secret)).first()
        if link is None:
            raise Http404(purpose)
        return link


class SignedLink(models.Model):
    """A link that lets one named person, without an account, do one thing until a day.

    Only the hash of its secret is kept: whoever reads the database cannot open it.
    """

    PERSONAL = frozenset({"secret_hash", "name", "email"})
    ABOUT = About(
        whose=(ITSELF,),
        also=("made_by",),
        addresses=("email",),
        is_theirs=True,
        erased={
            "email": nowhere,
            "name": ERASED,
            "secret_hash": lambda link: secrets.token_hex(32),
            "revoked_at": lambda link: link.revoked_at or timezone.now(),
        },
        kept=_("A number stays, so that what was done with the link stays one person's acts."),
    )

    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(max_length=40)
    opens = models.CharField(max_length=80)  # the record it opens, as the app that made the link names it
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, default="en")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed link")
        indexes = [models.Index(fields=["purpose", "opens"])]

    # What a viewer is asked, whether account or link.
    works_here = False
    heads_here = False
    is_authenticated = False
    zone = ""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        *,
        purpose: str,
        opens: str,
        name: str,
        email: str,
        language: str,
        by: User,
        now: datetime,
        days: int,
    ) -> tuple[SignedLink, str]:
        """This will make a link that lives for `days` days and return it with its secret, which is told only now."""
        secret = secrets.token_urlsafe(32)
        link = cls.objects.create(
            secret_hash=_hash(secret),
            purpose=purpose,
            opens=opens,
            name=name,
            email=email,
            language=language,
            made_by=by,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        return link, secret

    def revoke(self, *, now: datetime) -> None:
        """This will make the link open nothing from now on."""
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now)

    def spend(self, *, now: datetime) -> bool:
        """This will use up a link that opens something once; false where it was used or ended before."""
        return bool(type(self).objects.alive(now).filter(pk=self.pk).update(revoked_at=now))


Actor = User | SignedLink
Viewer = User | SignedLink | AnonymousUser


def works_here(viewer: Viewer) -> bool:
    """This will tell whether `viewer` acts for the office."""
    return isinstance(viewer, User) and viewer.works_here


def heads_here(viewer: Viewer) -> bool:
    """This will tell whether `viewer` heads the office."""
    return isinstance(viewer, User) and viewer.heads_here


def reads_here(viewer: Viewer) -> bool:
    """This will tell whether `viewer` may read what the two sides share about every partner."""
    return isinstance(viewer, User) and viewer.is_active and viewer.role in {*OFFICE, Role.READER}


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
