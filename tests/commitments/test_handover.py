"""A person leaves: what they still own is shown and handed over in one act, and nothing is owned by nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from comity.accounts.models import SignedLink, User
from comity.commitments.handover import Owned, leave, still_owned_by
from comity.commitments.linking import make_link
from comity.commitments.models import Commitment, Stage
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.journal.refusals import NotNow
from comity.meetings.models import Stage as SessionStage
from comity.meetings.models import Visibility
from comity.partners.models import FocalPoint, Office, Person
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import acts_on, claim
from tests.commitments.test_stages import at
from tests.make import NOW, TODAY


@pytest.fixture
def expert(office):
    """Somebody at the partner without an account."""
    return make.person("Eva Expert", by=office.officer, at=office.partner, email="eva@example.net")


def test_what_somebody_keeps_goes_to_the_successor_in_the_same_act(office):
    kept = office.commitment()

    handed = leave(office.keeper, on=TODAY, at=NOW, successor=office.second, by=office.head)

    assert handed == Owned(promises=1, accepted=0, proposals=0, partnerships=0)
    assert Commitment.objects.get(pk=kept.pk).keeper == office.second
    assert acts_on(kept) == ["entered", "handed_over"]
    assert Person.objects.get(pk=office.keeper.pk).left_on == TODAY
    assert Office.objects.get(person=office.keeper).until == TODAY
    assert acts_on(office.keeper)[-1] == "left"


def test_what_a_partner_promised_goes_to_nobody_of_ours(office, expert, head):
    colleague = make.person("Karim Colleague", by=office.officer, at=office.partner)
    promised = office.commitment(by_host=False, person=expert)

    with pytest.raises(NotNow, match="holds no office at"):
        leave(expert, on=TODAY, at=NOW, successor=office.second, by=office.head)
    offered = head.open("departure", expert.pk).context["form"].fields["successor"].queryset
    assert colleague in offered and office.second not in offered

    leave(expert, on=TODAY, at=NOW, successor=colleague, by=office.head)

    assert Commitment.objects.get(pk=promised.pk).person == colleague


def test_nobody_leaves_before_an_office_of_theirs_began(office, head, today):
    Office.objects.get(person=office.keeper).change(since=today - timedelta(10), by=office.head)
    day = (today - timedelta(11)).isoformat()

    answer = head.send("departure", office.keeper.pk, on=day, successor="")

    assert answer.status_code == 422
    assert "cannot have left before that day" in answer.context["form"].errors["on"][0] and day in answer.text
    assert Person.objects.get(pk=office.keeper.pk).left_on is None
    assert User.objects.get(pk=office.officer.pk).is_active


def test_an_office_that_is_still_to_begin_keeps_nobody_from_leaving(office):
    Office.objects.get(person=office.keeper).change(since=TODAY + timedelta(10), by=office.head)

    leave(office.keeper, on=TODAY, at=NOW, successor=None, by=office.head)

    assert Person.objects.get(pk=office.keeper.pk).left_on == TODAY


def test_the_account_is_closed_in_the_same_act(office, officer):
    leave(office.keeper, on=TODAY, at=NOW, successor=office.second, by=office.head)

    assert not User.objects.get(pk=office.officer.pk).is_active
    assert officer.open("new-commitment").status_code == 302


def test_what_is_finished_stays_with_who_finished_it(office):
    one = at(office, Stage.CLOSED)

    leave(office.keeper, on=TODAY, at=NOW, successor=None, by=office.head)

    assert Commitment.objects.get(pk=one.pk).keeper == office.keeper


@pytest.mark.parametrize("stage", ["proposed", "open", "in_progress", "claimed", "returned", "accepted"])
def test_nobody_leaves_while_something_would_be_owned_by_nobody(office, stage):
    one = at(office, Stage(stage))
    before = acts_on(one)

    with pytest.raises(NotNow, match="owned by nobody"):
        leave(office.keeper, on=TODAY, at=NOW, successor=None, by=office.head)

    assert Person.objects.get(pk=office.keeper.pk).left_on is None
    assert User.objects.get(pk=office.officer.pk).is_active
    assert acts_on(one) == before
    assert Office.objects.get(person=office.keeper).until is None


def test_nobody_is_their_own_successor(office):
    office.commitment()

    with pytest.raises(NotNow):
        leave(office.keeper, on=TODAY, at=NOW, successor=office.keeper, by=office.head)


def test_a_successor_who_has_left_is_refused(office):
    office.commitment()
    gone = make.person("Gone Person", by=office.officer, user=make.user(name="Gone Person"), at=office.host)
    gone.leave(on=TODAY, by=office.head)

    with pytest.raises(NotNow, match="Gone Person\u2069 has left"):
        leave(office.keeper, on=TODAY, at=NOW, successor=gone, by=office.head)


def test_only_somebody_of_the_office_takes_over_what_is_kept(office, expert):
    office.commitment()

    with pytest.raises(NotNow, match="of our office"):
        leave(office.keeper, on=TODAY, at=NOW, successor=expert, by=office.head)


def test_what_an_expert_promised_goes_to_another_expert(office, expert):
    promised = office.commitment(by_host=False, person=expert)
    other = make.person("Omar Other", by=office.officer, at=office.partner)

    leave(expert, on=TODAY, at=NOW, successor=other, by=office.officer)

    now = Commitment.objects.get(pk=promised.pk)
    assert (now.person, now.keeper) == (other, office.keeper)
    assert not still_owned_by(expert).exists()


def test_the_links_of_somebody_who_leaves_open_nothing_any_more(office, expert):
    promised = office.commitment(by_host=False)
    link, _secret = make_link(
        promised,
        side=office.partner,
        name="Eva",
        email="EVA@example.net",
        language="en",
        days=9,
        at=NOW,
        by=office.officer,
    )

    leave(expert, on=TODAY, at=NOW, successor=None, by=office.officer)

    assert SignedLink.objects.get(pk=link.pk).revoked_at == NOW


def test_the_partnerships_of_somebody_who_leaves_go_to_the_successor(office):
    FocalPoint.enter(partner=office.partner, person=office.keeper, side="ours", rank="first", by=office.officer)

    leave(office.keeper, on=TODAY, at=NOW, successor=office.second, by=office.head)

    assert FocalPoint.objects.get().person == office.second


def test_the_last_head_of_the_office_cannot_leave(office):
    with pytest.raises(NotNow, match="only head of the office"):
        leave(office.second, on=TODAY, at=NOW, successor=office.keeper, by=office.officer)

    assert User.objects.get(pk=office.head.pk).is_active


def test_of_two_heads_one_can_leave(office):
    make.user("head", name="Another Head")

    leave(office.second, on=TODAY, at=NOW, successor=office.keeper, by=office.officer)

    assert not User.objects.get(pk=office.head.pk).is_active


def test_nobody_leaves_twice(office, expert):
    leave(expert, on=TODAY, at=NOW, successor=None, by=office.officer)

    with pytest.raises(NotNow, match="already"):
        leave(expert, on=TODAY, at=NOW, successor=None, by=office.officer)


# Who is told


def handed_letter(**facts):
    return Letter.objects.get(key__startswith="handed-over:", **facts)


def test_a_letter_tells_the_successor_what_was_handed_over_in_their_language(office):
    with acting(by=office.head):
        office.head.describe(name="Hana Head", language="fr", zone="")
    kept = office.commitment()
    FocalPoint.enter(partner=office.partner, person=office.keeper, side="ours", rank="first", by=office.officer)

    leave(office.keeper, on=TODAY, at=NOW, successor=Person.objects.get(user=office.head), by=office.officer)

    letter = handed_letter(to_email=office.head.email)
    assert letter.language == "fr"
    assert f"/fr/commitments/{kept.pk}/" in letter.body
    assert str(office.partner) in letter.body


def test_somebody_outside_is_not_told_of_what_only_the_office_reads(office, expert):
    item = office.session(at=SessionStage.HELD).items.in_order()[0]
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    office.commitment(by_host=False, person=expert, item=item, deliverable=Text(en="Kept inside"))
    office.commitment(by_host=False, person=expert)
    other = make.person("Omar Other", by=office.officer, at=office.partner, email="omar@example.net")

    leave(expert, on=TODAY, at=NOW, successor=other, by=office.officer)

    body = handed_letter(to_email="omar@example.net").body
    assert "Send the draft" in body
    assert "Kept inside" not in body
    assert "/commitments/" not in body  # it opens to nobody without an account


def test_where_the_successor_cannot_be_written_to_the_page_says_so(office, expert, head, today):
    office.commitment(by_host=False, person=expert)
    other = make.person("Omar Other", by=office.officer, at=office.partner)

    head.send("departure", expert.pk, on=today.isoformat(), successor=other.pk)

    assert not Letter.objects.filter(key__startswith="handed-over:").exists()
    words = "\u2068Omar Other\u2069 has no e-mail address here and got no letter: tell them yourself."
    assert words in head.open("departure", expert.pk).text


def test_where_nothing_was_handed_over_nobody_is_told(office):
    leave(office.keeper, on=TODAY, at=NOW, successor=office.second, by=office.head)

    assert not Letter.objects.filter(key__startswith="handed-over:").exists()


# The page


def test_only_who_may_take_over_is_offered(office, head):
    """Whoever keeps promises works for the office; without any, a colleague without an account takes over too."""
    colleague = make.person("Karim Colleague", by=office.officer, at=office.host)

    def offered():
        return list(head.open("departure", office.keeper.pk).context["form"].fields["successor"].queryset)

    assert colleague in offered() and office.second in offered()
    office.commitment()
    assert offered() == [office.second]


def test_what_is_to_be_handed_over_stands_over_the_whole_width(office, head):
    office.commitment()

    page = head.open("departure", office.keeper.pk).text

    assert page.index("</aside>") < page.index('class="table-frame"')


def test_the_page_shows_what_is_held_and_owned(office, head):
    office.commitment()
    office.commitment(stage=Stage.PROPOSED)
    FocalPoint.enter(partner=office.other, person=office.keeper, side="ours", rank="back_up", by=office.officer)

    page = head.open("departure", office.keeper.pk).content.decode()

    assert "handed over to the successor in the same act: 1 open promise and 1 proposal." in page
    assert page.count("Send the draft") == 2
    assert "Expert" in page
    assert "Other University" in page
    assert "The account is closed in the same act" in page
    assert page.count("act-due") == 1


def test_it_is_done_by_one_button(office, head, today):
    kept = office.commitment()

    answer = head.send("departure", office.keeper.pk, on=today.isoformat(), successor=office.second.pk)

    assert answer.status_code == 302
    assert Commitment.objects.get(pk=kept.pk).keeper == office.second
    page = head.open("departure", office.keeper.pk).content.decode()
    assert "One promise" not in page
    assert "Handed over to \u2068Hana Head\u2069: 1 open promise." in page


def test_what_was_handed_over_is_counted_by_kind(office):
    for stage in (Stage.OPEN, Stage.CLAIMED, Stage.PROPOSED, Stage.ACCEPTED, Stage.CLOSED):
        at(office, stage)
    FocalPoint.enter(partner=office.partner, person=office.keeper, side="ours", rank="first", by=office.officer)

    handed = leave(office.keeper, on=TODAY, at=NOW, successor=office.second, by=office.head)

    assert handed == Owned(promises=2, accepted=1, proposals=1, partnerships=1)


@pytest.mark.parametrize(
    ("language", "one", "two", "eleven"),
    [
        ("en", "1 open promise", "2 open promises", "11 open promises"),
        ("fr", "1 engagement en cours", "2 engagements en cours", "11 engagements en cours"),
        ("ar", "التزام مفتوح واحد", "التزامان مفتوحان", "11 التزاما مفتوحا"),
    ],
)
def test_it_is_counted_as_each_language_counts(language, one, two, eleven):
    with override(language):
        assert [Owned(n, 0, 0).in_words() for n in (1, 2, 11)] == [one, two, eleven]


def test_several_kinds_are_listed_as_a_sentence_does():
    with override("ar"):
        assert Owned(3, 1, 2).in_words() == "3 التزامات مفتوحة والتزام مقبول واحد ينتظر الإغلاق ومقترحان"
    with override("fr"):
        assert Owned(0, 2, 1).in_words() == "2 engagements acceptés à clore et 1 proposition"


def test_a_successor_is_asked_for_only_where_something_is_handed_over(office, head, today):
    assert not head.open("departure", office.keeper.pk).context["form"].fields["successor"].required

    office.commitment()

    assert head.open("departure", office.keeper.pk).context["form"].fields["successor"].required


def test_the_offices_that_ended_with_a_departure_stay_to_be_seen(office, head, today):
    ended = Office.objects.get(person=office.keeper)
    before = head.open("departure", office.keeper.pk)

    head.send("departure", office.keeper.pk, on=today.isoformat(), successor="")

    after = head.open("departure", office.keeper.pk)
    assert [list(page.context["offices"]) for page in (before, after)] == [[ended], [ended]]
    assert "there was nothing to hand over" in after.text


def test_a_refusal_keeps_what_was_typed(office, head, today):
    office.commitment()

    answer = head.send("departure", office.keeper.pk, on=(today - timedelta(3)).isoformat(), successor="")

    assert answer.status_code == 422
    assert "owned by nobody" in answer.content.decode()
    assert (today - timedelta(3)).isoformat() in answer.content.decode()


def test_a_day_that_has_not_come_is_refused_beside_the_field(office, head, today):
    day = (today + timedelta(1)).isoformat()

    answer = head.send("departure", office.keeper.pk, on=day, successor=office.second.pk)

    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()


@pytest.mark.parametrize("who", ["counterpart", "reader", "stranger", "visitor"])
def test_only_the_office_lets_people_go(office, request, who, today):
    browser = request.getfixturevalue(who)

    answer = browser.send("departure", office.keeper.pk, on=today.isoformat(), successor=office.second.pk)

    assert answer.status_code == 403
    assert Person.objects.get(pk=office.keeper.pk).left_on is None


def test_a_claim_waits_for_whoever_takes_over(office):
    promised = office.commitment(by_host=False)
    claim(promised, by=office.counterpart)

    leave(office.keeper, on=timezone.localdate(), at=NOW, successor=office.second, by=office.head)

    assert Commitment.objects.get(pk=promised.pk).keeper == office.second
