"""A person leaves: what they still own is handed over in the same act, so that nothing is owned by nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.accounts.models import Actor, Role, SignedLink, User
from comity.commitments.letters import tell_successor
from comity.commitments.models import Commitment, Stage
from comity.commitments.models.questions import CommitmentQuestions
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.partners.models import FocalPoint, Person
from comity.partners.models.sorting import ByShownName
from comity.translation.templatetags.said import day, isolated, listed, number


class Owned(NamedTuple):
    """How much somebody owns, or hands over, of each kind."""

    promises: int
    accepted: int
    proposals: int
    partnerships: int = 0

    def in_words(self) -> str:
        """This will name each kind of which there is something, with its number."""
        told = (
            (self.promises, ngettext("%(n)s open promise", "%(n)s open promises", self.promises)),
            (
                self.accepted,
                ngettext("%(n)s accepted promise to be closed", "%(n)s accepted promises to be closed", self.accepted),
            ),
            (self.proposals, ngettext("%(n)s proposal", "%(n)s proposals", self.proposals)),
            (self.partnerships, ngettext("%(n)s partnership", "%(n)s partnerships", self.partnerships)),
        )
        return listed([words % {"n": number(count)} for count, words in told if count])


def counted(owned: Iterable[Commitment], *, partnerships: int = 0) -> Owned:
    """This will count what is owned, by kind: a proposal binds nobody, and what was accepted is open no more."""
    stages = Counter(Stage(one.stage) for one in owned)
    proposals, accepted = stages[Stage.PROPOSED], stages[Stage.ACCEPTED]
    return Owned(stages.total() - proposals - accepted, accepted, proposals, partnerships)


def still_owned_by(person: Person) -> CommitmentQuestions:
    """This will find what `person` promised or keeps and what is not finished."""
    return Commitment.objects.owned_by(person).unfinished().for_lists().soonest_first()


def roles_of(person: Person) -> list[FocalPoint]:
    """This will find the partnerships in which one turns to `person`."""
    held = FocalPoint.objects.filter(person=person).select_related("partner")
    return list(held.order_by(ByShownName("partner__"), "pk"))


def leave(person: Person, *, on: date, at: datetime, successor: Person | None, by: Actor) -> Owned:
    """This will end the person's offices, close the account and the links, and hand over what they still own.

    Returns what was handed over. Raises NotNow while something would be owned by nobody, for a successor who
    has left, for somebody who left before, and for the last head of the office; ValidationError, beside the day, for
    one before an office that the person holds began.
    """
    with acting(by=by):
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.left_on:
            raise NotNow(_("%(person)s has left already.") % {"person": isolated(person)})
        _refuse_before_an_office_began(person, on, today=timezone.localdate(at))
        _refuse_for_the_last_head(person)
        handed = hand_over(person, successor=successor, by=by)
        person.leave(on=on, by=by)
        if person.user is not None:
            person.user.stop_signing_in()
        if person.email:
            for link in SignedLink.objects.alive(at).filter(email__iexact=person.email):
                link.revoke(now=at)
    return handed


def _refuse_before_an_office_began(person: Person, on: date, *, today: date) -> None:
    """Raises ValidationError, beside the day; an office that is still to begin keeps nobody from leaving."""
    begun = person.offices.filter(until=None, since__gt=on, since__lte=today).order_by("-since").first()
    if begun is not None:
        words = _("%(person)s has been %(office)s since %(day)s and cannot have left before that day.")
        told = {"person": isolated(person), "office": isolated(begun.title), "day": day(begun.since)}
        raise ValidationError({"on": words % told})


def _refuse_for_the_last_head(person: Person) -> None:
    """Holds the accounts of all heads until the end of the act, so that not both of the last two leave at once."""
    if person.user is None or not person.user.heads_here:
        return
    heads = User.objects.select_for_update().filter(role=Role.HEAD, is_active=True)
    if not [head for head in heads if head.pk != person.user.pk]:
        raise NotNow(
            _("%(person)s is the only head of the office: name another one first.") % {"person": isolated(person)}
        )


def hand_over(person: Person, *, successor: Person | None, by: Actor) -> Owned:
    """This will give everything that `person` still owns to `successor`, and return how much that was.

    The partnerships in which one turns to the person go to the successor too, where there is one, and a letter
    tells them of everything.
    """
    with acting(by=by):
        if successor is not None:
            successor = Person.objects.select_for_update().get(pk=successor.pk)
        owned = list(still_owned_by(person))
        if owned:
            _refuse_unfit(successor, person, owned)
        for one in owned:
            one.be_handed_to(
                keeper=successor if one.keeper_id == person.pk else None,
                person=successor if one.person_id == person.pk else None,
                by=by,
            )
        takes_over = successor is not None and successor.pk != person.pk and not successor.left_on
        roles = roles_of(person) if takes_over else []
        for role in roles:
            role.change(person=successor, by=by)
        if successor is not None and (owned or roles):
            tell_successor(successor, before=person, owned=owned, roles=roles)
    return counted(owned, partnerships=len(roles))


def _refuse_unfit(successor: Person | None, person: Person, owned: list[Commitment]) -> None:
    if successor is None or successor.pk == person.pk:
        raise NotNow(_("Choose who takes over: something would be owned by nobody."))
    if successor.left_on:
        raise NotNow(_("%(person)s has left; choose somebody who is still there.") % {"person": isolated(successor)})
    is_ours = bool(successor.user and successor.user.works_here)
    if any(one.keeper_id == person.pk for one in owned) and not is_ours:
        raise NotNow(_("Only somebody of our office can keep promises: choose another successor."))
    for one in owned:
        is_for_us = is_ours and one.promisor.is_host
        if one.person_id == person.pk and not is_for_us and not _works_for(successor, one, as_did=person):
            what = {"person": isolated(successor), "organisation": isolated(one.promisor)}
            words = _(
                "%(person)s holds no office at %(organisation)s, which promised: choose somebody there, or enter them."
            )
            raise NotNow(words % what)


def _works_for(successor: Person, commitment: Commitment, *, as_did: Person) -> bool:
    """Whether the successor works where it was promised, or where the one who leaves did."""
    there = commitment.promising_side() | set(as_did.offices.values_list("organisation", flat=True))
    return bool(successor.offices.filter(until=None, organisation__in=there).exists())
