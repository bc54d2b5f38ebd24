"""One human being as everything here that is theirs: accounts, persons, signed links, names and addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from comity.accounts.models import Role, SignedLink, User
from comity.accounts.personal import ERASED, ITSELF, NOWHERE, About
from comity.journal.models import Change
from comity.journal.refusals import NotNow
from comity.partners.models import Person, PersonName
from comity.translation.texts import in_every_language


@dataclass(frozen=True)
class Somebody:
    """Everything under which one human being is known here."""

    accounts: frozenset[int]
    people: frozenset[int]
    links: frozenset[int]
    names: frozenset[str]
    addresses: frozenset[str]
    shared: frozenset[str]  # addresses that somebody else has too: they prove nothing without the name

    @property
    def actors(self) -> list[str]:
        """Their numbers, as the database writes who changed something."""
        return [f"user:{number}" for number in self.accounts] + [f"link:{number}" for number in self.links]

    @property
    def words(self) -> list[str]:
        """What names them in words, the longest first."""
        return sorted({*self.names, *self.addresses}, key=len, reverse=True)

    def numbers_of(self, model: Any) -> frozenset[int]:
        """The numbers of those records of a kind that are they themselves."""
        return {User: self.accounts, Person: self.people, SignedLink: self.links}.get(model, frozenset())

    def account(self) -> User | None:
        """This will fetch the account with which they sign in."""
        return User.objects.filter(pk__in=self.accounts).first()

    def person(self) -> Person | None:
        """This will fetch them as a person of an organisation."""
        return Person.objects.filter(pk__in=self.people).first()


def of_account(user: User) -> Somebody:
    """This will gather everything under which the holder of an account is known here."""
    return _gathered({user.pk}, set(Person.objects.filter(user=user).values_list("pk", flat=True)))


def of_person(person: Person) -> Somebody:
    """This will gather everything under which a person is known here."""
    return _gathered({person.user_id} if person.user_id else set(), {person.pk})


def find(words: str) -> Somebody:
    """This will find somebody by an e-mail address, by user:3 or person:4, or by a name that only one person has.

    Raises NotNow where nobody, or more than one, is meant.
    """
    kind, _colon, number = words.partition(":")
    if kind in ("user", "person") and number.isdecimal():
        users, people = ({int(number)}, set()) if kind == "user" else (set(), {int(number)})
        found = _one(User.objects.filter(pk__in=users), Person.objects.filter(pk__in=people))
    elif "@" in words:
        found = _one(User.objects.filter(email__iexact=words), Person.objects.filter(email__iexact=words))
    else:
        named = PersonName.objects.filter(text=words).values("person")
        found = _one(User.objects.filter(name=words), Person.objects.filter(pk__in=named))
    return found


def _one(users: models.QuerySet[User], people: models.QuerySet[Person]) -> Somebody:
    found = {of_account(user) for user in users} | {of_person(person) for person in people}
    if not found:
        raise NotNow(_("Nobody is known here by that."))
    if len(found) > 1:
        told = sorted(f"user:{n}" for one in found for n in one.accounts)
        told += sorted(f"person:{n}" for one in found for n in one.people - one.accounts)
        raise NotNow(_("More than one is known by that: name one of %(them)s.") % {"them": ", ".join(told)})
    return found.pop()


def _gathered(accounts: set[int], people: set[int]) -> Somebody:
    people |= set(Person.objects.filter(user__in=accounts).values_list("pk", flat=True))
    users, persons = User.objects.filter(pk__in=accounts), Person.objects.filter(pk__in=people)
    names = {*users.values_list("name", flat=True), *(words for one in persons for words in one.name.values())}
    names |= set(PersonName.objects.filter(person__in=people).values_list("text", flat=True))
    addresses = {
        one.lower() for one in [*users.values_list("email", flat=True), *persons.values_list("email", flat=True)]
    }
    names -= {"", ERASED, *in_every_language(ERASED).values()}
    addresses = {one for one in addresses if one and not one.endswith(f"@{NOWHERE}")}
    shared = {one for one in addresses if _has_somebody_else(one, accounts, people)}
    mine = _any_address("email", addresses, shared, "name", names)
    links = set(SignedLink.objects.filter(mine).values_list("pk", flat=True))
    return Somebody(*map(frozenset, (accounts, people, links, names, addresses, shared)))  # type: ignore[arg-type]


def _has_somebody_else(address: str, accounts: set[int], people: set[int]) -> bool:
    others = User.objects.filter(email__iexact=address).exclude(pk__in=accounts)
    return others.exists() or Person.objects.filter(email__iexact=address).exclude(pk__in=people).exists()


def _any_address(column: str, addresses: Iterable[str], shared: Iterable[str], name: str, names: Iterable[str]) -> Q:
    """A condition for rows with one of the addresses; where others share it, the name must be theirs too."""
    condition, shared = Q(pk__in=[]), set(shared)
    for one in addresses:
        theirs = Q(**{f"{column}__iexact": one})
        if one in shared:
            theirs = theirs & Q(**{f"{name}__in": list(names)}) if name else Q(pk__in=[])
        condition |= theirs
    return condition


# What of a kind of record is theirs


def rows_about(model: type[models.Model], told: About, somebody: Somebody) -> models.QuerySet[Any]:
    """This will find the rows that are about somebody."""
    condition = Q(pk__in=[])
    for way in told.whose:
        condition |= _leading(model, way, somebody)
    for column in told.addresses:
        name = next((one for one in ("name", "to_name") if _has(model, one)), "")
        condition |= _any_address(column, somebody.addresses, somebody.shared, name, somebody.names)
    return model._base_manager.filter(condition)


def rows_written(model: type[models.Model], told: About, somebody: Somebody) -> models.QuerySet[Any]:
    """This will find the rows that somebody wrote, and that bear their name for it."""
    condition = Q(**{f"{told.key}__in": somebody.actors}) if told.key else Q(pk__in=[])
    if told.author or told.is_given:
        wrote = Change.objects.filter(table_name=model._meta.db_table, done="insert", who__in=somebody.actors)
        condition |= Q(pk__in=[int(key) for key in wrote.values_list("row_key", flat=True)])
    return model._base_manager.filter(condition)


def rows_signed(model: type[models.Model], column: str, somebody: Somebody) -> models.QuerySet[Any]:
    """This will find the rows to which somebody did something later, and in which their name stands for it."""
    signed = Change.objects.filter(table_name=model._meta.db_table, done="update", who__in=somebody.actors)
    keys = signed.filter(became__has_key=column).values_list("row_key", flat=True)
    return model._base_manager.filter(pk__in=[int(key) for key in keys])


def rows_pointing(model: type[models.Model], told: About, somebody: Somebody) -> models.QuerySet[Any]:
    """This will find the rows that are about something else and point to somebody."""
    condition = Q(pk__in=[])
    for way in told.also:
        condition |= _leading(model, way, somebody)
    return model._base_manager.filter(condition)


def rows_naming(model: type[models.Model], told: About, somebody: Somebody) -> models.QuerySet[Any]:
    """This will find the rows with words, in columns that are known to name people, which name somebody."""
    if not told.mentions or not somebody.words:
        return model._base_manager.none()
    rows, condition = model._base_manager.all(), Q(pk__in=[])
    for column in told.mentions:
        rows = rows.alias(**{f"{column}_words": Cast(column, models.TextField())})
        for word in somebody.words:
            for written in {word, json.dumps(word)[1:-1]}:  # JSON may write letters by their numbers
                condition |= Q(**{f"{column}_words__icontains": written})
    return rows.filter(condition)


def names(somebody: Somebody, told: Any) -> bool:
    """This will tell whether something that was written names somebody."""
    words = str(told).casefold()
    return any(one.casefold() in words for one in somebody.words)


def _leading(model: type[models.Model], way: str, somebody: Somebody) -> Q:
    if way == ITSELF:
        return Q(pk__in=somebody.numbers_of(model))
    end: Any = model
    for step in way.split("__"):
        end = end._meta.get_field(step).related_model
    return Q(**{f"{way}__in": somebody.numbers_of(end)})


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def is_the_machine(somebody: Somebody) -> bool:
    """This will tell whether the account is Comity's own."""
    return User.objects.filter(pk__in=somebody.accounts, role=Role.MACHINE).exists()
