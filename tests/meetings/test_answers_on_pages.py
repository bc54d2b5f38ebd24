"""What was answered stands beside each delegate, for the office alone; what was refused is listed."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comity.meetings.models import ReceivedMail
from tests.meetings.calendar_mail import delegate, invitation, reply, sent, soon, take, written

HOSTILE = "<script>alert(1)</script> \u202etxt\nsecond & last"


def convened(office, *, delegates=1):
    made = office.session(begins=soon())
    for number in range(delegates):
        delegate(made, office, name=f"Nadia {number}", email=f"nadia{number}@example.org")
    made.convene(by=office.officer)
    sent()
    return made


def test_the_office_sees_who_comes_with_their_words(office, officer):
    session = convened(office, delegates=3)
    take(reply(invitation("nadia0@example.org"), comment="With my deputy."))
    take(reply(invitation("nadia1@example.org"), "DECLINED"))

    page = officer.open("session", session.pk).content.decode()

    assert page.count('data-is="done">comes<') == 1
    assert page.count('data-is="ended">does not come<') == 1
    assert page.count('data-is="unknown">no answer yet<') == 1
    assert '<span class="answer-words internal"><q dir="auto">With my deputy.</q></span>' in page


def test_nobody_else_sees_who_comes(office, counterpart, reader, visitor):
    session = convened(office)
    session.show_to_public(True, by=office.officer)
    take(reply(invitation("nadia0@example.org"), comment="With my deputy."))

    for one in (counterpart, reader, visitor):
        page = one.open("session", session.pk)
        assert page.status_code == 200
        assert "With my deputy." not in page.content.decode()
        assert ">comes<" not in page.content.decode()
        assert "nadia0@example.org" not in page.content.decode()


def test_words_of_an_answer_are_words_and_nothing_else(office, officer):
    session = convened(office)
    take(reply(invitation("nadia0@example.org"), comment=HOSTILE))

    page = officer.open("session", session.pk).content.decode()

    assert 'dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; txt<br>second &amp; last</q>' in page


def test_another_time_that_was_proposed_is_a_note_by_the_clocks_of_the_session(office, officer):
    session = convened(office)
    session.revise(zone="Asia/Tokyo", by=office.officer)
    begins = soon().replace(hour=1)
    lines = [f"DTSTART:{written(begins)}", f"DTEND:{written(begins.replace(hour=2))}"]
    take(reply(invitation("nadia0@example.org"), method="COUNTER", lines=lines))

    page = officer.open("session", session.pk).content.decode()

    assert "Proposes another time" in page
    assert "10:00 (Tokyo)" in page and "11:00 (Tokyo)" in page


def test_who_cannot_be_invited_is_named_as_such(office, officer):
    session = convened(office)
    delegate(session, office, name="Without Address", email="")

    assert officer.open("session", session.pk).content.decode().count("Not invited by mail.") == 1


def test_a_page_costs_no_more_for_many_answers(office, officer):
    counts = []
    for delegates in (1, 6):
        session = convened(office, delegates=delegates)
        for number in range(delegates):
            take(reply(session.invitations.get(email=f"nadia{number}@example.org")))
        with CaptureQueriesContext(connection) as queries:
            officer.open("session", session.pk)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_was_refused_is_listed_for_the_office_and_given_as_it_came(office, officer):
    session = convened(office)
    raw = reply(session.invitations.get(), sender="eve@evil.example")
    take(raw)
    kept = ReceivedMail.objects.get()

    page = officer.open("mail-set-aside").content.decode()
    file = officer.open("mail-as-it-came", kept.pk)

    assert "eve@evil.example" in page
    assert "it was sent from another address than the one it answers for" in page
    assert file.content == raw
    assert (file["Content-Type"], file["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert file["Content-Disposition"].startswith("attachment")


def test_what_was_taken_in_is_not_among_what_was_refused(office, officer):
    session = convened(office)
    take(reply(session.invitations.get()))

    assert "Nothing was set aside." in officer.open("mail-set-aside").content.decode()
    assert officer.open("mail-as-it-came", ReceivedMail.objects.get().pk).status_code == 404


def test_only_the_office_reads_what_was_refused(office, counterpart, reader, visitor):
    for one in (counterpart, reader):
        assert one.open("mail-set-aside").status_code == 403
    assert visitor.open("mail-set-aside").status_code == 302


def test_the_journal_tells_an_answer_in_words(office, officer):
    session = convened(office)
    take(reply(session.invitations.get(), "DECLINED", comment="Not that week."))
    take(reply(session.invitations.get(), sender="eve@evil.example"))

    page = officer.get(reverse("journal")).content.decode()

    assert "answered" in page and "does not come" in page and "Not that week." in page
    assert "mail set aside" in page and "it was sent from another address" in page
