"""What was entered is put right while nobody has acted on it; what became of it is recorded with its source."""

import pytest
from django.urls import reverse

from comity.commitments.extending import extend
from comity.commitments.models import Commitment, ExpectedResult
from comity.meetings.circulation import circulate
from comity.partners.models import Area
from comity.translation.texts import Text
from tests.commitments.conftest import acts_on
from tests.make import NOW


def test_what_was_entered_is_corrected_while_nobody_has_acted(office, officer):
    Area.objects.get_or_create(code="science", defaults={"name": Text(en="Science")})
    promised = office.commitment()

    officer.act(
        promised, "facts", deliverable_en="Send it", deliverable_ar="إرسالها", priority="low", areas=["science"]
    )

    now = Commitment.objects.get(pk=promised.pk)
    assert now.deliverable == Text(en="Send it", ar="إرسالها")
    assert (now.priority, [area.pk for area in now.areas.all()]) == ("low", ["science"])
    assert acts_on(promised) == ["entered", "corrected", "corrected"]


def test_what_was_entered_is_not_corrected_once_somebody_has_acted(office, officer, today):
    promised = office.commitment()
    extend(promised, due_on=today, reason="Summer.", at=NOW, by=office.counterpart)

    officer.act(promised, "facts", deliverable_en="Something else", priority="low")

    assert Commitment.objects.get(pk=promised.pk).deliverable == Text(en="Send the draft")


@pytest.fixture
def adopted(office):
    """A promise whose words stand in final minutes."""
    session = office.session(at="held")
    promised = office.commitment(item=session.items.get(), said_on=session.day.date())
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    office.adopt(session)
    return promised


def facts_form(page):
    return next(offer.form for offer in page.context["others"] if offer.act.name == "facts")


def test_words_in_final_minutes_are_shown_and_not_offered(office, officer, adopted):
    page = officer.open("commitment", adopted.pk)

    item = adopted.said_under
    way = f"{reverse('corrigenda', args=[item.session_id])}?item={item.pk}"
    assert facts_form(page).settled.words == "Send the draft"
    assert 'name="deliverable_en"' not in page.text
    assert 'name="deliverable_fr"' in page.text
    assert f'<a href="{way}">Propose a correction of this item</a>' in page.text
    assert officer.get(way).context["item"] == item


def test_words_that_are_not_final_are_offered(office, officer):
    page = officer.open("commitment", office.commitment().pk)

    assert facts_form(page).settled is None
    assert 'name="deliverable_en"' in page.text


def test_the_words_in_final_minutes_stay_where_only_the_rest_is_sent(office, officer, adopted):
    officer.act(adopted, "facts", deliverable_ar="إرسال المسودة", priority="high")

    now = Commitment.objects.get(pk=adopted.pk)
    assert (now.deliverable, now.priority) == (Text(en="Send the draft", ar="إرسال المسودة"), "high")
    assert now.deliverable.original == "en"


def test_words_in_final_minutes_stay_and_translations_can_be_added(office, officer, adopted):
    promised = adopted
    refused = officer.act(promised, "facts", deliverable_en="Something else", priority="normal")
    taken = officer.act(
        promised, "facts", deliverable_en="Send the draft", deliverable_fr="Envoyer le projet", priority="normal"
    )

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "final minutes" in refused.content.decode()
    now = Commitment.objects.get(pk=promised.pk).deliverable
    assert now == Text(en="Send the draft", fr="Envoyer le projet")


def test_it_is_recorded_what_became_of_an_expected_result_and_how_that_is_known(office, officer):
    promised = office.commitment()
    officer.act(promised, "expected-results", what_en="A joint degree")
    expected = ExpectedResult.objects.get()

    refused = officer.send("commitment-finding", promised.pk, expected.pk, known="came_about", source="")
    officer.send("commitment-finding", promised.pk, expected.pk, known="came_about", source="Report of 2026")

    assert refused.status_code == 422
    assert "Say how it is known" in refused.content.decode()
    assert ExpectedResult.objects.get().known == "came_about"
    assert acts_on(promised)[-1] == "found"


@pytest.mark.parametrize(
    ("who", "status"), [("counterpart", 403), ("stranger", 403), ("reader", 403), ("visitor", 403)]
)
def test_only_the_office_records_what_became_of_things(office, request, who, status):
    promised = office.commitment()
    expected = ExpectedResult.enter(commitment=promised, what=Text(en="A degree"), by=office.officer)

    answer = request.getfixturevalue(who).send("commitment-finding", promised.pk, expected.pk, known="did_not")

    assert answer.status_code == status
    assert ExpectedResult.objects.get().known == "not_known"
