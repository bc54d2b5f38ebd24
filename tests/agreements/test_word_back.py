"""A text that was edited in LibreOffice comes back: what was done to it is told edit by edit, and nothing else."""

import pytest

from comity.agreements.models import Clause, Doing, Edit, Outcome, Redline, Stage
from comity.agreements.negotiating import hand_turn
from comity.agreements.redlining import answer_edit, choose, receive, take
from comity.agreements.wording import Wording, reword, take_out
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from tests.agreements.redlined import carried, returned, told, written
from tests.corpora.word.text import ADDED, CHANGED, CLAUSES
from tests.make import NOW

LANGUAGES = ["en", "ar"]


def received(made, office, name, *, by=None, ours=False, content=None):
    party = made.contracting.get(organisation=office.host if ours else office.partner)
    sender = by or (office.officer if ours else office.counterpart)
    given = {"returned": returned(content or carried(name, made)), "at": NOW, "by": sender}
    return receive(made, party=party, sender=party, **given)


def expected(language):
    """What the macro of the corpus did."""
    headings = [heading.get(language, "") for _part, heading, _words in CLAUSES]
    return {
        (Doing.CHANGED, headings[3]),
        (Doing.ADDED, ADDED[language][0]),
        (Doing.MOVED, headings[5]),
        (Doing.REMOVED, headings[4]),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["edited", "tracked", "rewritten"])
