"""Who is exchanged under an instrument, and whose doctorate it is: told once, read by both, filled into the text."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from comity.agreements.amending import prepare_amendment
from comity.agreements.approving import content_of
from comity.agreements.conditions import (
    correct_mobility,
    doctorate_of,
    drop_mobility,
    tell_doctorate,
    tell_mobility,
)
from comity.agreements.filling import GAP, heading_and_words
from comity.agreements.filling import facts_of as filled_from
from comity.agreements.models import Agreement, Doctorate, Mobility, Stage
from comity.agreements.printing_text import page_of, printout_of
from comity.agreements.required import lacking
from comity.agreements.shipped import ModelClause, ModelText
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
THESIS = Text(en="Catalysis under light", fr="La catalyse sous la lumière", ar="التحفيز تحت الضوء")


def signed_in(who):
    browser = Client()
    browser.force_login(who, backend=BACKEND)
    return browser


def words_of(answer):
    return answer.content.decode()


def sides(made):
    return made.contracting.order_by("position")


def exchange(office, made, **facts):
    ours, theirs = sides(made)
    told = {"sender": ours, "receiver": theirs, "who": "students", "seats": 3, "first_year": 2027} | facts
    return tell_mobility(made, by=office.officer, **told)


def typed(made, **more):
    ours, theirs = sides(made)
    facts = {"sender": ours.pk, "receiver": theirs.pk, "who": "doctoral", "seats": 2, "first_year": 2027}
    return facts | {"last_year": 2030, "months": "4.5", "level": 8, "field_of_study": "0531"} | more


def of_a_doctorate(office, *, at=Stage.NEGOTIATING):
    above = office.agreement(kind="cotutelle_framework")
    return office.agreement(at=at, kind="cotutelle", parent=above)


# Exchanges


def test_the_office_tells_an_exchange_and_both_sides_read_it_in_words(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    told = typed(made, language="fr", cefr="B2", is_blended="on", terms_en="Housing is found by the receiving side.")

    assert signed_in(office.officer).post(reverse("agreement-mobilities", args=[made.pk]), told).status_code == 302

    for who in (office.officer, office.counterpart):
        page = words_of(signed_in(who).get(made.get_absolute_url()))
        for words in (
            "doctoral candidates, 2 a year",
            "4.5 months each",
            "EQF level 8",
            "ISCED-F 0531",
            "taught in French (B2)",
            "partly online",
            "Housing is found by the receiving side.",
        ):
            assert words in page
    assert Entry.objects.about(made).filter(act="mobility_told").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"seats": 0}, "seats"),
        ({"last_year": 2026}, "The last year lies before the first."),
        ({"field_of_study": "531"}, "four numerals"),
        ({"cefr": "B2"}, "of which language"),
        ({"months": "-1"}, "months"),
        ({"level": 9}, "level"),
    ],
)
def test_an_exchange_that_cannot_be_is_refused_at_its_box_and_what_was_typed_stays(office, wrong, words):
    made = office.agreement()

    answer = signed_in(office.officer).post(
        reverse("agreement-mobilities", args=[made.pk]), typed(made, terms_en="Kept as typed", **wrong)
    )

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors)
    assert "Kept as typed" in words_of(answer)
    assert not Mobility.objects.exists()


def test_every_fault_of_an_exchange_stands_at_its_own_box(office):
    made = office.agreement()
    wrong = {"receiver": sides(made)[0].pk, "last_year": 2026, "cefr": "B2"}

    answer = signed_in(office.officer).post(reverse("agreement-mobilities", args=[made.pk]), typed(made, **wrong))

    assert set(answer.context["form"].errors) == {"receiver", "last_year", "language"}


def test_nobody_is_exchanged_with_the_same_party_nor_with_a_stranger(office):
    made, other = office.agreement(), office.agreement()
    ours, _theirs = sides(made)
    page = reverse("agreement-mobilities", args=[made.pk])

    answer = signed_in(office.officer).post(page, typed(made, receiver=ours.pk))
    assert "Nobody is exchanged with the same party." in words_of(answer)
    assert signed_in(office.officer).post(page, typed(made, receiver=sides(other)[1].pk)).status_code == 422
    with pytest.raises(NotNow, match="Only the parties of this agreement"):
        exchange(office, made, receiver=sides(other)[1])
    assert not Mobility.objects.exists()


def test_the_database_holds_what_an_exchange_has_to_be(office):
    told = exchange(office, office.agreement())

    for wrong in ({"receiver": told.sender}, {"seats": 0}, {"last_year": 2000}, {"cefr": "B1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mobility.objects.filter(pk=told.pk).update(**wrong)


def test_an_exchange_is_put_right_and_taken_out_and_the_history_tells_both(office):
    made = office.agreement()
    told = exchange(office, made)
    officer = signed_in(office.officer)

    at = reverse("mobility", args=[made.pk, told.pk])
    assert officer.get(at).status_code == 200
    assert officer.post(at, typed(made, seats=7)).status_code == 302
    told.refresh_from_db()
    assert (told.seats, told.who) == (7, "doctoral")
    assert officer.post(reverse("mobility-removal", args=[made.pk, told.pk])).status_code == 302

    assert not Mobility.objects.exists()
    acts = set(Entry.objects.about(made).values_list("act", flat=True))
    assert {"mobility_told", "mobility_dropped"} <= acts


def test_what_is_exchanged_stands_fast_once_the_text_is_agreed(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    told = exchange(office, made)
    office.lead(made, to=Stage.AGREED)
    officer = signed_in(office.officer)

    refused = officer.post(reverse("agreement-mobilities", args=[made.pk]), typed(made))
    assert "stands fast since the text is agreed" in words_of(refused)
    assert "stands fast" in words_of(officer.post(reverse("mobility", args=[made.pk, told.pk]), typed(made)))
    officer.post(reverse("mobility-removal", args=[made.pk, told.pk]))
    with pytest.raises(NotNow):
        drop_mobility(told, by=office.officer)

    told.refresh_from_db()
    assert told.seats == 3
    assert Mobility.objects.count() == 1


def test_of_an_instrument_that_came_from_elsewhere_it_is_told_at_any_time(office):
    facts = {"title": Text(en="From a register"), "concluded_on": NOW.date()}
    made = Agreement.conclude(parties=[office.host, office.partner], by=office.officer, **facts)

    exchange(office, made)

    assert Mobility.objects.of(made).count() == 1


def test_a_counterpart_tells_no_exchange_and_an_exchange_is_found_under_its_own_agreement_alone(office):
    made, other = office.agreement(), office.agreement()
    told = exchange(office, made)

    answer = signed_in(office.counterpart).post(reverse("agreement-mobilities", args=[made.pk]), typed(made))
    assert answer.status_code in (403, 404)
    assert signed_in(office.officer).get(reverse("mobility", args=[other.pk, told.pk])).status_code == 404
    assert Mobility.objects.count() == 1


# The joint doctorate


def test_a_joint_doctorate_is_not_agreed_on_before_its_candidate_and_supervisors_are_told(office):
    made = of_a_doctorate(office)
    named = " ".join(one.words for one in lacking(made, entering=Stage.AGREED))

    assert "joint doctorate" in named
    assert named.count("supervisor") == 2
    plain = lacking(office.agreement(), entering=Stage.AGREED)
    assert "joint doctorate" not in " ".join(one.words for one in plain)


def test_the_office_tells_whose_doctorate_it_is_and_its_page_says_so_in_the_readers_language(office):
    made = of_a_doctorate(office)
    told = {"candidate": office.theirs.pk, "written_in": "en", "summary_in": "fr", "jury_en": "Two of each."}
    told |= {f"thesis_{code}": words for code, words in THESIS.items()}
    page = reverse("agreement-doctorate", args=[made.pk])
    officer = signed_in(office.officer)

    assert officer.get(page).status_code == 200
    assert officer.post(page, told).status_code == 302
    assert officer.post(page, told | {"jury_en": "Three of each."}).status_code == 302

    assert Doctorate.objects.count() == 1
    read = words_of(signed_in(office.counterpart).get(made.get_absolute_url()))
    assert "Catalysis under light" in read
    assert "Three of each." in read
    with override("ar"):
        at = made.get_absolute_url()
    assert "التحفيز تحت الضوء" in words_of(officer.get(at))


def test_a_doctorate_without_a_candidate_or_a_title_is_refused_in_words(office):
    made = of_a_doctorate(office)

    answer = signed_in(office.officer).post(reverse("agreement-doctorate", args=[made.pk]), {"jury_en": "As typed."})

    assert answer.status_code == 422
    assert {"candidate", "thesis"} <= set(answer.context["form"].errors)
    assert "As typed." in words_of(answer)


def test_whose_doctorate_it_is_stands_fast_once_the_text_is_agreed(office):
    made = of_a_doctorate(office)
    tell_doctorate(made, candidate=office.theirs, thesis=THESIS, by=office.officer)
    for side in sides(made):
        side.change(supervisor=office.theirs, by=office.officer)
    office.lead(made, to=Stage.AGREED)

    with pytest.raises(NotNow, match="stands fast"):
        tell_doctorate(made, candidate=office.second, thesis=THESIS, by=office.officer)

    assert doctorate_of(made).candidate == office.theirs


def test_who_supervises_is_asked_of_the_parties_of_a_joint_doctorate_alone(office):
    plain, joint = office.agreement(), of_a_doctorate(office, at=Stage.PROPOSED)
    officer = signed_in(office.officer)

    for made, asked in ((plain, False), (joint, True)):
        form = officer.get(reverse("agreement-party", args=[made.pk, sides(made)[1].pk])).context["form"]
        assert ("supervisor" in form.fields) == asked


# What the text is filled with


def filled(made, words, language):
    said = Text({code: words for code in ("en", "fr", "ar")})
    clause = ModelClause(key="one", part="article", heading=Text(), words=said, is_about_money=False)
    model = ModelText("own", 1, "cotutelle", said, {}, (clause,))
    return heading_and_words(clause, model, filled_from(made), language)[1]


def test_a_text_is_filled_with_the_candidate_the_thesis_the_supervisors_and_the_exchanges(office):
    made = of_a_doctorate(office)
    assert filled(made, "{candidate}, {thesis}", "en") == f"{GAP}, {GAP}"
    tell_doctorate(made, candidate=office.theirs, thesis=THESIS, by=office.officer)
    exchange(office, made, months=6)
    made = Agreement.objects.get(pk=made.pk)

    assert filled(made, "{thesis}", "fr") == "La catalyse sous la lumière"
    assert str(office.theirs.name) in filled(made, "{candidate}", "en")
    assert GAP in filled(made, "{supervisors}", "en")
    assert "students, 3 a year" in filled(made, "{mobilities}", "en")
    assert "étudiants, 3 par an" in filled(made, "{mobilities}", "fr")


# What is approved, and what amends it


def test_what_is_exchanged_is_hashed_with_the_text_and_a_text_without_exchanges_reads_as_it_did(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    plain = content_of(made)
    assert not {"exchanges", "doctorate"} & set(plain)

    told = exchange(office, made)
    first = content_of(made)
    correct_mobility(told, seats=4, by=office.officer)

    assert first["exchanges"][0]["seats"] == 3
    assert len({fingerprint(one) for one in (plain, first, content_of(made))}) == 3


def test_what_is_hashed_of_them_is_printed_in_each_language_and_nothing_of_what_is_not_told(office):
    made = of_a_doctorate(office)
    plain = page_of(printout_of(made), ["en", "ar"])
    exchange(office, made, months="4.5", level=8, terms=Text(en="Housing is found.", ar="يُوفَّر السكن."))
    told = {"candidate": office.theirs, "thesis": THESIS, "written_in": "fr", "enrolled_on": NOW.date()}
    tell_doctorate(made, **told, by=office.officer)

    page = page_of(printout_of(made), ["en", "ar"])

    for words in ("students, 3 a year", "4.5 months each", "Housing is found.", "Catalysis under light", "French"):
        assert words in page
        assert words not in plain
    for words in ("طلاب", "يُوفَّر السكن.", "التحفيز تحت الضوء", "الفرنسية"):
        assert words in page


def amended(office, made):
    """An amendment of the agreement, as the office prepares it."""
    return prepare_amendment(made, sort="terms", why="More go.", at=NOW, by=office.officer).instrument


def test_an_amendment_begins_with_what_is_told_and_its_own_is_taken_over_with_its_text(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    exchange(office, made)
    office.lead(made, to=Stage.IN_FORCE)
    instrument = amended(office, made)
    copy = Mobility.objects.of(instrument).get()
    assert (copy.seats, copy.sender.agreement_id) == (3, instrument.pk)

    correct_mobility(copy, seats=9, by=office.officer)
    exchange(office, instrument, who="teachers", seats=1)
    assert Mobility.objects.of(made).get().seats == 3, "nothing changes before it is in force"
    office.lead(instrument, to=Stage.IN_FORCE)

    assert [(one.who, one.seats) for one in Mobility.objects.of(made)] == [("students", 9), ("teachers", 1)]
    standing = Agreement.objects.get(pk=made.pk).text()
    assert [one["seats"] for one in json.loads(standing.content)["exchanges"]] == [9, 1]
    assert fingerprint(json.loads(standing.content)) == standing.sha256


def test_an_amendment_that_tells_nothing_of_exchanges_leaves_them_as_another_made_them(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    told = exchange(office, made)
    office.lead(made, to=Stage.IN_FORCE)
    silent = amended(office, made)
    Mobility.objects.get(pk=told.pk).change(seats=5, by=office.officer)  # as another amendment would

    office.lead(silent, to=Stage.IN_FORCE)

    assert Mobility.objects.of(made).get().seats == 5


def test_the_doctorate_is_amended_by_what_its_amendment_tells(office):
    made = of_a_doctorate(office)
    tell_doctorate(made, candidate=office.theirs, thesis=THESIS, by=office.officer)
    for side in sides(made):
        side.change(supervisor=office.theirs, by=office.officer)
    office.lead(made, to=Stage.IN_FORCE)
    instrument = amended(office, made)
    page = signed_in(office.officer).get(instrument.get_absolute_url())
    assert "Catalysis under light" in words_of(page)

    tell_doctorate(instrument, candidate=office.theirs, thesis=Text(en="Catalysis in the dark"), by=office.officer)
    office.lead(instrument, to=Stage.IN_FORCE)

    assert doctorate_of(made).thesis == {"en": "Catalysis in the dark"}
