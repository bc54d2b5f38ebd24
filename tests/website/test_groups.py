"""What Wagtail lets somebody do follows from their role, and from nothing else."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from comity.accounts.models import Role, User
from comity.journal.acting import acting
from tests import make


def groups_of(user):
    return [group.name for group in user.groups.all()]


@pytest.mark.parametrize("role", Role.values)
def test_officers_and_heads_belong_to_the_group_of_their_role_others_to_none(db, role):
    user = make.user(role)

    assert groups_of(user) == ([role] if role in ("head", "officer") else [])
    assert user.has_perm("wagtailadmin.access_admin") == (role in ("head", "officer"))


def test_another_role_is_another_group_in_the_same_act(office):
    with acting(by=office.head):
        office.officer.take_role(Role.READER)

    assert groups_of(office.officer) == []
    assert not User.objects.get(pk=office.officer.pk).has_perm("wagtailadmin.access_admin")


def test_nobody_is_above_the_roles(office):
    with pytest.raises(IntegrityError), acting(by=office.head), transaction.atomic():
        User.objects.filter(pk=office.head.pk).update(is_superuser=True)


def test_no_group_may_keep_accounts(db):
    allowed = Group.objects.filter(permissions__content_type__app_label__in=["auth", "accounts"])

    assert not allowed.exists()


def test_without_an_act_nobody_joins_a_group(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        office.reader.groups.set(Group.objects.filter(name="head"))
