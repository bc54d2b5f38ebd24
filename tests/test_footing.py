"""What every test stands on is made seldom, and is the same whatever the tests before it did."""

import gc
from itertools import groupby

import pytest

from comity.journal.models import Entry
from comity.partners.models import Area, Organisation
from tests import make, template
from tests.standing import TAKES_LONGEST, bring_together, commits, first_places, wanted


def beginnings(tests):
    """What the tests begin with, one after another, as often as it changes; each change is something built anew."""
    kinds = [
        (one.path.name == TAKES_LONGEST, "chromium" in one.fixturenames, commits(one), wanted(one)) for one in tests
    ]
    return [kind for kind, _tests in groupby(kinds)]


def test_what_tests_begin_with_is_built_once_for_all_that_follow_one_another(request):
    built = beginnings(request.session.items)

    assert len(built) == len(set(built))


def test_modules_that_each_begin_with_several_things_are_interleaved(request):
    """The control: ordered by their modules alone, they would build far more."""
    tests = list(request.session.items)
    modules = first_places([one.path for one in tests])

    by_module = beginnings(sorted(tests, key=lambda one: modules[one.path]))
    bring_together(tests)

    assert len(beginnings(tests)) <= len(by_module)


def test_what_was_loaded_before_the_tests_is_not_looked_through_again():
    assert gc.isenabled()
    assert gc.get_freeze_count() > 100_000


@pytest.mark.django_db(transaction=True)
def test_what_a_test_committed_is_gone_and_what_migrations_entered_is_there():
    areas = set(Area.objects.values_list("pk", flat=True))
    make.organisation("Committed", by=make.user(), kind="university")
    assert Entry.objects.exists()

    template.put_back()

    assert [one.objects.count() for one in (Entry, Organisation)] == [0, 0]
    assert areas and set(Area.objects.values_list("pk", flat=True)) == areas
