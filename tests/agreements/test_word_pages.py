"""Word files on their pages: who takes them, who sends one back, and what our office does with it."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from comity.agreements.linking import send_link
from comity.agreements.models import Doing, Edit, Outcome, Redline, Stage
from comity.agreements.negotiating import hand_turn
from comity.journal.models import Entry, Letter
from tests.agreements.redlined import carried, returned, upload, written
from tests.corpora.word.text import CLAUSES
from tests.make import NOW

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def token_of(made, office):
    party = made.contracting.get(organisation=office.partner)
    given = {"name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 9}
    send_link(made, party=party, at=timezone.now(), by=office.officer, **given)
    letter = Letter.objects.filter(key__startswith="agreement-link:").latest("pk")
    return re.search(r"/texts/([\w-]+)/", letter.body)[1]


def paragraphs_of(answer):
    return returned(answer.getvalue() if hasattr(answer, "getvalue") else answer.content).text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_party_takes_the_text_as_a_word_file_in_each_language(office, client, language):
    made = written(office)
    client.force_login(office.counterpart)

    answer = client.get(reverse("agreement-word", args=[made.pk, language]))

    assert answer["Content-Type"] == DOCX
    assert answer["Content-Disposition"] == f'attachment; filename="agreement-{made.pk}-{language}.docx"'
    text = paragraphs_of(answer)
    every = "\n".join(one.words for one in text.paragraphs)
    for _part, heading, words in CLAUSES:
        assert all(line in every for line in words[language].split("\n\n"))
        assert heading.get(language, "") in every
    assert text.memory["Comity agreement"] == str(made.pk)


def test_all_languages_stand_in_one_file_one_after_the_other(office, client):
    made = written(office)
    client.force_login(office.officer)

    text = paragraphs_of(client.get(reverse("agreement-word", args=[made.pk, "all"])))

    words = [one.words for one in text.paragraphs]
    assert words.index("Purpose") < words.index("الغرض")
    assert text.memory["Comity languages"] == "en ar"


def test_a_file_of_all_languages_is_not_taken_back(office, client):
    made = written(office)
    client.force_login(office.officer)
    whole = client.get(reverse("agreement-word", args=[made.pk, "all"])).content
    party = made.contracting.get(organisation=office.host)

    answer = client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(whole), "party": party.pk})

    assert answer.status_code == 422
    assert "several languages" in answer.content.decode()
    assert not Redline.objects.exists()


def test_an_agreed_text_carries_its_hash_at_the_foot(office, client):
    made = written(office, languages=("en",), at=Stage.AGREED)
    client.force_login(office.officer)

    content = client.get(reverse("agreement-word", args=[made.pk, "en"])).content

    with ZipFile(BytesIO(content)) as archive:
        foot = b"".join(archive.read(one) for one in archive.namelist() if "footer" in one)
        head = b"".join(archive.read(one) for one in archive.namelist() if "header" in one)
    assert made.text().sha256.encode() in foot
    assert b"text agreed on" in head


def test_who_may_not_read_the_text_gets_no_file_and_no_redline(office, client):
    made = written(office, turn=office.partner)
    client.force_login(office.stranger)

    for name, more in (("agreement-word", ["en"]), ("redlines", [])):
        assert client.get(reverse(name, args=[made.pk, *more])).status_code == 404
    sent = client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(carried("en-edited", made))})

    assert sent.status_code == 404
    assert not Redline.objects.exists()


def test_the_holder_of_a_link_takes_the_file_and_sends_it_back_and_our_office_answers_each_edit(office, client):
    made = written(office, turn=office.partner)
    token = token_of(made, office)

    taken = client.get(reverse("agreement-word-by-link", args=[token, "en"]))
    sent = client.post(
        reverse("redline-sending-by-link", args=[token]), {"file": upload(carried("en-edited", made))}, follow=True
    )

    assert taken.status_code == 200
    assert "six" in sent.content.decode() and "Data protection" in sent.content.decode()
    redline = Redline.objects.get()
    assert redline.by_name == "Lina Guest"
    assert Entry.objects.about(made).filter(act="redlined").get().by_link is not None
    file = client.get(reverse("redline-file-by-link", args=[token, redline.pk]))
    assert b"".join(file.streaming_content) == carried_again(redline)
    assert file["Content-Disposition"].startswith("attachment")

    hand_turn(made, to=made.contracting.get(organisation=office.host), at=NOW, by=office.officer)
    client.force_login(office.officer)
    changed, removed = (Edit.objects.get(sort=one) for one in (Doing.CHANGED, Doing.REMOVED))
    client.post(reverse("edit-answer", args=[made.pk, changed.pk]), {"how": "taken"})
    client.post(reverse("edit-answer", args=[made.pk, removed.pk]), {"how": "declined", "words": "We need it."})
    told = client.get(reverse("redline-by-link", args=[token, redline.pk])).content.decode()

    outcomes = dict(Edit.objects.values_list("sort", "outcome"))
    assert (outcomes["changed"], outcomes["removed"]) == (Outcome.TAKEN, Outcome.DECLINED)
    assert "We need it." in told


def carried_again(redline):
    with redline.file.open("rb") as file:
        return file.read()


def test_a_party_cannot_answer_an_edit(office, client):
    made = written(office, turn=office.partner)
    client.force_login(office.counterpart)
    client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(carried("en-edited", made))})

    answer = client.post(reverse("edit-answer", args=[made.pk, Edit.objects.first().pk]), {"how": "taken"})

    assert answer.status_code == 403


def test_our_own_redline_is_for_our_office_alone(office, client):
    made = written(office, at=Stage.DRAFTING)
    client.force_login(office.officer)
    client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(carried("en-edited", made))})
    redline = Redline.objects.get()
    chosen = [one.pk for one in Edit.objects.all() if one.can_be_taken]
    client.post(reverse("redline-choice", args=[made.pk, redline.pk]), {"edit": chosen})
    assert set(Edit.objects.values_list("outcome", flat=True)) == {Outcome.TAKEN}
    office.lead(made, to=Stage.NEGOTIATING)

    client.force_login(office.counterpart)
    shown = client.get(reverse("redline", args=[made.pk, redline.pk]))
    listed = client.get(reverse("redlines", args=[made.pk]))

    assert shown.status_code == 404
    assert "No file has been sent yet." in listed.content.decode()


def test_what_a_file_says_is_never_taken_for_markup(office, client):
    made = written(office, turn=office.partner)
    client.force_login(office.counterpart)
    hostile = carried("en-edited", made, {b"Data protection": b"&lt;script&gt;alert(1)&lt;/script&gt;"})

    page = client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(hostile)}, follow=True)

    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_the_pages_ask_the_database_as_often_for_one_edit_as_for_many(office, client, django_assert_max_num_queries):
    made = written(office, turn=office.partner)
    client.force_login(office.officer)
    client.force_login(office.counterpart)
    client.post(reverse("redline-sending", args=[made.pk]), {"file": upload(carried("en-edited", made))})
    redline = Redline.objects.get()
    address = reverse("redline", args=[made.pk, redline.pk])
    client.get(address)

    with django_assert_max_num_queries(100) as many:
        client.get(address)
    kept = Edit.objects.first()
    assert len(many) == queries_with_one(client, address, kept, django_assert_max_num_queries, office)


def queries_with_one(client, address, kept, counted, office):
    for one in Edit.objects.exclude(pk=kept.pk):
        one.remove(by=office.officer)
    with counted(100) as one:
        client.get(address)
    return len(one)
