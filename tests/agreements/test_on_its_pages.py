"""The pages of an agreement on its way: what each person sees and can do at each stage."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.models import Agreement, Clause, Remark, Signature, Stage
from comity.agreements.negotiating import hand_turn
from comity.agreements.wording import Wording, add_clause
from comity.journal.models import Entry
from comity.meetings.models import Stage as Held
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAGES = [
    Stage.PROPOSED,
    Stage.CLEARANCE,
    Stage.DRAFTING,
    Stage.NEGOTIATING,
    Stage.AGREED,
    Stage.APPROVED,
    Stage.SIGNED,
    Stage.IN_FORCE,
]


def signed_in(who):
    browser = Client()
    browser.force_login(who, backend=BACKEND)
    return browser


def act(browser, agreement, name, **typed):
    return browser.post(reverse("agreement-act", args=[agreement.pk, name]), typed)


def words_of(answer):
    return answer.content.decode()


def their_turn(office, agreement):
    hand_turn(agreement, to=agreement.contracting.get(organisation=office.partner), at=NOW, by=office.officer)


# What each sees


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_stage_has_a_page_for_the_office_and_one_for_the_parties(office, stage, language):
    made = office.agreement(at=stage, entering="notification" if stage == Stage.SIGNED else "last_signature")
    is_shared = stage not in (Stage.PROPOSED, Stage.CLEARANCE, Stage.DRAFTING)
    page, text = f"/{language}/agreements/{made.pk}/", f"/{language}/agreements/{made.pk}/text/"

    for who, may in (
        (office.officer, True),
        (office.head, True),
        (office.reader, True),
        (office.counterpart, is_shared),
        (office.stranger, False),
    ):
        browser = signed_in(who)
        assert browser.get(page).status_code == (200 if may else 404)
        assert browser.get(text).status_code == (200 if may else 404)


def test_the_other_party_does_not_read_how_our_office_prepares_it(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    assert "Both sides want doctorates." in words_of(signed_in(office.reader).get(made.get_absolute_url()))
    seen = words_of(signed_in(office.counterpart).get(made.get_absolute_url()))
    assert "Both sides want doctorates." not in seen
    assert "Due diligence" not in seen


def test_the_public_reads_a_signed_text_only_where_the_office_lets_them(office, client):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True)
    text = reverse("agreement-text", args=[made.pk])

    page = client.get(made.get_absolute_url())
    assert page.status_code == 200
    assert made.text().sha256 not in words_of(page) and "signed by" not in words_of(page)
    assert client.get(text).status_code == 404
    made.change(is_text_public=True, by=office.officer)
    assert "The parties work together." in words_of(client.get(text))


def test_its_pages_cost_the_same_whatever_the_number_of_clauses(office, django_assert_max_num_queries):
    made = office.agreement(at=Stage.NEGOTIATING)
    browser = signed_in(office.officer)
    for number in range(10):
        browser.post(reverse("clauses", args=[made.pk]), {"part": "article", "words": f"Words {number}."})

    with django_assert_max_num_queries(30):
        browser.get(made.get_absolute_url())
    with django_assert_max_num_queries(30):
        assert "Words 9." in words_of(browser.get(reverse("agreement-text", args=[made.pk])))


# The whole way by its pages


def test_officer_head_and_counterpart_take_it_to_force(office):
    officer, head, theirs = signed_in(office.officer), signed_in(office.head), signed_in(office.counterpart)
    made = office.agreement()

    assert act(officer, made, "clearances").status_code == 302
    for one in made.clearances.all():
        at = reverse("agreement-clearance", args=[made.pk, one.pk])
        assert head.post(at, {f"clearance-{one.pk}-finding": "cleared"}).status_code == 302
    assert act(officer, made, "drafting").status_code == 302
    officer.post(reverse("clauses", args=[made.pk]), {"part": "article", "heading": "Purpose", "words": "To work."})
    ours, side = made.contracting.get(organisation=office.host), made.contracting.get(organisation=office.partner)
    assert act(officer, made, "opening", party=side.pk).status_code == 302

    clause = made.clauses.get()
    theirs.post(reverse("clause-remarks", args=[made.pk, clause.pk]) + "?in=en", {"words": "To work together."})
    assert act(theirs, made, "turn", party=ours.pk).status_code == 302
    officer.post(reverse("remark-answer", args=[made.pk, made.remarks.get().pk]), {"how": "taken"})
    page = officer.get(reverse("agreement-text", args=[made.pk]))
    assert "To work together." in words_of(page)
    assert act(officer, made, "agreeing", sha256=page.context["sha256"]).status_code == 302
    for browser in (head, theirs):
        seen = browser.get(reverse("agreement-text", args=[made.pk])).context["sha256"]
        assert act(browser, made, "approval", sha256=seen).status_code == 302
    for party in (ours, side):
        given = {"party": party.pk, "on": made.text().agreed_at.date().isoformat(), "mode": "wet", "place": "Rabat"}
        assert act(officer, made, "signature", **given).status_code == 302
    assert act(theirs, made, "confirmation").status_code == 302

    made.refresh_from_db()
    assert made.stage == Stage.IN_FORCE
    assert Signature.objects.get(party=side).confirmed_by == "Clara Counterpart"


# Refusals


def test_what_is_missing_is_said_and_nothing_is_changed(office):
    made = office.agreement(keeper=None)

    answer = act(signed_in(office.officer), made, "clearances")

    assert answer.status_code in (302, 422)
    assert "who keeps it in our office" in words_of(signed_in(office.officer).get(made.get_absolute_url()))
    made.refresh_from_db()
    assert made.stage == Stage.PROPOSED


def test_a_signature_in_the_future_comes_back_beside_its_field_with_what_was_typed(office):
    made = office.agreement(at=Stage.APPROVED)
    typed = {"party": made.contracting.first().pk, "on": "2999-01-01", "mode": "wet", "place": "Rabat"}

    answer = act(signed_in(office.officer), made, "signature", **typed)

    assert answer.status_code == 422
    assert "lies in the future" in words_of(answer)
    assert 'value="Rabat"' in words_of(answer)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["clearances", "drafting", "opening", "agreeing", "signature", "withdrawal"])
def test_an_act_of_the_office_is_refused_to_the_other_party_and_written_down(office, name):
    made = office.agreement(at=Stage.NEGOTIATING)

    answer = act(signed_in(office.counterpart), made, name)

    assert answer.status_code == 403
    assert Entry.objects.filter(act="refused").exists()


def test_an_act_that_does_not_exist_is_not_here(office):
    made = office.agreement()

    assert act(signed_in(office.officer), made, "magic").status_code == 404


def test_an_officer_gives_no_clearance(office):
    made = office.agreement(at=Stage.CLEARANCE)
    asked = made.clearances.first()

    answer = signed_in(office.officer).post(
        reverse("agreement-clearance", args=[made.pk, asked.pk]), {f"clearance-{asked.pk}-finding": "cleared"}
    )

    assert answer.status_code == 403
    asked.refresh_from_db()
    assert asked.is_waiting


def test_nobody_says_how_a_clause_should_read_while_it_is_the_turn_of_another(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    at = reverse("clause-remarks", args=[made.pk, made.clauses.get().pk]) + "?in=en"

    answer = signed_in(office.counterpart).post(at, {"words": "Otherwise."})

    assert answer.status_code == 422
    assert "Otherwise." in words_of(answer)
    assert not Remark.objects.exists()


def test_our_office_writes_nothing_while_it_is_the_turn_of_the_other_party(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    their_turn(office, made)
    clause = made.clauses.get()

    answer = signed_in(office.officer).post(
        reverse("clause", args=[made.pk, clause.pk]) + "?in=en", {"words": "Mine.", "was": clause.words["en"]}
    )

    assert answer.status_code == 422
    assert "It is the turn of" in words_of(answer)


def test_a_scan_is_for_the_parties_and_the_office_only(office, client):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True, is_text_public=True)
    at = reverse("signed-scan", args=[made.pk, Signature.objects.first().pk])

    assert signed_in(office.counterpart).get(at).status_code == 404  # no scan was kept
    assert signed_in(office.stranger).get(at).status_code == 404
    assert client.get(at).status_code == 302


# Languages


def test_a_clause_changed_in_one_language_marks_the_others_as_behind(office):
    made = office.agreement(at=Stage.DRAFTING, languages=["en", "fr"])
    browser = signed_in(office.officer)
    browser.post(reverse("clauses", args=[made.pk]), {"part": "article", "words": "First."})
    clause = Clause.objects.get()
    assert clause.languages_behind(["en", "fr"]) == ["fr"]

    for code, words, keeps in (("fr", "Premier.", "on"), ("en", "The first.", "")):
        sent = {"words": words, "was": clause.words.get(code, ""), **({"keeps_pace": keeps} if keeps else {})}
        browser.post(reverse("clause", args=[made.pk, clause.pk]) + f"?in={code}", sent)
        clause.refresh_from_db()
        assert clause.languages_behind(["en", "fr"]) == ([] if keeps else ["fr"])


def test_a_text_that_is_behind_in_a_language_is_not_agreed(office):
    made = office.agreement(at=Stage.NEGOTIATING, languages=["en", "fr"])
    browser = signed_in(office.officer)
    seen = browser.get(reverse("agreement-text", args=[made.pk])).context["sha256"]

    answer = act(browser, made, "agreeing", sha256=seen)

    assert answer.status_code == 302
    assert "is behind in another language" in words_of(browser.get(made.get_absolute_url()))
    made.refresh_from_db()
    assert made.stage == Stage.NEGOTIATING


# A proposal


def test_a_proposal_begins_from_the_sentence_with_what_is_known_of_it(office):
    said = office.commitment()
    browser = signed_in(office.officer)
    at = reverse("new-proposal") + f"?from={said.get_absolute_url()}"

    form = browser.get(at).context["form"]
    browser.post(
        at,
        {
            "title_en": "Memorandum",
            "parties": [office.host.pk, office.partner.pk],
            "keeper": office.keeper.pk,
            "rationale_en": "For doctorates.",
        },
    )

    assert form.initial["title"]["en"] == f"Agreement: {office.host.called} – {office.partner.called}"
    assert form.initial["rationale"] == said.deliverable
    made = Agreement.objects.get()
    assert made.stage == Stage.PROPOSED
    assert "Send the draft" in words_of(browser.get(made.get_absolute_url()))


def test_a_proposal_begins_from_an_item_of_a_session_with_the_parties_that_met(office):
    session = office.session(at=Held.HELD)
    item = session.items.get()
    browser = signed_in(office.officer)
    at = f"{reverse('new-proposal')}?from={quote(item.get_absolute_url())}"

    assert at in browser.get(session.get_absolute_url()).content.decode()
    assert reverse("new-proposal") not in signed_in(office.counterpart).get(session.get_absolute_url()).content.decode()
    form = browser.get(at).context["form"]
    told = {
        "title_en": "Memorandum",
        "parties": [one.pk for one in form.initial["parties"]],
        "rationale_en": "Asked for.",
    }
    browser.post(at, {**told, "keeper": office.keeper.pk})

    assert form.initial["title"] == item.title
    assert set(form.initial["parties"]) == {office.host, office.partner}
    made = Agreement.objects.get()
    assert item.title["en"] in words_of(browser.get(made.get_absolute_url()))


def test_what_our_page_says_in_a_text_of_another_language_runs_as_the_page_does(office):
    made = office.agreement(at=Stage.DRAFTING, languages=["en", "fr"])
    add_clause(made, part="article", wording=Wording("en", "Aim", "They work together."), at=NOW, by=office.officer)

    page = signed_in(office.officer).get(f"/ar/agreements/{made.pk}/text/").content.decode()

    assert page.count('<p class="small" lang="ar" dir="rtl"><a href="/ar/agreements/') == 2
    assert 'lang=""' not in page


def test_who_represents_both_parties_is_told_to_our_office(office):
    made = office.agreement(at=Stage.DRAFTING)
    address, person = made.get_absolute_url(), office.keeper
    warning = "represents more than one party"
    assert warning not in words_of(signed_in(office.officer).get(address))

    for party in made.contracting.all():
        party.change(represented_by=person, by=office.officer)

    assert warning in words_of(signed_in(office.officer).get(address))
    assert warning not in words_of(signed_in(office.counterpart).get(address))


def test_a_proposal_of_one_party_alone_is_refused_with_what_was_typed(office):
    typed = {"title_en": "Alone", "parties": [office.host.pk], "keeper": office.keeper.pk}

    answer = signed_in(office.officer).post(reverse("new-proposal"), typed)

    assert answer.status_code == 422
    assert "two parties or more" in words_of(answer)
    assert not Agreement.objects.exists()


# Facts


def test_what_stands_fast_at_a_stage_is_not_asked_for(office):
    made = office.agreement(at=Stage.AGREED)

    form = signed_in(office.officer).get(reverse("agreement-facts", args=[made.pk])).context["form"]

    assert "areas" not in form.fields and "years" not in form.fields
    assert {"source", "keeper", "is_public"} <= set(form.fields)


def test_a_choice_that_may_stay_empty_says_what_that_means(office):
    made = office.agreement(at=Stage.DRAFTING)

    page = signed_in(office.officer).get(reverse("agreement-facts", args=[made.pk]))

    assert "---------" not in words_of(page)
    assert page.context["form"].fields["entering"].choices[0] == ("", "not known")


def test_a_text_that_is_not_opened_yet_is_led_to_as_one_to_write(office):
    made = office.agreement(at=Stage.DRAFTING)

    assert "Write the text" in words_of(signed_in(office.officer).get(made.get_absolute_url()))


def test_what_stands_fast_of_a_party_is_refused_at_its_field(office):
    made = office.agreement(at=Stage.AGREED)
    side = made.contracting.get(organisation=office.partner)
    at = reverse("agreement-party", args=[made.pk, side.pk])
    typed = {
        "legal_name_en": "Another name",
        "represented_by": office.theirs.pk,
        "represented_as_en": "Director",
        "authority": "office",
        "focal_point": office.theirs.pk,
    }

    refused = signed_in(office.officer).post(at, typed)
    kept = signed_in(office.officer).post(at, {**typed, "legal_name_en": str(side.legal_name), "number": "PA-7"})

    assert refused.status_code == 422
    assert kept.status_code == 302
    side.refresh_from_db()
    assert (side.number, str(side.legal_name)) == ("PA-7", "Partner Association (legal name)")


def test_what_is_on_its_way_leads_the_register(office):
    office.agreement(at=Stage.IN_FORCE)
    made = office.agreement(at=Stage.DRAFTING)

    page = signed_in(office.officer).get(reverse("agreements")).context["page"]

    assert page.rows[0] == made


def test_a_legal_name_that_is_the_name_of_the_organisation_is_told_once(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    side = made.contracting.get(organisation=office.partner)

    def told():
        return words_of(signed_in(office.officer).get(made.get_absolute_url())).count('<span class="row-more"><bdi')

    before = told()
    side.change(legal_name=office.partner.name, by=office.officer)

    assert told() == before - 1


def test_a_row_of_the_list_ends_with_no_dot_where_no_day_is_known(office):
    office.agreement(kind="memorandum", proposed_on=None)

    rows = words_of(signed_in(office.officer).get(reverse("agreements")))

    assert "memorandum of understanding</span>" in rows