def test_what_was_done_in_libreoffice_is_told_and_nothing_else(office, language, how):
    made = written(office, turn=office.partner)

    redline = received(made, office, f"{language}-{how}")

    edits = list(Edit.objects.in_order())
    moved = [one for one in edits if one.sort == Doing.MOVED]
    assert len(edits) == 4
    assert set(told(edits)) - set(told(moved)) == expected(language) - {(Doing.MOVED, CLAUSES[5][1][language])}
    assert len(moved) == 1  # the one that was moved, or the one over which it was moved
    assert redline.language == language
    assert redline.is_tracked == (how == "tracked")
    changed = next(one for one in edits if one.sort == Doing.CHANGED)
    assert CHANGED[language][0] in changed.was and CHANGED[language][1] in changed.words
    assert not any(one.is_conflict for one in edits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_comes_back_as_it_went_does_nothing(office, language):
    made = written(office, turn=office.partner)

    with pytest.raises(NotNow, match="Nothing was changed"):
        received(made, office, f"{language}-sent")

    assert not Redline.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_every_mark_and_style_is_lost_the_words_are_known_again(office, language):
    made = written(office, turn=office.partner)

    redline = received(made, office, f"{language}-unmarked")

    edits = list(Edit.objects.in_order())
    changed = next(one for one in edits if one.was_heading == CLAUSES[3][1][language])
    assert redline.language == language
    assert CHANGED[language][1] in changed.words
    assert (Doing.REMOVED, CLAUSES[4][1][language]) in told(edits)
    assert Doing.MOVED in {one.sort for one in edits}
    every = "\n".join(f"{one.heading}\n{one.words}" for one in edits)
    assert ADDED[language][0] in every and ADDED[language][1] in every  # nothing that was written is lost


def test_the_same_file_is_kept_once(office):
    made = written(office, turn=office.partner)
    content = carried("en-edited", made)

    first = received(made, office, "", content=content)
    second = received(made, office, "", content=content)

    assert first == second
    assert (Redline.objects.count(), Edit.objects.count()) == (1, 4)


def test_taking_every_edit_over_makes_the_text_that_the_party_wrote(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")
    _to_us(made, office)

    for edit in Edit.objects.in_order():
        take(edit, at=NOW, by=office.officer)

    clauses = list(Clause.objects.of(made))
    assert [one.heading.get("en", "") for one in clauses] == [
        "",
        "",
        "Purpose",
        "Duration",
        "Costs",
        "Settlement of disputes",
        "Data protection",
        "Contact persons",
    ]
    assert [one.position for one in clauses] == [1, 2, 1, 2, 3, 4, 5, 1]
    assert "six months" in clauses[3].words["en"]
    assert clauses[3].is_behind("ar") and clauses[6].is_behind("ar") and not clauses[4].is_behind("ar")
    assert set(Edit.objects.values_list("outcome", flat=True)) == {Outcome.TAKEN}
    assert Entry.objects.about(made).filter(act="edit_answered").count() == 4


def _to_us(made, office):
    hand_turn(made, to=made.contracting.get(organisation=office.host), at=NOW, by=office.officer)
    made.refresh_from_db()


def test_nothing_is_taken_while_it_is_the_turn_of_the_other_party(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")

    with pytest.raises(NotNow, match="turn"):
        take(Edit.objects.in_order().first(), at=NOW, by=office.officer)

    assert set(Edit.objects.values_list("outcome", flat=True)) == {Outcome.WAITING}


def test_what_our_office_changed_meanwhile_is_a_conflict_and_is_not_overwritten(office):
    made = written(office)
    duration = Clause.objects.of(made).get(part="article", position=2)
    content = carried("en-edited", made)
    ours = duration.words["en"].replace("five", "three")
    reword(duration, wording=Wording("en", "Duration", ours), at=NOW, by=office.officer)
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)
    received(made, office, "", content=content)
    _to_us(made, office)

    edit = Edit.objects.get(sort=Doing.CHANGED)
    assert edit.is_conflict
    assert "five years" in edit.base and "twelve" in edit.base
    with pytest.raises(NotNow, match="Both sides"):
        take(edit, at=NOW, by=office.officer)
    duration.refresh_from_db()
    assert duration.words["en"] == ours


def test_what_our_office_changed_meanwhile_and_they_left_alone_is_nobodys_edit(office):
    made = written(office)
    purpose = Clause.objects.of(made).get(part="article", position=1)
    content = carried("en-edited", made)
    reword(purpose, wording=Wording("en", "Purpose", "Something else."), at=NOW, by=office.officer)
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)
    received(made, office, "", content=content)

    assert not Edit.objects.filter(clause=purpose).exists()


def test_an_edit_of_a_clause_that_changed_since_is_not_taken(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")
    _to_us(made, office)
    edit = Edit.objects.get(sort=Doing.CHANGED)
    reword(edit.clause, wording=Wording("en", "Duration", "Other words."), at=NOW, by=office.officer)

    with pytest.raises(NotNow, match="has changed since"):
        take(edit, at=NOW, by=office.officer)


def test_taking_a_clause_out_overtakes_what_was_done_to_it(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")
    _to_us(made, office)
    edit = Edit.objects.get(sort=Doing.CHANGED)

    take_out(edit.clause, why="not wanted", by=office.officer)

    edit.refresh_from_db()
    assert (edit.outcome, edit.clause) == (Outcome.OVERTAKEN, None)


def test_an_edit_is_declined_with_words_alone_and_answered_once(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")
    edit = Edit.objects.get(sort=Doing.REMOVED)

    with pytest.raises(NotNow, match="Say why"):
        answer_edit(edit, is_declined=True, words=" ", by=office.officer)
    answer_edit(edit, is_declined=True, words="We need it.", by=office.officer)
    with pytest.raises(NotNow, match="answered already"):
        answer_edit(edit, is_declined=True, words="Again.", by=office.officer)

    assert (edit.outcome, edit.answer) == (Outcome.DECLINED, "We need it.")


def test_our_own_redline_is_put_into_a_draft_by_one_choice(office):
    made = written(office, at=Stage.DRAFTING)
    redline = received(made, office, "ar-edited", ours=True)
    changed = Edit.objects.get(sort=Doing.CHANGED)

    taken = choose(redline, [changed.pk], at=NOW, by=office.officer)

    assert taken == 1
    outcomes = set(Edit.objects.values_list("sort", "outcome"))
    assert (Doing.CHANGED, Outcome.TAKEN) in outcomes and (Doing.REMOVED, Outcome.NOTED) in outcomes
    changed.clause.refresh_from_db()
    assert "ستة أشهر" in changed.clause.words["ar"]
    assert changed.clause.is_behind("en")


def test_a_party_sends_nothing_while_it_is_not_its_turn_and_before_the_text_is_open(office):
    early = written(office, at=Stage.DRAFTING)
    with pytest.raises(NotNow):
        received(early, office, "en-edited")

    late = written(office)
    with pytest.raises(NotNow, match="turn"):
        received(late, office, "en-edited")

    assert not Redline.objects.exists()


def test_a_text_is_not_agreed_while_an_edit_waits(office):
    made = written(office, turn=office.partner)
    received(made, office, "en-edited")
    _to_us(made, office)

    with pytest.raises(NotNow, match="edit of a redline"):
        office.lead(made, to=Stage.AGREED)


def test_the_text_of_another_agreement_is_refused(office):
    other = written(office, turn=office.partner)
    made = written(office, turn=office.partner)

    with pytest.raises(NotNow, match="another agreement"):
        received(made, office, "", content=carried("en-edited", other))


def test_a_file_in_a_language_that_the_text_has_not_is_refused(office):
    made = written(office, languages=("en",), turn=office.partner)

    with pytest.raises(NotNow, match="no language of this text"):
        received(made, office, "ar-edited")


def test_our_office_enters_what_a_party_sent_by_mail_and_it_is_shown_as_that(office):
    made = written(office)
    theirs = made.contracting.get(organisation=office.partner)
    ours = made.contracting.get(organisation=office.host)
    content = returned(carried("en-edited", made))

    redline = receive(made, party=theirs, sender=ours, returned=content, at=NOW, by=office.officer)

    assert (redline.party, redline.is_on_behalf, redline.by_name) == (theirs, True, "Amina Officer")


def test_a_file_that_does_too_much_is_refused_and_leaves_nothing(office, monkeypatch):
    made = written(office, turn=office.partner)
    monkeypatch.setattr("comity.agreements.redlining.MOST", 3)

    with pytest.raises(NotNow, match="almost everywhere"):
        received(made, office, "en-edited")

    assert not Redline.objects.exists()
    assert not Entry.objects.filter(act="redlined").exists()


def test_a_file_without_one_clause_of_the_text_is_refused(office):
    made = written(office, turn=office.partner)
    paragraphs = b"<w:p><w:r><w:t>Something else.</w:t></w:r></w:p>"
    content = carried(
        "en-unmarked", made, {b"<w:body>": b"<w:body>" + paragraphs + b"<!--", b"</w:body>": b"--></w:body>"}
    )

    with pytest.raises(NotNow, match="does not look like the text"):
        received(made, office, "", content=content)


def test_what_stands_in_a_table_is_shown_as_unplaced_and_becomes_a_clause_where_it_is_taken(office):
    made = written(office, turn=office.partner)
    table = b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A budget.</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr "
    received(made, office, "", content=carried("en-sent", made, {b"<w:sectPr ": table}))
    _to_us(made, office)
    edit = Edit.objects.get()

    take(edit, at=NOW, by=office.officer)

    assert (edit.sort, edit.words) == (Doing.UNPLACED, "A budget.")
    assert Clause.objects.of(made).filter(words__icontains="A budget.").exists()


def test_clauses_that_were_added_one_after_the_other_come_into_the_text_in_that_order(office):
    made = written(office, turn=office.partner)
    redline = received(made, office, "en-edited")
    first = Edit.objects.get(sort=Doing.ADDED)
    given = {"part": first.part, "after": first.after, "position": first.position + 1}
    Edit.enter(redline=redline, sort=Doing.ADDED, heading="Second", words="X", by=office.counterpart, **given)
    _to_us(made, office)

    for edit in Edit.objects.in_order().filter(sort=Doing.ADDED):
        take(edit, at=NOW, by=office.officer)

    headings = [one.heading.get("en") for one in Clause.objects.of(made)]
    assert headings.index("Second") == headings.index("Data protection") + 1
