"""Which agreements: the questions that are asked of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from comity.accounts.models import SignedLink, Viewer
from comity.agreements.matrix import AGREEMENT
from comity.agreements.models.clauses import Clause
from comity.agreements.models.clearances import Clearance
from comity.agreements.models.orders import ConcludedOrAhead, EndsOrNever
from comity.agreements.models.stages import BEFORE_SIGNATURE, BINDING, CONCLUDED, Stage
from comity.agreements.permissions import PURPOSE
from comity.agreements.terms import REVIEW, REVIEWS, Renewing, months_after
from comity.partners.models import Area, Organisation, sides_of

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement
    from comity.agreements.models.own import EmulationQuerySet


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, viewer: Viewer) -> AgreementQuerySet:
        """This will keep the agreements of which the viewer may know: public ones, and those shared with their side."""
        return self.filter(AGREEMENT.which("know of it", viewer, own=lambda: self._is_own_of(viewer)))

    def read_by(self, viewer: Viewer) -> AgreementQuerySet:
        """This will keep those that have a text that the viewer may read."""
        own = AGREEMENT.which("read its text and who signed", viewer, own=lambda: self._is_own_of(viewer))
        return self.filter(own).with_a_text()

    def _is_own_of(self, viewer: Viewer) -> Q:
        """Asked of each by itself: a side may be party to thousands, of which a page shows fifty.

        Said twice, as equal and as not less, because PostgreSQL would else gather the thousands for the fifty.
        """
        return Q(Exists(self.own_of(viewer).filter(pk=OuterRef("pk"), pk__gte=OuterRef("pk"))))

    def with_a_text(self) -> AgreementQuerySet:
        """This will keep those whose text is kept here, clause by clause."""
        return self.filter(Exists(Clause.objects.filter(agreement=OuterRef("pk"))))

    def own_of(self, viewer: Viewer) -> AgreementQuerySet:
        """This will find those of the organisations for which `viewer` speaks; a link opens the one it was made for."""
        found = self.model.objects.filter(parties__in=sides_of(viewer))
        if isinstance(viewer, SignedLink):
            return found.filter(pk=viewer.opens) if viewer.purpose == PURPOSE else found.none()
        return found

    def for_the_thread(self) -> AgreementQuerySet:
        """This will fetch what drawing on the thread needs."""
        return self

    def with_parties(self) -> AgreementQuerySet:
        """This will fetch the parties along, by the name that the reader sees, and the party whose turn it is."""
        named = Prefetch("parties", Organisation.objects.by_name())
        return self.prefetch_related(named).select_related("turn__organisation")

    def without_parties(self) -> AgreementQuerySet:
        """This will leave the parties where they are, for rows that do not name them."""
        return self.prefetch_related(None)

    def with_areas(self) -> AgreementQuerySet:
        """This will fetch the areas along."""
        return self.prefetch_related("areas")

    def partners(self, among: models.QuerySet[Organisation]) -> models.QuerySet[Organisation]:
        """This will keep, of some organisations, those that are party to one of these agreements."""
        party = self.model.parties.through.objects.filter(organisation=OuterRef("pk"))
        return among.filter(Exists(party.filter(Exists(self.order_by().filter(pk=OuterRef("agreement"))))))

    def beside(self, agreement: Agreement) -> AgreementQuerySet:
        """This will find the other agreements to which one of its parties is party too, apart from our own office."""
        parties = agreement.parties.filter(is_host=False).values("pk")
        return self.filter(parties__in=parties).exclude(pk=agreement.pk).distinct().newest_first()

    def umbrellas_beside(self, agreement: Agreement, kinds: Iterable[str], *, today: date) -> AgreementQuerySet:
        """This will keep those of these kinds that hold between exactly the parties of an agreement while it does.

        What stands under another is no umbrella, and neither does what takes the place of another stand beside it.
        """
        parties = list(agreement.parties.all())
        other = self.model.parties.through.objects.filter(agreement=OuterRef("pk")).exclude(organisation__in=parties)
        found: AgreementQuerySet = self.filter(~Exists(other), kind__in=kinds, parent=None).exclude(pk=agreement.pk)
        for one in parties:
            found = found.with_a_party(one)
        found = found.exclude(successions__successor=agreement).exclude(succession__predecessor=agreement)
        return found.holding_with(agreement, today).newest_first()

    def umbrellas_of(self, institutes: Iterable[Organisation], kinds: Iterable[str]) -> AgreementQuerySet:
        """This will keep those of these kinds between our office and one of these institutes, and nobody else.

        Each comes with the number of its `institute`.
        """
        sides = self.model.parties.through.objects.filter(agreement=OuterRef("pk"))
        theirs = sides.filter(organisation__is_host=False)
        ours = self.filter(Exists(sides.filter(organisation__is_host=True)), kind__in=kinds, parent=None)
        found = ours.annotate(institute=Subquery(theirs.values("organisation")[:1]))
        of_these = found.filter(institute__in=[one.pk for one in institutes])
        return of_these.filter(~Exists(theirs.exclude(organisation=OuterRef("institute")))).newest_first()

    def holding_with(self, agreement: Agreement, today: date) -> AgreementQuerySet:
        """This will keep those whose term meets that of an agreement from today on; what is not known meets."""
        begins, ends = agreement.in_force_on or agreement.enters_on or today, agreement.ends_on
        if ends is None and agreement.years:
            ends = months_after(max(begins, today), 12 * agreement.years)
        found = self.filter(Q(ends_on=None) | Q(ends_on__gt=max(begins, today)))
        begun = Coalesce("in_force_on", "enters_on", "concluded_on")
        return found.alias(begun=begun).filter(Q(begun=None) | Q(begun__lt=ends)) if ends else found

    def concluded(self) -> AgreementQuerySet:
        """This will keep those that every party has signed and of which nothing was recorded that ended them."""
        return self.filter(stage__in=CONCLUDED)

    def concluded_or_coming(self) -> AgreementQuerySet:
        """This will keep those, and what is still on its way to that."""
        return self.filter(stage__in=[*BEFORE_SIGNATURE, *CONCLUDED])

    def under(self, agreement: Agreement) -> AgreementQuerySet:
        """This will keep those that stand under another, the one concluded first first."""
        return self.filter(parent=agreement).order_by(F("concluded_on").asc(nulls_last=True), "pk")

    def of(self, organisation: Organisation | int) -> AgreementQuerySet:
        """This will keep the agreements to which `organisation` is a party."""
        return self.filter(parties=organisation)

    def of_kind(self, kind: str) -> AgreementQuerySet:
        """This will keep instruments of one kind."""
        return self.filter(kind=kind)

    def from_model(self, code: str) -> AgreementQuerySet:
        """This will keep those of which a clause came from a model, whichever version."""
        return self.filter(pk__in=self.model.objects.filter(clauses__from_model=code).order_by().values("pk"))

    def brought_about(self, emulations: EmulationQuerySet) -> AgreementQuerySet:
        """This will keep those that came about by these emulations, the one for the institute chosen first first."""
        return self.filter(pk__in=emulations.values("agreement")).order_by("pk")

    def in_area(self, area: Area) -> AgreementQuerySet:
        """This will keep those that are about an area."""
        return self.filter(areas=area)

    def numbered(self, number: int | None) -> AgreementQuerySet:
        """This will keep the one of this number."""
        return self.filter(pk=number)

    def at_stage(self, stage: str) -> AgreementQuerySet:
        """This will keep those that stand there, whether or not their term is over."""
        return self.filter(stage=stage)

    def for_going_on(self) -> AgreementQuerySet:
        """This will fetch along whose turn it is; each tells whether it `waits_to_be_cleared` by somebody."""
        waiting = Clearance.objects.waiting().filter(agreement=OuterRef("pk"))
        return self.select_related("turn__organisation").annotate(waits_to_be_cleared=Exists(waiting))

    def running(self, today: date) -> AgreementQuerySet:
        """This will keep those in force whose term is not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), stage=Stage.IN_FORCE)

    def to_review(self, today: date) -> AgreementQuerySet:
        """This will keep those whose term is over, or ends within the months of a review, the oldest end first."""
        at = {months: months_after(today, months) for months, _words in REVIEWS}
        near = Q(review_months=None, ends_on__lte=at[REVIEW])
        for months, day in at.items():
            near |= Q(review_months=months, ends_on__lte=day)
        return self.filter(near, stage__in=BINDING).order_by("ends_on", "pk")

    def not_reviewed(self) -> AgreementQuerySet:
        """This will leave out those whose present end is reviewed already."""
        return self.exclude(reviews__of_end=F("ends_on"))

    def to_carry_on(self, today: date) -> AgreementQuerySet:
        """This will keep those whose term is over, that go on by themselves or end by a notice, and were reviewed."""
        watched = self.ended(today).filter(stage=Stage.IN_FORCE, reviews__of_end=F("ends_on"))
        return watched.filter(Q(renewing=Renewing.TACIT) | Q(notices__of_end=F("ends_on"))).distinct()

    def ended(self, today: date) -> AgreementQuerySet:
        """This will keep those whose term is over while nobody recorded what followed, the oldest end first."""
        return self.filter(stage__in=BINDING, ends_on__lte=today).order_by("ends_on", "pk")

    def with_days(self) -> AgreementQuerySet:
        """This will name the places of each in the orders, `concluded` and `ends`, to ask for it by them."""
        return self.alias(concluded=ConcludedOrAhead(F("concluded_on")), ends=EndsOrNever(F("ends_on")))

    def with_a_party(self, organisation: Organisation) -> AgreementQuerySet:
        """This will keep the same as `of`, each asked whether the organisation is among its parties."""
        parties = self.model.parties.through.objects.filter(agreement=OuterRef("pk"), organisation=organisation)
        return self.filter(Exists(parties))

    def marked_with(self, area: Area) -> AgreementQuerySet:
        """This will keep the same as `in_area`, each asked whether the area is among its own."""
        areas = self.model.areas.through.objects.filter(agreement=OuterRef("pk"), area=area)
        return self.filter(Exists(areas))

    def newest_first(self) -> AgreementQuerySet:
        """This will sort by the day on which they were concluded, newest first; what is on its way comes before."""
        return self.order_by(F("concluded_on").desc(nulls_first=True), "-pk")

    def for_reviewing(self) -> AgreementQuerySet:
        """This will fetch along who keeps each, with the account of that person."""
        return self.select_related("keeper__user")

    def with_yearly_undertakings(self) -> AgreementQuerySet:
        """This will keep those of which a clause obliges to something every year."""
        return self.filter(clauses__undertakings__when="yearly").distinct().for_reviewing()

    def ending_from(self, day: date) -> AgreementQuerySet:
        """This will keep those in force that end on `day` or later, the first end first, with their renewals."""
        found = self.filter(stage=Stage.IN_FORCE, ends_on__gte=day).order_by("ends_on", "pk")
        return found.without_parties().prefetch_related("renewals")

    def concerning(self, viewer: Viewer) -> AgreementQuerySet:
        """This will keep those to which an organisation for which `viewer` speaks is a party."""
        return self.filter(pk__in=self.own_of(viewer).values("pk"))

    def concluded_on_one_of(self, days: Iterable[date]) -> AgreementQuerySet:
        """This will keep those that were concluded on one of these days."""
        return self.filter(concluded_on__in=list(days))
