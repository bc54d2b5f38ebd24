"""Who speaks for which organisation here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Role, SignedLink, User, Viewer
from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.partners.models.belonging import PartOf
from comity.partners.models.organisations import Organisation
from comity.partners.models.sorting import ByShownName


class MandateQuerySet(models.QuerySet["Mandate"]):
    def of(self, viewer: User | SignedLink) -> MandateQuerySet:
        """This will keep the mandates of an account or of a signed link."""
        return self.filter(link=viewer) if isinstance(viewer, SignedLink) else self.filter(user=viewer)

    def with_organisation(self) -> MandateQuerySet:
        """This will fetch the organisation and the account along."""
        return self.select_related("organisation", "user").order_by(ByShownName("organisation__"))

    def speaking_for(self, organisations: set[int]) -> MandateQuerySet:
        """This will keep the mandates for these organisations; for a unit, those for the whole it belongs to too."""
        units = Q(parts__part__in=organisations, parts__part__kind="unit", parts__until=None)
        spoken_for = Organisation.objects.filter(Q(pk__in=organisations) | units)
        return self.filter(organisation__in=spoken_for.values("pk"))

    def counterparts(self) -> models.QuerySet[User]:
        """This will find those outside our office who speak by these mandates and have an account that can sign in.

        Whoever reads for our office speaks for nobody, whatever mandates an earlier role has left behind.
        """
        return User.objects.filter(pk__in=self.values("user"), is_active=True, role=Role.COUNTERPART).order_by("pk")


class Mandate(Recorded):
    """An account or a signed link may speak for an organisation."""

    ABOUT = About(whose=("user", "link"), is_theirs=True, is_removed=True)

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    link = models.ForeignKey(SignedLink, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation")
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="an_account_has_a_mandate_once"),
            models.CheckConstraint(
                condition=Q(user=None, link__isnull=False) | Q(link=None, user__isnull=False),
                name="a_mandate_is_held_by_an_account_or_a_link",
                violation_error_message=_("A mandate is held by an account or by a signed link, not by both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.link}: {self.organisation}"


def sides_of(viewer: Viewer) -> set[int]:
    """This will number the organisations for which `viewer` speaks: for officers the host and its units.

    Asks the database once a request: the answer is kept on `viewer`, which lives no longer than the request.
    """
    if not hasattr(viewer, "_sides"):
        viewer._sides = _sides(viewer)  # type: ignore[union-attr]
    return viewer._sides  # type: ignore[union-attr, no-any-return]


def _is_counterpart(viewer: User) -> bool:
    """Whoever reads for our office speaks for nobody, whatever mandates an earlier role has left behind."""
    return viewer.role == Role.COUNTERPART


def _sides(viewer: Viewer) -> set[int]:
    if isinstance(viewer, User) and viewer.works_here:
        own = Q(is_host=True)
    elif isinstance(viewer, SignedLink) or (isinstance(viewer, User) and viewer.is_active and _is_counterpart(viewer)):
        own = Q(pk__in=Mandate.objects.of(viewer).values("organisation"))
    else:
        return set()
    whole = Organisation.objects.filter(own)
    # Two questions in one: put as one with "or", it would be asked of every organisation there is.
    units = PartOf.objects.filter(whole__in=whole.values("pk"), until=None, part__kind="unit")
    return set(whole.values_list("pk", flat=True).union(units.values_list("part", flat=True)))
