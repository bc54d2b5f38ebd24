"""The pages of models, roll-outs, amendments and versions of a text: what they show, to whom, and what they refuse."""

import csv
import html
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.agreements.amending import amendment_of
from comity.agreements.emulating import add_to
from comity.agreements.models import Agreement, Clause, Emulation, ModelVersion, OwnModel, RollOut, Stage
from comity.agreements.wording import Wording, add_clause
from tests.agreements.test_amendments import led, number_of, prepared, words_of
from tests.agreements.test_drafting import BACKEND, change, clause, drafted
from tests.agreements.test_models_own import changed, shown, written
from tests.agreements.test_models_rolled_out import (
    agreements_of,
    begin,
    institutes,
    newer,
    offered,
    wanted,
)
from tests.make import NOW


def browser(user):
    made = Client()
    if user is not None:
        made.force_login(user, backend=BACKEND)
    return made


def page(user, name, *values, status=200, **asked):
    response = browser(user).get(reverse(name, args=values), asked)
    assert response.status_code == status
    return response.content.decode() if status == 200 else ""


def post(user, name, *values, **given):
    return browser(user).post(reverse(name, args=values), given)


def test_models_are_listed_for_our_office_and_for_nobody_else(office, version):
    listed = page(office.reader, "models")

    assert "Our memorandum" in listed
    assert "Model memorandum of understanding" in listed
    page(office.counterpart, "models", status=403)
    page(None, "models", status=302)


def test_a_version_of_a_model_is_read_in_each_of_its_languages(office, version):
    newer(office, version)

    old = page(office.reader, "model-version", version.model.code, 1)
    new = page(office.officer, "model", version.model.code)

    assert "There is a newer one." in old
    assert "Anew." in new
    assert "Anew." not in old
    assert all(f'lang="{code}"' in new for code in ("en", "fr", "ar"))
    assert "{our_party}" not in new
    page(office.officer, "model-version", version.model.code, 9, status=404)
    page(office.officer, "model", "own-999999", status=404)
    page(office.officer, "model", "nothing", status=404)


def test_a_shipped_model_is_read_and_is_not_worded_otherwise_here(office):
    assert "came with Comity" not in page(office.officer, "model", "memorandum")
    page(office.officer, "model-clause", "memorandum", "purpose", status=404)


def test_a_model_is_made_as_it_was_shown(office):
    made = drafted(office)
    text = page(office.officer, "making-a-model", made.pk)
    assert shown(made) in text

    response = post(office.officer, "making-a-model", made.pk, sha256=shown(made), model="", title_en="Ours")

    own = OwnModel.objects.get()
    assert (response.status_code, response.url) == (302, own.get_absolute_url())


def test_what_is_unticked_is_looked_at_again_and_kept_so(office):
    made = written(office, {"en": "Secrets are kept for 5 years."})
    mark = f"{made.clauses.get().pk}:years"
    given = {"offered": [mark], "put": [], "model": "", "title_en": "Ours"}

    looked = post(office.officer, "making-a-model", made.pk, look="1", **given)
    kept = shown(made, [mark])
    post(office.officer, "making-a-model", made.pk, sha256=kept, **given)

    assert kept in looked.content.decode()
    assert ModelVersion.objects.get().told()["clauses"][0]["words"] == {"en": "Secrets are kept for 5 years."}


def test_the_next_version_of_a_model_is_made_on_the_page_of_an_agreement(office, version):
    made = version.came_from
    changed(office, clause(made, "purpose"), "They do something else.")

    post(office.officer, "making-a-model", made.pk, sha256=shown(made), model=version.model.code)

    assert version.model.model_versions.count() == 2


def test_a_new_model_has_a_name(office):
    made = drafted(office)

    response = post(office.officer, "making-a-model", made.pk, sha256=shown(made), model="")

    assert response.status_code == 422
    assert "Name the new model." in response.content.decode()
    assert not OwnModel.objects.exists()


def test_a_clause_of_a_model_is_worded_on_its_page(office, version):
    (key, told) = ("purpose", version.told()["clauses"])
    words = next(one for one in told if one["key"] == key)["words"]
    given = {f"words_{code}": f"{words[code]} Anew." for code in ("en", "fr", "ar")}

    response = post(office.officer, "model-clause", version.model.code, key, version="1", **given)
    again = post(office.officer, "model-clause", version.model.code, key, version="1", **given)

    assert response.status_code == 302
    assert again.status_code == 422
    assert "newer version" in again.content.decode()


def given_to(office, some):
    return {
        "institutes": [one.pk for one in some],
        "title_en": "Memorandum",
        "keeper": office.keeper.pk,
        "why": "All institutes get it.",
    }


