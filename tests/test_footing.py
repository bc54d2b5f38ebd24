"""What every test stands on is made seldom, and is the same whatever the tests before it did."""

import gc
from itertools import groupby

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from comity.journal.models import Entry
from comity.meetings.models import Session, Stage
from comity.partners.models import Area, Organisation
from tests import make, template
from tests.standing import TAKES_LONGEST, Standing, bring_together, commits, first_places, stands, wanted

FILE = "as-it-was-built.txt"


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


# What stands upon the office


@stands
def convened(office):
    """A session with its host, and a file."""
    default_storage.save(FILE, ContentFile(b"as it was built"))
    return {"session": office.session(at=Stage.CONVENED), "host": office.host}


@stands
def named(convened):
    """The host, called otherwise."""
    convened["host"].rename(text="Autre organisation", language="fr", kind="official", by=make.user())
    return convened["host"]


@pytest.mark.parametrize("time", [1, 2])
def test_what_one_test_changes_in_what_stands_the_next_does_not_see(office, convened, time):
    session = convened["session"]
    assert (Session.objects.get().stage, session.stage) == (Stage.CONVENED, Stage.CONVENED)
    with default_storage.open(FILE) as file:
        assert file.read() == b"as it was built"

    office.take(session, to=Stage.HELD)
    default_storage.delete(FILE)
    convened.clear()


def test_what_stands_together_is_copied_together(office, convened, named):
    assert convened["host"] is office.host is named


def test_each_thing_stands_upon_what_it_was_built_upon_however_a_test_asks(named, convened, office, request):
    assert [one.__name__ for one in wanted(request.node)] == ["office", "convened", "named"]


@pytest.mark.django_db(transaction=True)
def test_whoever_commits_builds_for_themselves(named, convened, standing, request):
    assert wanted(request.node) == ()
    assert standing.built == {}
    assert Session.objects.get() == convened["session"]


@pytest.fixture
def own(db):
    """Something of its own to stand on, within the transaction of a test."""
    made = Standing()
    yield made
    made.leave()


def builders():
    """Two that build upon the same one, and what each of them was called for."""
    called = []

    def below():
        called.append("below")
        return make.user(name="Below")

    def upon(below):
        called.append("upon")
        return make.organisation("Upon", by=below)

    def beside(below):
        called.append("beside")
        return make.organisation("Beside", by=below)

    return below, upon, beside, called


def test_what_stands_is_built_once_for_those_that_follow_one_another(own):
    below, upon, beside, called = builders()

    for wants in ((below,), (below, upon), (below, upon), (below, beside), (below, beside)):
        own.enter(wants)

    assert called == ["below", "upon", "beside"]
    assert set(own.built) == {below, beside}


def test_with_others_in_between_it_is_built_again(own):
    """The control."""
    below, upon, beside, called = builders()

    for wants in ((below, upon), (below, beside), (below, upon)):
        own.enter(wants)

    assert called == ["below", "upon", "beside", "upon"]


def test_what_is_not_wanted_is_in_the_database_no_more(own):
    below, upon, beside, _called = builders()
    own.enter((below, upon))
    assert list(Organisation.objects.all()) == [own.built[upon]]

    own.enter((below, beside))
    assert list(Organisation.objects.all()) == [own.built[beside]]

    own.enter(())
    assert not Organisation.objects.exists()


def test_a_test_that_breaks_the_transaction_does_not_spoil_the_next(own):
    below, upon, _beside, called = builders()
    own.enter((below, upon))
    transaction.set_rollback(True)

    own.enter((below, upon))

    assert called == ["below", "upon"] * 2
    assert Organisation.objects.get() == own.built[upon]


def test_what_fails_while_it_is_built_leaves_standing_what_it_was_to_stand_upon(own):
    below, upon, _beside, called = builders()

    def failing(below, upon):
        make.organisation("Half", by=below)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        own.enter((below, upon, failing))

    own.enter((below, upon))
    assert called == ["below", "upon"]
    assert Organisation.objects.get() == own.built[upon]


def test_what_is_built_upon_something_changes_nothing_of_it(own):
    below, *_more = builders()

    def changing(below):
        below.name = "Otherwise"
        return below

    own.enter((below, changing))
    own.enter((below,))

    assert own.built[below].name == "Below"
