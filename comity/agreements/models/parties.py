"""Who is party to an agreement: by which name, for which unit, represented by whom, and whom to turn to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.journal.records import Recorded
from comity.partners.models import Organisation, Person
from comity.translation.texts import Text, TextField

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement


class Authority(models.TextChoices):
    """By what a person may bind a party (Vienna Convention on the Law of Treaties, article 7, by analogy)."""

    OFFICE = "office", pgettext_lazy("authority to sign", "by the office held")
    MANDATE = "mandate", pgettext_lazy("authority to sign", "by a written mandate")
    FULL_POWERS = "full_powers", pgettext_lazy("authority to sign", "by full powers")


class PartyQuerySet(models.QuerySet["Party"]):
    def of(self, agreement: Agreement) -> PartyQuerySet:
        """This will keep the parties of one agreement in their order, with all that is told of each."""
        return self.of_any([agreement])

    def of_any(self, agreements: list[Agreement]) -> PartyQuerySet:
        """This will keep the parties of several agreements, those of each in their order."""
        named = ("organisation", "unit", "represented_by", "focal_point", "back_up", "supervisor")
        found = self.filter(agreement__in=agreements).select_related(*named)
        return found.order_by("position", "pk")

    def for_organisations(self, organisations: set[int]) -> PartyQuerySet:
        """This will keep those that are one of these organisations."""
        return self.filter(organisation__in=organisations)

    def ours_in(self, agreement: Agreement) -> Party:
        """This will find our own office among the parties of an agreement."""
        return self.get(agreement=agreement, organisation__is_host=True)

    def numbers_of_host(self, numbers: Iterable[str]) -> set[str]:
        """This will tell which of these are reference numbers of our own, 500 at a time."""
        every, ours = sorted(numbers), self.filter(organisation__is_host=True)
        found: set[str] = set()
        for start in range(0, len(every), 500):
            found |= set(ours.filter(number__in=every[start : start + 500]).values_list("number", flat=True))
        return found


class Party(Recorded):
    """One organisation as a party to one agreement, as it stands in that agreement."""

    PERSONAL = frozenset({"notice_address"})
    ABOUT = About(
        also=("represented_by", "focal_point", "back_up"),
        kept=_("That they represented a party, or were turned to for it, is part of the agreement; their name goes."),
    )

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="contracting")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for its unit")
    )
    legal_name = TextField(_("legal name at signing"), blank=True)
    number = models.CharField(_("its own reference number"), max_length=100, blank=True)
    represented_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("represented by")
    )
    represented_as = TextField(_("as (office held)"), blank=True)
    authority = models.CharField(_("may sign"), max_length=12, choices=Authority, blank=True)
    authority_words = models.CharField(_("document that gives the authority"), max_length=300, blank=True)
    focal_point = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("focal point")
    )
    back_up = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("back-up")
    )
    # Of a joint doctorate.
    supervisor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("supervisor")
    )
    notice_address = models.TextField(_("address for notices"), blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                name="an_organisation_is_a_party_once",
                violation_error_message=_("This organisation is a party already."),
            ),
            models.CheckConstraint(
                condition=Q(authority__in=["", *Authority.values]),
                name="a_party_signs_by_a_known_authority",
                violation_error_message=_("There is no such authority."),
            ),
            models.CheckConstraint(
                condition=~Q(authority__in=[Authority.MANDATE, Authority.FULL_POWERS]) | ~Q(authority_words=""),
                name="a_mandate_to_sign_names_its_document",
                violation_error_message=_("Name the document that gives the authority to sign."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        if self.authority in (Authority.MANDATE, Authority.FULL_POWERS) and not self.authority_words:
            raise ValidationError({"authority_words": _("Name the document that gives the authority to sign.")})
        if self.back_up_id and self.back_up_id == self.focal_point_id:
            raise ValidationError({"back_up": _("The back-up is somebody else than the focal point.")})

    @property
    def is_ours(self) -> bool:
        """Whether it is our own office."""
        return self.organisation.is_host

    @property
    def name_in_it(self) -> Text:
        """The name under which it is a party: the legal one where that is told, else the one by which it goes."""
        return self.legal_name or self.organisation.name

    @property
    def people(self) -> list[Person | None]:
        """Who represents it, answers for the text, and supervises; nothing where nobody is told."""
        return [self.represented_by, self.focal_point, self.back_up, self.supervisor]

    def may_be_signed_for(self) -> bool:
        """Whether it is told who represents it and by what authority."""
        return bool(self.represented_by_id and self.authority)


def standing_for_several(parties: Iterable[Party]) -> list[Person]:
    """This will name the people who represent more than one of some parties, each once."""
    every = [one.represented_by for one in parties if one.represented_by]
    return [one for one in dict.fromkeys(every) if every.count(one) > 1]