def test_a_model_is_rolled_out_by_one_form_that_is_done_once(office, version):
    some = institutes(office, 3)
    response = post(office.officer, "new-roll-out", version.model.code, **given_to(office, some))

    made = RollOut.objects.get()
    assert response.url == made.get_absolute_url()
    assert Emulation.objects.of(made).count() == 3


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("en", "Memorandum of understanding: HO"),
        ("fr", "Mémorandum d’entente\u00a0: HO"),
        ("ar", "مذكرة تفاهم: HO"),
    ],
)
def test_the_title_begins_with_the_kind_and_our_side_and_names_no_party_of_the_model(office, version, language, begins):
    told = page(office.officer, "new-roll-out", version.model.code)
    typed = re.search(rf'<input[^>]*name="title_{language}"[^>]*>', told)[0]
    (one,) = institutes(office, 1)
    given = given_to(office, [one]) | {f"title_{language}": begins}
    post(office.officer, "new-roll-out", version.model.code, **given)

    assert html.unescape(re.search(r'value="([^"]*)"', typed)[1]) == begins
    (made,) = agreements_of(RollOut.objects.get())
    assert made.title[language].replace("\u00a0", " ") == f"{begins} – Institute 0".replace("\u00a0", " ")


def test_a_roll_out_that_is_refused_keeps_what_was_typed_and_makes_nothing(office, version):
    some = [*institutes(office, 1), office.host]

    response = post(office.officer, "new-roll-out", version.model.code, **given_to(office, some))

    assert response.status_code == 422
    assert "All institutes get it." in response.content.decode()
    assert not RollOut.objects.exists()


def test_further_institutes_are_offered_it_and_none_twice(office, version):
    some = institutes(office, 2)
    made = offered(office, version, some[:1])

    response = post(office.officer, "roll-out-further", made.pk, **given_to(office, some))
    post(office.officer, "roll-out-further", made.pk, **given_to(office, some[1:]))

    assert response.status_code == 422
    assert "Institute 0" in response.content.decode()
    assert Emulation.objects.of(made).count() == 2


def test_where_each_stands_is_read_asked_for_and_taken_away_as_a_table(office, version):
    made = offered(office, version, institutes(office, 2))
    first, second = agreements_of(made)
    begin(office, first)
    change(office, clause(first, "purpose"), "en", "They do something else.")
    newer(office, version)

    every = page(office.reader, "roll-out", made.pk)
    few = page(office.reader, "roll-out", made.pk, how="deviates")
    table = browser(office.reader).get(reverse("roll-out-export", args=[made.pk, "csv"]))
    lines = list(csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig"))))

    assert "1 clause changed" in every
    assert "version 2 is newer" in every
    assert "Institute 1" not in few
    assert [(line[0], line[5], line[6], line[7]) for line in lines[1:]] == [
        ("Institute 0", "1", "2", "1"),
        ("Institute 1", "", "", ""),
    ]
    assert second.stage == Stage.PROPOSED
    page(office.reader, "roll-out-export", made.pk, "pdf", status=404)
    page(office.counterpart, "roll-out", made.pk, status=403)


def test_the_page_of_a_roll_out_costs_the_same_for_many_and_fifteen_queries_at_most(office, version):
    made = offered(office, version, institutes(office, 1))
    begin(office, agreements_of(made)[0])
    add_to(made, institutes=institutes(office, 3)[1:], wanted=wanted(office), at=NOW, by=office.officer)
    for one in agreements_of(made)[1:]:
        begin(office, one)
    signed_in = browser(office.officer)
    address = reverse("roll-out", args=[made.pk])
    signed_in.get(address)

    with CaptureQueriesContext(connection) as asked:
        signed_in.get(address)
    ours = [one for one in asked if "agreements_" in one["sql"]]

    assert len(ours) <= 15


def test_the_text_page_leads_to_the_newer_version_and_takes_it_over(office, version):
    (one,) = agreements_of(offered(office, version, institutes(office, 1)))
    one = begin(office, one)
    change(office, clause(one, "purpose"), "en", "They do something else.")
    newer(office, version)

    text = page(office.officer, "agreement-text", one.pk)
    choices = page(office.officer, "catching-up", one.pk)
    refused = post(office.officer, "catching-up", one.pk)
    response = post(office.officer, "catching-up", one.pk, keys=["purpose"])

    assert "Its model has a newer version." in text
    assert "They do something else." in choices
    assert refused.status_code == 422
    assert response.status_code == 302
    assert clause(one, "purpose").from_version == 2
    assert post(office.officer, "catching-up", one.pk).status_code == 302


def test_for_what_is_in_force_the_page_prepares_an_amendment(office, binding):
    made, one = binding
    (step,) = made.told()["clauses"]
    newer(office, made, key=step["key"])

    response = post(office.officer, "catching-up", one.pk, keys=[step["key"]], why="The model is new.")

    instrument = Agreement.objects.get(parent=one)
    assert response.url == instrument.get_absolute_url()


# Amendments


def test_an_amendment_is_prepared_on_its_page_and_shows_what_it_changes(office, parent):
    offer = page(office.officer, "agreement", parent.pk)
    response = post(office.officer, "new-amendment", parent.pk, sort="terms", why="The rector asked for it.")
    instrument = Agreement.objects.get(parent=parent)
    office.lead(instrument, to=Stage.DRAFTING)
    change(office, Clause.objects.of(instrument)[1], "en", "The host pays.")

    text = page(office.officer, "agreement-text", instrument.pk)

    assert reverse("new-amendment", args=[parent.pk]) in offer
    assert response.url == instrument.get_absolute_url()
    assert "What this amendment changes" in text
    assert "<del>" in text
    page(office.counterpart, "new-amendment", parent.pk, status=403)


def test_an_extension_without_a_new_end_is_refused_beside_the_field(office, parent):
    response = post(office.officer, "new-amendment", parent.pk, sort="extension", why="More time.")

    assert response.status_code == 422
    assert "An extension names the new end." in response.content.decode()


def test_what_moved_is_shown_and_decided(office, parent):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, Costs="The guest pays.")
    office.lead(second.instrument, to=Stage.DRAFTING)
    led(office, first)
    pk = number_of(parent, "Costs")

    warned = page(office.officer, "agreement", second.instrument_id)
    moved = page(office.officer, "amendment-base", second.instrument_id)
    refused = post(office.officer, "amendment-base", second.instrument_id)
    response = post(office.officer, "amendment-base", second.instrument_id, **{f"clause-{pk}": "mine"})

    assert "The text that it amends has moved." in warned
    assert "Both changed it." in moved
    assert refused.status_code == 422
    assert response.status_code == 302
    assert words_of(second.instrument)[1] == "The guest pays."
    page(office.officer, "amendment-base", parent.pk, status=404)


