"""The same parties have one umbrella agreement at a time: who hears of a second one, and where it is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from comity.agreements import required
from comity.agreements.approving import agree_text, content_of
from comity.agreements.correcting import correct
from comity.agreements.ending import terminate
from comity.agreements.linking import send_link
from comity.agreements.models import Agreement, Emulation, RollOut, Stage
from comity.agreements.negotiating import ask_for_clearances, propose, withdraw
from comity.agreements.renewing import propose_successor
from comity.agreements.umbrellas import umbrellas_beside, umbrellas_with
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.agreements.test_on_its_pages import signed_in, words_of
from tests.make import NOW, TODAY, organisation

ALREADY = "Between the same parties there is already:"
AS_WELL = "Between the same parties another holds at the same time:"


@pytest.fixture
def first(office):
    """A framework agreement of host and partner, in force for five years."""
    return office.agreement(at=Stage.IN_FORCE, kind="framework", title=Text(en="The first framework"))


@pytest.fixture
def tabled(tmp_path, monkeypatch):
    """The table of instruments with other lines about umbrellas than those that are shipped."""

    def put(*lines):
        kept = [one for one in required.TABLE.read_text().splitlines() if not one.startswith(required.UMBRELLA)]
        table = tmp_path / "instruments.csv"
        table.write_text("\n".join([*kept, *(f"{required.UMBRELLA},{one},," for one in lines)]) + "\n")
        monkeypatch.setattr(required, "TABLE", table)
        required.rules.cache_clear()

    yield put
    monkeypatch.undo()
    required.rules.cache_clear()


def beside(office, made, viewer=None):
    found = Agreement.objects.get(pk=made.pk)
    return [str(one) for one in umbrellas_beside(found, viewer or office.officer, today=TODAY)]


def page_of(user, made):
    return words_of(signed_in(user).get(made.get_absolute_url()))


# Where it is said


def test_a_second_umbrella_is_said_as_soon_as_it_is_proposed(office, first):
    browser = signed_in(office.officer)
    sent = {"title_en": "Another", "kind": "memorandum", "parties": [office.host.pk, office.partner.pk]}

    answer = browser.post(reverse("new-proposal"), sent | {"keeper": office.keeper.pk}, follow=True)

    page = words_of(answer)
    assert ALREADY in page and "The first framework" in page
    assert first.get_absolute_url() in page


def test_a_second_umbrella_is_said_when_it_is_entered_as_concluded(office, first):
    browser = signed_in(office.officer)
    sent = {"title_en": "Another", "kind": "cooperation", "parties": [office.host.pk, office.partner.pk]}

    answer = browser.post(reverse("new-agreement"), sent | {"concluded_on": TODAY}, follow=True)

    assert AS_WELL in words_of(answer)
    assert "The first framework" in words_of(answer)


def test_it_is_said_at_the_text_until_that_is_signed(office, first):
    made = office.agreement(at=Stage.NEGOTIATING)
    text = reverse("agreement-text", args=[made.pk])

    assert ALREADY in words_of(signed_in(office.officer).get(text))
    office.lead(made, to=Stage.IN_FORCE)
    assert 'id="umbrellas"' not in signed_in(office.officer).get(text).text
    assert AS_WELL in page_of(office.officer, made)


def test_the_one_in_force_is_told_of_another_in_force_and_of_none_that_is_only_proposed(office, first):
    second = office.agreement(title=Text(en="The second"))
    assert beside(office, first) == []

    office.lead(second, to=Stage.IN_FORCE)

    assert beside(office, first) == ["The second"]


def test_what_is_proposed_is_told_of_what_is_proposed_besides(office):
    one, other = office.agreement(title=Text(en="One")), office.agreement(title=Text(en="Other"))

    assert (beside(office, one), beside(office, other)) == (["Other"], ["One"])
    withdraw(other, why="Proposed twice.", at=NOW, by=office.officer)
    assert beside(office, one) == []


# Which are umbrellas of the same parties at the same time


@pytest.mark.parametrize("kind", ["letter_of_intent", "specific", "cotutelle_framework", "exchange_of_letters", ""])
def test_what_is_no_umbrella_of_that_sort_stands_beside_one_unsaid(office, first, kind):
    assert beside(office, office.agreement(kind=kind)) == []


def test_a_framework_for_joint_doctorates_is_an_umbrella_of_its_own_sort(office):
    office.agreement(at=Stage.IN_FORCE, kind="cotutelle_framework", title=Text(en="Doctorates"))

    assert beside(office, office.agreement(kind="cotutelle_framework")) == ["Doctorates"]


def test_other_parties_have_an_umbrella_of_their_own(office, first):
    third = organisation("Third University", by=office.officer)
    facts = {"title": Text(en="Another"), "kind": "framework", "at": NOW, "by": office.officer}

    for parties in ([office.host, third], [office.host, office.partner, third]):
        assert beside(office, propose(parties=parties, **facts)) == []
    assert beside(office, propose(parties=[office.partner, office.host], **facts)) == ["The first framework"]


def test_what_stands_under_another_is_no_second_umbrella(office, first):
    made = office.agreement()
    assert beside(office, made) == ["The first framework"]

    correct(made, parent=first, by=office.officer)

    assert beside(office, made) == []


def test_what_takes_the_place_of_an_umbrella_is_no_second_one(office, first):
    made = propose_successor(first, title=Text(en="The next"), keeper=office.keeper, at=NOW, by=office.officer)

    assert (beside(office, made), beside(office, first)) == ([], [])


def test_an_umbrella_that_ended_leaves_room_for_another(office, first):
    made = office.agreement()

    terminate(first, on=TODAY, notified_on=None, document="No. 7", at=NOW, by=office.officer)

    assert beside(office, made) == []


def test_an_umbrella_whose_term_is_over_leaves_room_for_another(office):
    facts = {"parties": [office.host, office.partner], "kind": "framework", "by": office.officer}
    begun = TODAY - timedelta(days=900)
    for title, ends_on in (("Over", TODAY), ("Not over", TODAY + timedelta(days=1))):
        Agreement.conclude(title=Text(en=title), concluded_on=begun, ends_on=ends_on, **facts)

    assert beside(office, office.agreement()) == ["Not over"]


def test_terms_that_follow_each_other_do_not_overlap(office, first):
    after = {"entering": "on_day", "enters_on": first.ends_on, "years": 3}

    assert beside(office, office.agreement(**after)) == []
    earlier = after | {"enters_on": first.ends_on - timedelta(days=1)}
    assert "The first framework" in beside(office, office.agreement(**earlier))


def test_one_that_comes_into_force_after_this_one_ended_is_not_beside_it(office):
    ends_on = TODAY + timedelta(days=90)
    facts = {"parties": [office.host, office.partner], "kind": "framework", "concluded_on": TODAY, "by": office.officer}
    short = Agreement.conclude(title=Text(en="Short"), ends_on=ends_on, **facts)
    facts["in_force_on"] = ends_on
    Agreement.conclude(title=Text(en="Later"), **facts)

    assert beside(office, short) == []
    correct(short, ends_on=ends_on + timedelta(days=1), by=office.officer)
    assert beside(office, short) == ["Later"]


# To whom it is said


def test_a_party_is_told_of_what_it_knows_and_of_nothing_else(office, first):
    hidden = office.agreement(title=Text(en="Not shown yet"))
    made = office.agreement(at=Stage.NEGOTIATING)

    assert sorted(beside(office, made)) == ["Not shown yet", "The first framework"]
    assert beside(office, made, office.counterpart) == ["The first framework"]
    page = page_of(office.counterpart, made)
    assert ALREADY in page and "While two hold" not in page and str(hidden) not in page


def test_the_public_reads_nothing_of_it(office, first, client):
    first.change(is_public=True, by=office.officer)
    made = office.agreement(at=Stage.IN_FORCE, is_public=True)

    assert beside(office, made) == ["The first framework"]
    assert 'id="umbrellas"' not in client.get(made.get_absolute_url()).text


def test_a_link_opens_one_text_and_names_no_other(office, first):
    made = office.agreement(at=Stage.NEGOTIATING)
    party = made.contracting.get(organisation=office.partner)
    given = {"name": "Clara", "email": "clara@example.org", "language": "en", "days": 9}

    link = send_link(made, party=party, at=NOW, by=office.officer, **given)

    assert beside(office, made, link) == []


# What the table says


def test_the_office_can_leave_umbrellas_alone(office, first, tabled):
    tabled()

    assert beside(office, office.agreement()) == []
    assert ALREADY not in page_of(office.officer, office.agreement())


def test_the_office_says_which_kinds_are_umbrellas(office, first, tabled):
    tabled("framework letter_of_intent,")

    assert beside(office, office.agreement()) == []
    assert beside(office, office.agreement(kind="letter_of_intent")) == ["The first framework"]


def test_the_table_as_it_is_shipped_refuses_none(office, first):
    assert office.agreement(at=Stage.IN_FORCE).stage == Stage.IN_FORCE


def test_a_second_one_is_refused_before_the_stage_that_the_table_names(office, first, tabled):
    tabled("memorandum framework,clearance")
    made = office.agreement(title=Text(en="Another"))

    with pytest.raises(NotNow, match=r"what becomes of .*The first framework") as refused:
        ask_for_clearances(made, at=NOW, by=office.officer)

    assert "one umbrella agreement at a time" in str(refused.value)
    made.refresh_from_db()
    assert (made.stage, made.clearances.count()) == (Stage.PROPOSED, 0)


def test_the_page_leads_to_the_one_that_stands_in_the_way(office, first, tabled):
    tabled("memorandum framework,agreed")
    made = office.agreement(at=Stage.NEGOTIATING)

    page = page_of(office.officer, made)

    assert "Before the next stage this is still missing:" in page and "what becomes of" in page
    with pytest.raises(NotNow, match="what becomes of"):
        agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer)
    made.refresh_from_db()
    assert made.stage == Stage.NEGOTIATING


def test_nothing_is_refused_once_the_first_has_ended(office, first, tabled):
    tabled("memorandum framework,clearance")
    made = office.agreement()

    terminate(first, on=TODAY, notified_on=None, document="No. 7", at=NOW, by=office.officer)

    ask_for_clearances(made, at=NOW, by=office.officer)
    assert made.stage == Stage.CLEARANCE


@pytest.mark.parametrize("kind", ["specific", "letter_of_intent"])
def test_what_is_no_umbrella_is_refused_nothing(office, first, tabled, kind):
    tabled("memorandum framework,clearance")
    made = office.agreement(kind=kind, parent=first if kind == "specific" else None)

    ask_for_clearances(made, at=NOW, by=office.officer)

    assert made.stage == Stage.CLEARANCE


def test_what_only_is_proposed_stands_in_nobodys_way(office, tabled):
    tabled("memorandum framework,clearance")
    _other, made = office.agreement(), office.agreement()

    ask_for_clearances(made, at=NOW, by=office.officer)

    assert made.stage == Stage.CLEARANCE


def test_a_table_with_a_kind_that_is_none_is_not_taken(tabled):
    tabled("memorandum treaty,")

    with pytest.raises(ValueError, match="names a kind or a stage that is none"):
        required.rules()


def test_it_costs_the_page_one_question(office, first, django_assert_num_queries):
    made = Agreement.objects.with_parties().get(pk=office.agreement(at=Stage.NEGOTIATING).pk)

    with django_assert_num_queries(1):
        assert umbrellas_beside(made, office.officer, today=TODAY) == [first]
    specific = Agreement.objects.get(pk=office.agreement(kind="letter_of_intent").pk)
    with django_assert_num_queries(0):
        assert umbrellas_beside(specific, office.officer, today=TODAY) == []


def test_the_page_asks_at_most_30_questions_beside_another(office, first, django_assert_max_num_queries):
    made = office.agreement(at=Stage.IN_FORCE)
    browser = signed_in(office.officer)
    browser.get(made.get_absolute_url())

    with django_assert_max_num_queries(30):
        assert AS_WELL in words_of(browser.get(made.get_absolute_url()))


# Before a model is offered to institutes


def chosen(office, version, some, **more):
    """The form in which a model is offered to institutes, as our office sends it."""
    typed = {
        "institutes": [one.pk for one in some],
        "title_en": "Memorandum",
        "keeper": office.keeper.pk,
        "why": "All.",
    }
    return signed_in(office.officer).post(reverse("new-roll-out", args=[version.model.code]), typed | more)


def test_who_of_the_chosen_institutes_has_one_already_is_told_before_anything_is_proposed(office, first, version):
    other = organisation("Institute of Rabat", by=office.officer)

    answer = chosen(office, version, [office.partner, other])

    assert answer.status_code == 422
    found = answer.context["umbrellas"]
    assert [str(institute) for institute, _one in found] == [str(office.partner)] * 2
    assert {one for _institute, one in found} == {first, version.came_from}, "of the model's own text, too"
    assert first.get_absolute_url() in words_of(answer)
    assert not RollOut.objects.exists()


def test_who_has_seen_it_proposes_all_the_same(office, first, version):
    answer = chosen(office, version, [office.partner], seen=[first.pk, version.came_from_id])

    assert answer.status_code == 302
    assert Emulation.objects.of(RollOut.objects.get()).count() == 1


def test_one_that_came_up_meanwhile_is_told_before_anything_is_proposed(office, first, version):
    second = office.agreement()

    answer = chosen(office, version, [office.partner], seen=[first.pk, version.came_from_id])

    assert answer.status_code == 422
    assert second in {one for _institute, one in answer.context["umbrellas"]}


def test_what_another_joins_has_ended_or_is_of_another_sort_is_not_told(office):
    other = organisation("Institute of Rabat", by=office.officer)
    facts = {"at": NOW, "by": office.officer, "kind": "framework", "title": Text(en="Framework")}
    propose(parties=[office.host, office.partner, other], **facts)
    propose(parties=[office.partner, other], **facts)
    withdraw(office.agreement(), why="No funds.", at=NOW, by=office.officer)
    above = office.agreement(kind="cotutelle_framework")
    office.agreement(parent=above)

    assert umbrellas_with([office.partner, other], Agreement(kind="memorandum"), office.officer, today=TODAY) == []


def test_of_a_sort_of_which_there_may_be_many_nothing_is_told(office, first, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert umbrellas_with([office.partner], Agreement(kind="letter_of_intent"), office.officer, today=TODAY) == []
        assert umbrellas_with([], Agreement(kind="memorandum"), office.officer, today=TODAY) == []


def test_all_institutes_are_asked_about_at_once(office, first, django_assert_num_queries):
    some = [office.partner, *(organisation(f"Institute {n}", by=office.officer) for n in range(5))]
    for one in some[1:4]:
        propose(parties=[office.host, one], at=NOW, by=office.officer, kind="framework", title=Text(en="Framework"))

    with django_assert_num_queries(1):
        found = umbrellas_with(some, Agreement(kind="memorandum"), office.officer, today=TODAY)

    assert [str(institute) for institute, _one in found] == ["Institute 0", "Institute 1", "Institute 2", str(some[0])]


def test_further_institutes_are_looked_at_too(office, first, version):
    other = organisation("Institute of Rabat", by=office.officer)
    chosen(office, version, [other])
    at = reverse("roll-out-further", args=[RollOut.objects.get().pk])
    typed = {"institutes": [office.partner.pk], "title_en": "Memorandum", "keeper": office.keeper.pk, "why": "All."}

    answer = signed_in(office.officer).post(at, typed)
    again = signed_in(office.officer).post(at, typed | {"seen": [first.pk, version.came_from_id]})

    assert (answer.status_code, again.status_code) == (422, 302)
    assert first.get_absolute_url() in words_of(answer)
