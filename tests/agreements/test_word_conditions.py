"""A Word file tells exchanges and a doctorate behind the clauses; what comes back of them is shown, never applied."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.conditions import correct_mobility, drop_mobility, tell_doctorate, tell_mobility
from comity.agreements.exporting import word_file
from comity.agreements.models import Clause, Doing, Edit, Mobility, Redline, Stage
from comity.agreements.negotiating import hand_turn
from comity.agreements.redlining import answer_edit, choose, receive, take
from comity.agreements.wording import Wording, add_clause
from comity.journal.refusals import NotNow
from comity.papers.word_reading import edited
from comity.translation.texts import Text
from tests.agreements.redlined import returned, written
from tests.corpora.word.text import CLAUSES
from tests.make import NOW, TODAY

PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.S)
MARKS = re.compile(r"<w:bookmark(?:Start|End)[^>]*/>")
STYLES = re.compile(r"<w:pStyle[^>]*/>")


def exchange(made, *, by):
    """Three students a year go from us to them."""
    ours, theirs = made.contracting.order_by("position")
    facts = {"sender": ours, "receiver": theirs, "who": "students", "seats": 3, "first_year": 2027, "months": "4.5"}
    tell_mobility(made, **facts, terms=Text(en="Housing is found.", ar="يُوفَّر السكن."), by=by)


def told(office, *, turn=None):
    """A text under which students are exchanged, in two languages."""
    made = written(office)
    exchange(made, by=office.officer)
    if turn is not None:
        hand_turn(made, to=made.contracting.get(organisation=turn), at=NOW, by=office.officer)
    made.refresh_from_db()
    return made


def file_of(made, language="en", *, change=None, memory=True):
    """The Word file of a text; `change` makes another document of its XML."""
    target = BytesIO()
    with (
        ZipFile(BytesIO(word_file(made, [language], today=TODAY))) as source,
        ZipFile(target, "w", ZIP_DEFLATED) as copy,
    ):
        for member in source.namelist():
            content = source.read(member)
            if member == "word/document.xml" and change:
                content = change(content.decode()).encode()
            if memory or member != "docProps/custom.xml":
                copy.writestr(member, content)
    return target.getvalue()


def paragraphs_of(content):
    return edited(BytesIO(content)).paragraphs


def received(office, made, content, *, ours=False):
    """A file as the partner, or our own office, sends it."""
    party = made.contracting.get(organisation=office.host if ours else office.partner)
    by = office.officer if ours else office.counterpart
    return receive(made, party=party, sender=party, returned=returned(content), at=NOW, by=by)


def edits(redline):
    return [(one.sort, one.clause_id) for one in Edit.objects.in_order().filter(redline=redline)]


def more_go(document):
    assert "3 a year" in document
    return document.replace("3 a year", "30 a year")


def test_the_exchanges_stand_behind_the_clauses_of_each_language(office):
    made = told(office)

    for language, words in (("en", ["Exchanges", "3 a year", "Housing is found."]), ("ar", ["طلاب", "يُوفَّر السكن."])):
        last = [one for one in paragraphs_of(file_of(made, language)) if one.words.strip()][-2:]
        assert [one.sort for one in last] == ["record", "record"]
        for one in words:
            assert one in "\n".join(one.words for one in last)


def test_a_joint_doctorate_is_told_fact_by_fact(office):
    above = office.agreement(kind="cotutelle_framework")
    made = office.agreement(at=Stage.NEGOTIATING, kind="cotutelle", parent=above)
    facts = {"candidate": office.theirs, "thesis": Text(en="Catalysis under light"), "written_in": "fr"}
    tell_doctorate(made, **facts, by=office.officer)

    ours = [one for one in paragraphs_of(file_of(made)) if one.sort == "record"]

    assert ours[0].words == "The joint doctorate"
    assert [one.words.split("\n")[1] for one in ours[1:]] == ["Clara Counterpart", "Catalysis under light", "French"]


def test_a_text_without_them_has_nothing_behind_its_clauses(office):
    assert not [one for one in paragraphs_of(file_of(written(office))) if one.sort == "record"]


def test_an_agreed_text_tells_what_was_hashed_with_it(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    exchange(made, by=office.officer)
    office.lead(made, to=Stage.AGREED)

    assert "3 a year" in "\n".join(one.words for one in paragraphs_of(file_of(made)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_file_that_comes_back_as_it_went_does_nothing(office, language):
    made = told(office, turn=office.partner)

    with pytest.raises(NotNow, match="Nothing was changed"):
        received(office, made, file_of(made, language))

    assert not Redline.objects.exists()


@pytest.mark.parametrize("lost", [[MARKS], [STYLES], [MARKS, STYLES]])
def test_they_are_no_clause_where_marks_or_styles_are_lost(office, lost):
    made = told(office, turn=office.partner)

    def without(document):
        for one in lost:
            document = one.sub("", document)
        return more_go(document)

    redline = received(office, made, file_of(made, change=without))

    assert edits(redline) == [(Doing.EXCHANGES, None)]


def test_what_was_changed_in_them_is_shown_beside_what_the_record_tells(office):
    made = told(office, turn=office.partner)

    (edit,) = Edit.objects.filter(redline=received(office, made, file_of(made, change=more_go)))

    assert "3 a year" in edit.was and "30 a year" in edit.words and "Housing is found." in edit.words
    page = signed_in(office.officer).get(reverse("redline", args=[made.pk, edit.redline_id])).content.decode()
    assert "the exchanges were changed in the file" in page.lower()
    assert reverse("agreement-mobilities", args=[made.pk]) in page


def test_a_paragraph_written_among_them_is_told_with_them_and_becomes_no_clause(office):
    made = told(office, turn=office.partner)

    def with_more(document):
        last = PARAGRAPH.findall(document)[-1]
        more = "<w:p><w:r><w:t>Staff go as well.</w:t></w:r></w:p>"
        return document.replace(last, last + more)

    redline = received(office, made, file_of(made, change=with_more))

    assert edits(redline) == [(Doing.EXCHANGES, None)]
    assert "Staff go as well." in redline.edits.get().words


def test_taken_out_of_the_file_they_are_told_as_changed(office):
    made = told(office, turn=office.partner)

    def without(document):
        for one in PARAGRAPH.findall(document):
            document = document.replace(one, "") if "comity_exchanges" in one else document
        return document

    redline = received(office, made, file_of(made, change=without))

    assert edits(redline) == [(Doing.EXCHANGES, None)]
    assert redline.edits.get().words == ""


def test_a_file_older_than_the_exchanges_does_nothing_to_them(office):
    made = written(office, turn=office.partner)
    older = file_of(made, change=lambda document: document.replace("Duration", "Time"))
    exchange(made, by=office.officer)

    assert [sort for sort, _clause in edits(received(office, made, older))] == [Doing.CHANGED]


@pytest.mark.parametrize("style", ['<w:pPr><w:pStyle w:val="Article"/></w:pPr>', ""])
def test_a_clause_that_is_written_behind_them_is_a_new_clause(office, style):
    made = told(office, turn=office.partner)

    def with_more(document):
        last = PARAGRAPH.findall(document)[-1]
        words = "The parties settle what is left." if style else "Article 9. The parties settle what is left."
        return document.replace(last, f"{last}<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>")

    redline = received(office, made, file_of(made, change=with_more))

    assert edits(redline) == [(Doing.ADDED, None)]
    assert redline.edits.get().words == "The parties settle what is left."


def test_a_clause_that_says_the_same_keeps_its_words_where_all_marks_are_lost(office):
    made = told(office)
    line = paragraphs_of(file_of(made))[-1].words
    wording = Wording("en", "Who goes", f"As follows.\n\n{line}")
    add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)

    def bare(document):
        return STYLES.sub("", MARKS.sub("", document)).replace("Duration", "Durations")

    redline = received(office, made, file_of(made, change=bare))

    assert [(one.sort, one.heading) for one in redline.edits.all()] == [(Doing.CHANGED, "Durations")]


def test_what_our_office_told_otherwise_meanwhile_is_nobodys_edit(office):
    made = told(office, turn=office.partner)
    sent = file_of(made)
    correct_mobility(Mobility.objects.get(), seats=9, by=office.officer)

    with pytest.raises(NotNow, match="Nothing was changed"):
        received(office, made, sent)


def test_what_both_told_alike_is_no_edit(office):
    made = told(office, turn=office.partner)
    sent = file_of(made, change=more_go)
    correct_mobility(Mobility.objects.get(), seats=30, by=office.officer)

    with pytest.raises(NotNow, match="Nothing was changed"):
        received(office, made, sent)


def test_nothing_of_them_is_taken_over_from_a_file(office):
    made = told(office, turn=office.partner)
    (edit,) = Edit.objects.filter(redline=received(office, made, file_of(made, change=more_go)))
    hand_turn(made, to=made.contracting.get(organisation=office.host), at=NOW, by=office.counterpart)

    with pytest.raises(NotNow, match="page of its own"):
        take(edit, at=NOW, by=office.officer)
    answer_edit(edit, is_declined=False, words="Told on its page.", by=office.officer)

    assert Mobility.objects.get().seats == 3
    assert Clause.objects.of(made).count() == len(CLAUSES)


def test_in_a_redline_of_our_own_they_are_left_out(office):
    made = told(office)
    redline = received(office, made, file_of(made, change=more_go), ours=True)

    assert choose(redline, [], at=NOW, by=office.officer) == 0

    assert not Edit.objects.waiting().exists()
    assert Mobility.objects.get().seats == 3


def test_what_was_said_beside_them_is_kept(office):
    made = told(office, turn=office.partner)

    content = with_comment(file_of(made, change=remarked))

    redline = received(office, made, content)
    assert [(one.sort, one.comment, one.comment_by) for one in redline.edits.all()] == [
        (Doing.COMMENTED, "Why three?", "Clara")
    ]


def remarked(document):
    at = document.index("comity_exchanges_en_1")
    end = document.index("</w:p>", at)
    return f'{document[:end]}<w:r><w:commentReference w:id="1"/></w:r>{document[end:]}'


def with_comment(content):
    """The file with one comment, numbered 1."""
    target = BytesIO(content)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = "<w:p><w:r><w:t>Why three?</w:t></w:r></w:p>"
    with ZipFile(target, "a") as file:
        comment = f'<w:comments {space}><w:comment w:id="1" w:author="Clara">{said}</w:comment></w:comments>'
        file.writestr("word/comments.xml", comment)
    return target.getvalue()


def test_a_file_without_its_memory_is_compared_with_the_record(office):
    made = told(office, turn=office.partner)
    sent = file_of(made, memory=False)
    drop_mobility(Mobility.objects.get(), by=office.officer)

    assert edits(received(office, made, sent)) == [(Doing.EXCHANGES, None)]


def signed_in(who):
    browser = Client()
    browser.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser
