"""What an agreement is, until when notice is given, when it is reviewed, and how what was entered is put right."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from comity.agreements.correcting import correct
from comity.agreements.models import Agreement, Stage
from comity.agreements.terms import Kind, Renewing, months_after, months_before
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.models import Area
from comity.translation.texts import Text
from tests import make
from tests.make import TODAY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def concluded(office, title="Framework", **facts):
    given = {"title": Text(en=title), "concluded_on": date(2021, 4, 16), "ends_on": date(2026, 4, 16)}
    parties = facts.pop("parties", [office.host, office.partner])
    return Agreement.conclude(parties=parties, by=office.officer, **given | facts)


def corrected(agreement, office, **facts):
    chosen = {"parties": list(agreement.parties.all()), "areas": list(agreement.areas.all())}
    correct(agreement, by=office.officer, **chosen | facts)
    return Agreement.objects.get(pk=agreement.pk)


def typed(office, **facts):
    given = {"title_en": "Framework", "parties": [office.host.pk, office.partner.pk], "concluded_on": "2021-04-16"}
    return given | facts


# Days that follow


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 4, 16), 6, date(2025, 10, 16)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 4, 16), 0, date(2026, 4, 16)),
    ],
)
def test_months_are_counted_as_the_calendar_has_them(day, months, before):
    assert months_before(day, months) == before
    assert months_after(before, months).month == day.month


def test_notice_is_given_by_the_months_before_the_end(office):
    agreement = concluded(office, notice_months=6)

    assert agreement.notice_by == date(2025, 10, 16)
    assert concluded(office, title="Without a period").notice_by is None
    assert concluded(office, title="Without an end", ends_on=None, notice_months=6).notice_by is None


def test_an_agreement_is_to_be_reviewed_a_year_before_its_end(office):
    agreement = concluded(office)

    assert not agreement.is_to_review(date(2025, 4, 15))
    assert agreement.is_to_review(date(2025, 4, 16))
    assert not agreement.is_to_review(date(2026, 4, 16))  # it has ended, which is told otherwise
    assert list(Agreement.objects.to_review(date(2025, 4, 15))) == []
    assert list(Agreement.objects.to_review(date(2025, 4, 16))) == [agreement]


def test_what_lapsed_is_not_to_be_reviewed(office):
    agreement = concluded(office)
    agreement.lapse(why="nobody renewed it", by=office.officer)

    assert list(Agreement.objects.to_review(TODAY)) == []
    assert not agreement.is_to_review(date(2025, 6, 1))


# What cannot be


def test_an_agreement_does_not_end_before_it_comes_into_force(office):
    with pytest.raises(ValidationError) as refusal:
        concluded(office, in_force_on=date(2026, 4, 17))

    assert "in_force_on" in refusal.value.message_dict


@pytest.mark.parametrize("facts", [{"kind": "treaty"}, {"in_force_on": date(2027, 1, 1)}])
def test_the_database_refuses_what_cannot_be(office, facts):
    agreement = concluded(office)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=None):
        Agreement.objects.filter(pk=agreement.pk).update(**facts)


def test_no_agreement_stands_under_itself_however_far(office):
    above = concluded(office, title="Framework")
    middle = concluded(office, title="Specific", parent=above)
    below = concluded(office, title="Amendment", parent=middle)

    for wrong in (above, middle, below):
        with pytest.raises(ValidationError) as refusal:
            corrected(above, office, parent=wrong)
        assert "parent" in refusal.value.message_dict

    assert Agreement.objects.get(pk=above.pk).parent is None
    assert list(Agreement.objects.under(above)) == [middle]


# Putting right


def test_what_was_entered_is_put_right_and_what_it_was_is_kept(office):
    agreement, area = concluded(office), Area.objects.get(code="education")

    after = corrected(agreement, office, kind=Kind.FRAMEWORK, notice_months=6, areas=[area])

    assert (after.kind, after.notice_months, list(after.areas.all())) == (Kind.FRAMEWORK, 6, [area])
    acts = list(Entry.objects.about(agreement).values_list("act", flat=True))
    assert acts.count("corrected") == 2  # its facts, and its areas


def test_correcting_nothing_writes_nothing_down(office):
    agreement = concluded(office)

    corrected(agreement, office, title=agreement.title)

    assert "corrected" not in Entry.objects.about(agreement).values_list("act", flat=True)


def test_an_agreement_is_not_left_with_one_party(office):
    agreement = concluded(office)

    with pytest.raises(NotNow):
        corrected(agreement, office, parties=[office.host], notice_months=3)

    after = Agreement.objects.get(pk=agreement.pk)
    assert set(after.parties.all()) == {office.host, office.partner}
    assert after.notice_months is None


def test_the_office_corrects_on_the_page(office, client):
    agreement = concluded(office)
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(
        f"/en/agreements/{agreement.pk}/facts/", typed(office, kind="framework", ends_on="2027-04-16", renewing="tacit")
    )

    agreement.refresh_from_db()
    assert answer.url == agreement.get_absolute_url()
    assert (agreement.kind, agreement.ends_on, agreement.renewing) == (
        Kind.FRAMEWORK,
        date(2027, 4, 16),
        Renewing.TACIT,
    )


def test_what_cannot_be_corrected_comes_back_with_what_was_typed(office, client):
    agreement = concluded(office)
    client.force_login(office.officer, backend=BACKEND)

    answer = client.post(
        f"/en/agreements/{agreement.pk}/facts/", typed(office, ends_on="2020-01-01", source="as it was told")
    )

    assert answer.status_code == 422
    assert "The agreement ends before it was concluded." in answer.text
    assert "as it was told" in answer.text
    agreement.refresh_from_db()
    assert (agreement.ends_on, agreement.source) == (date(2026, 4, 16), "")


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
def test_only_the_office_corrects_an_agreement(office, client, who):
    agreement = concluded(office)
    client.force_login(getattr(office, who), backend=BACKEND)

    answer = client.post(f"/en/agreements/{agreement.pk}/facts/", typed(office, kind="framework"))

    assert answer.status_code == 403
    agreement.refresh_from_db()
    assert agreement.kind == ""


def test_only_agreements_of_a_common_partner_are_offered_above_it(office):
    stranger = make.organisation("Another Association", by=office.officer)
    agreement, other = concluded(office), concluded(office, title="Earlier")
    elsewhere = concluded(office, title="Elsewhere", parties=[office.host, stranger])

    assert list(Agreement.objects.beside(agreement)) == [other]
    assert elsewhere not in Agreement.objects.beside(agreement)


# Pages


def test_the_page_tells_the_terms(office, client):
    above = concluded(office, title="The framework above", kind=Kind.FRAMEWORK)
    agreement = concluded(
        office,
        title="Specific",
        kind=Kind.SPECIFIC,
        in_force_on=date(2021, 5, 1),
        notice_months=6,
        renewing=Renewing.LETTERS,
        parent=above,
        areas=[Area.objects.get(code="education")],
    )

    told = client.get(agreement.get_absolute_url()).text

    for words in (
        "Specific agreement",
        "The framework above",
        "1 May 2021",
        "6 months",
        "16 October 2025",
        "by exchange of letters",
        "Education",
    ):
        assert words in told
    assert "Specific" in client.get(above.get_absolute_url()).text


def test_what_is_above_and_below_is_told_only_to_those_who_may_know_of_it(office, client):
    above = concluded(office, title="Hidden above", is_public=False)
    agreement = concluded(office, title="Seen by all", parent=above)
    concluded(office, title="Hidden below", parent=agreement, is_public=False)

    told = client.get(agreement.get_absolute_url()).text

    assert "Hidden" not in told
    client.force_login(office.reader, backend=BACKEND)
    assert client.get(agreement.get_absolute_url()).text.count("Hidden") >= 2


def test_the_page_asks_the_same_number_of_questions_whatever_stands_under_it(
    office, client, django_assert_max_num_queries
):
    agreement = concluded(office)
    for number in range(7):
        concluded(office, title=f"Specific {number}", parent=agreement)
    client.get(agreement.get_absolute_url())

    with django_assert_max_num_queries(15):
        client.get(agreement.get_absolute_url())


# The register


@pytest.fixture
def several(office):
    lapsed = concluded(office, title="Lapsed")
    lapsed.lapse(why="nobody renewed it", by=office.officer)
    return {
        "running": concluded(office, title="Running", kind=Kind.MEMORANDUM, ends_on=date(2040, 1, 1)),
        "near": concluded(office, title="Near", ends_on=months_after(TODAY, 3)),
        "ended": concluded(office, title="Ended", ends_on=months_before(TODAY, 3)),
        "lapsed": lapsed,
    }


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", {"running", "near", "ended", "lapsed"}),
        ("state=running", {"running", "near"}),
        ("state=to_review", {"near", "ended"}),
        ("state=ended", {"ended"}),
        ("state=lapsed", {"lapsed"}),
        ("kind=memorandum", {"running"}),
        ("kind=framework", set()),
        ("kind=nonsense&state=nonsense&area=x", {"running", "near", "ended", "lapsed"}),
    ],
)
def test_the_register_shows_what_is_asked_for(client, several, asked, names, time_machine):
    time_machine.move_to(TODAY)

    page = client.get(f"/en/agreements/?{asked}").context["page"]

    assert {one.pk for one in page} == {several[name].pk for name in names}


def test_the_register_is_narrowed_by_partner_and_by_area(office, client):
    area = Area.objects.get(code="education")
    stranger = make.organisation("Another Association", by=office.officer)
    ours = concluded(office, areas=[area])
    theirs = concluded(office, title="Elsewhere", parties=[office.host, stranger])

    assert list(client.get(f"/en/agreements/?partner={stranger.pk}").context["page"]) == [theirs]
    assert list(client.get(f"/en/agreements/?area={area.pk}").context["page"]) == [ours]


def table(client, kind, query=""):
    answer = client.get(f"/en/agreements/export.{kind}?{query}")
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_leaves_as_a_table_of_what_the_reader_may_know(office, client, several, kind):
    concluded(office, title="Not for everybody", is_public=False)

    told = table(client, kind)

    assert told[0][:3] == ["Title", "Kind", "Parties"]
    assert {row[0] for row in told[1:]} == {"Running", "Near", "Ended", "Lapsed"}
    assert next(row[1] for row in told if row[0] == "Running") == "memorandum of understanding"


def test_the_table_holds_what_was_asked_for(client, several):
    assert [row[0] for row in table(client, "csv", "kind=memorandum")[1:]] == ["Running"]


def test_there_is_no_table_of_another_kind(client, db):
    assert client.get("/en/agreements/export.pdf").status_code == 404


def test_the_table_asks_the_same_number_of_questions_for_one_and_for_many(
    office, client, django_assert_max_num_queries
):
    for number in range(7):
        concluded(office, title=f"Framework {number}")

    with django_assert_max_num_queries(9):
        b"".join(client.get("/en/agreements/export.csv").streaming_content)


def test_a_stage_is_not_changed_by_correcting(office, client):
    agreement = concluded(office)
    client.force_login(office.officer, backend=BACKEND)

    client.post(f"/en/agreements/{agreement.pk}/facts/", typed(office, stage="lapsed"))

    agreement.refresh_from_db()
    assert agreement.stage == Stage.IN_FORCE
