"""The register is narrowed by who keeps a promise, who promised, and whose turn it is: our side, or another."""

from datetime import timedelta

from django.utils import timezone

from comity.commitments import register
from comity.commitments.fulfilment import accept
from comity.commitments.models import Commitment, Stage
from comity.commitments.models.sides import Own, in_turn
from comity.commitments.wishing import ask_for_time, ask_to_cancel
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from comity.ui.lists import Way
from tests import make
from tests.commitments.conftest import claim
from tests.commitments.test_register import in_words, listed
from tests.make import NOW, TODAY
from tests.standing import stands

# Said apart from the code: on whom each waits, as the office, the partner and a third organisation would say it.
WAITS_FOR = """
ours open                    host
theirs open                  partner
both open                    host partner
ours claimed                 partner
theirs claimed               host
both, claimed by us          partner
both, claimed by them        host
ours, we ask to cancel       partner
ours, they ask to cancel     host
theirs, we ask to cancel     partner
ours, we ask for time        partner
theirs, they ask for time    host
ours, they ask to cancel and we for time  host
proposed                     host partner
accepted                     host
cancelled
"""


@stands
def every(office):
    """One of each in the table above, by the real acts."""
    ours, theirs = office.officer, office.counterpart

    def say(words, **facts):
        return office.commitment(deliverable=Text(en=words), **facts)

    say("ours open"), say("theirs open", by_host=False), say("both open", is_mutual=True)
    claim(say("ours claimed"), by=ours)
    claim(say("theirs claimed", by_host=False), by=theirs)
    claim(say("both, claimed by us", is_mutual=True), by=ours)
    claim(say("both, claimed by them", is_mutual=True), by=theirs)
    ask_to_cancel(say("ours, we ask to cancel"), reason="Overtaken.", at=NOW, by=ours)
    ask_to_cancel(say("ours, they ask to cancel"), reason="Overtaken.", at=NOW, by=theirs)
    ask_to_cancel(say("theirs, we ask to cancel", by_host=False), reason="Overtaken.", at=NOW, by=ours)
    later = {"due_on": TODAY + timedelta(days=30), "reason": "Late.", "at": NOW}
    ask_for_time(say("ours, we ask for time"), **later, by=ours)
    ask_for_time(say("theirs, they ask for time", by_host=False), **later, by=theirs)
    both_wish = say("ours, they ask to cancel and we for time")
    ask_for_time(both_wish, **later, by=ours)
    ask_to_cancel(both_wish, reason="Overtaken.", at=NOW, by=theirs)
    say("proposed", stage=Stage.PROPOSED)
    done = say("accepted")
    claim(done, by=ours)
    accept(done, words="", at=NOW, by=theirs)
    say("cancelled", stage=Stage.CANCELLED)


def waiting_for(name):
    told = [line.rsplit("  ", 1) for line in WAITS_FOR.strip().splitlines()]
    return sorted(words.strip() for words, *who in told if who and name in who[0].split())


def test_what_waits_for_our_side_is_found_and_what_waits_for_another(every, officer, reader):
    for browser in (officer, reader):
        assert sorted(listed(browser, turn="ours")) == waiting_for("host")
        assert sorted(listed(browser, turn="theirs")) == waiting_for("partner")


def test_a_counterpart_asks_from_its_own_side(every, counterpart, stranger):
    assert sorted(listed(counterpart, turn="ours")) == waiting_for("partner")
    assert sorted(listed(counterpart, turn="theirs")) == waiting_for("host")
    assert listed(stranger, turn="ours") == listed(stranger, turn="theirs") == []


def test_it_agrees_with_what_each_page_says(office, every):
    own = Own.of(office.officer)

    for one in Commitment.objects.exclude(stage=Stage.ACCEPTED):  # which the office closes, not a side
        turns = {number.pk for number in one.whose_turn()}
        ways = [Way(Commitment.objects.filter(pk=one.pk))]
        found = [any(way.found().exists() for way in in_turn(ways, whose, own)) for whose in ("ours", "theirs")]
        assert found == [bool(turns & own.numbers), bool(turns - own.numbers)], str(one)


def test_a_unit_of_ours_promises_for_our_side(office, officer):
    unit = make.organisation("Culture Sector", by=office.officer, kind="unit")
    unit.join(office.host, by=office.officer)
    office.commitment(deliverable=Text(en="By a unit"), unit=unit)

    assert listed(officer, promised="ours") == listed(officer, turn="ours") == ["By a unit"]
    assert listed(officer, promised="theirs") == listed(officer, turn="theirs") == []


def test_what_both_promise_is_promised_by_either(every, officer, counterpart):
    theirs = {"theirs open", "theirs claimed", "theirs, we ask to cancel", "theirs, they ask for time"}
    both = {"both open", "both, claimed by us", "both, claimed by them"}

    assert set(listed(officer, promised="theirs")) == set(listed(counterpart, promised="ours")) == theirs | both
    assert set(listed(officer, promised="ours")) & theirs == set()
    assert both < set(listed(officer, promised="ours"))


def test_a_turn_goes_together_with_the_other_filters(office, every, officer):
    asked = {"turn": "theirs", "promised": "ours", "partner": office.partner.pk}

    assert sorted(listed(officer, **asked, state="claimed")) == ["both, claimed by us", "ours claimed"]
    assert listed(officer, **asked, kind="proposal") == ["proposed"]
    assert in_words(officer, turn="ours", promised="theirs", kind="proposal") == (
        "0 proposals, promised by another side, waiting for our side"
    )


def test_what_one_keeps_is_found_by_the_keeper(office, officer, counterpart):
    another = make.person("Second Keeper", by=office.officer, at=office.host)
    office.commitment(deliverable=Text(en="Kept by another"), keeper=another)
    office.commitment(deliverable=Text(en="Answered for by another"), person=another)

    assert listed(officer, keeper=another.pk) == listed(counterpart, keeper=another.pk) == ["Kept by another"]
    assert len(listed(officer, person=another.pk)) == 2
    offered = set(officer.open("commitments").context["form"].fields["keeper"].queryset)
    assert offered == {another, office.keeper}
    assert in_words(officer, keeper=another.pk) == "1 promise or proposal, kept by Second Keeper"


def test_the_public_is_asked_nothing_about_sides_and_keepers(office, visitor, officer):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    office.commitment(item=item)

    page = visitor.open("commitments", turn="theirs", promised="theirs", keeper=office.keeper.pk)

    assert set(page.context["form"].fields) & {"keeper", "person", "promised", "turn"} == set()
    assert [str(one) for one, _standing in page.context["rows"]] == ["Send the draft"]
    assert "Amina" not in page.text
    assert set(officer.open("commitments").context["form"].fields) >= {"keeper", "person", "promised", "turn"}


def test_a_wish_to_cancel_moves_no_turn_for_whoever_may_not_read_it(office):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    ask_to_cancel(office.commitment(item=item), reason="Overtaken.", at=NOW, by=office.officer)

    def found(viewer, whose):
        return register.found({"turn": whose}, viewer=viewer, today=make.TODAY, now=timezone.now()).count()

    assert [found(office.stranger, whose) for whose in ("ours", "theirs")] == [0, 0]
    assert [found(office.officer, whose) for whose in ("ours", "theirs")] == [0, 1]