def test_each_version_of_a_text_is_read_by_those_who_may_read_the_text(office, parent):
    made = prepared(office, parent, Costs="The host pays.")
    led(office, made)

    listed = page(office.counterpart, "text-versions", parent.pk)
    first = page(office.counterpart, "text-version", parent.pk, 1)
    second = page(office.counterpart, "text-version", parent.pk, 2)

    assert "Version 2" in listed
    assert "made by amendment 1" in listed
    assert "Each pays." in first
    assert "Each pays." not in second
    assert "The host pays." in second
    assert "1 clause reads otherwise" in second
    page(office.stranger, "text-versions", parent.pk, status=404)
    page(office.stranger, "text-version", parent.pk, 1, status=404)
    page(office.counterpart, "text-version", parent.pk, 3, status=404)


def test_a_text_that_was_opened_again_is_read_by_the_parties_only(office):
    made = office.agreement(at=Stage.IN_FORCE, is_public=True, is_text_public=True)
    text = made.text()

    assert text.sha256 in page(None, "text-version", made.pk, 1)
    text.change(approved_at=None, by=office.officer)
    page(None, "text-version", made.pk, 1, status=404)
    assert text.sha256 in page(office.counterpart, "text-version", made.pk, 1)


@pytest.mark.parametrize("who", ["counterpart", "stranger", "reader"])
def test_making_offering_following_and_amending_is_for_officers_and_heads(office, version, parent, who):
    user = getattr(office, who)
    code = version.model.code
    made = offered(office, version, institutes(office, 1))

    for name, values in {
        "making-a-model": [parent.pk],
        "new-roll-out": [code],
        "model-clause": [code, "purpose"],
        "roll-out-further": [made.pk],
        "catching-up": [parent.pk],
        "new-amendment": [parent.pk],
        "amendment-base": [parent.pk],
    }.items():
        assert post(user, name, *values).status_code == 403


def test_differing_languages_are_shown_and_accepted_with_a_reason(office):
    made = written(office, {"en": "It lasts 5 years.", "fr": "Il dure 6 ans."})

    text = page(office.officer, "agreement-text", made.pk)

    assert "differ in names, days or numbers" in text
    assert "said in English, not in French" in text


def test_an_amendment_says_which_version_it_stands_on(office, parent):
    made = prepared(office, parent)
    add_clause(
        led(office, made, to=Stage.DRAFTING),
        part="article",
        wording=Wording("en", "Law", "No law."),
        at=NOW,
        by=office.officer,
    )

    text = page(office.officer, "agreement-text", made.instrument_id)

    assert "added" in text
    assert amendment_of(made.instrument).base.number == 1
