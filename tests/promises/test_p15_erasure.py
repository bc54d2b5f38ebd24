"""P15: all that is kept about a person in one act, erased in one act, and thrown away in time; history still holds."""

import json
import random
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock, patch
from zipfile import ZipFile

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from comity.accounts.models import SignIn, User
from comity.accounts.personal import ERASED
from comity.journal import checkpoints
from comity.journal.acting import acting
from comity.journal.models import Change, Entry, Letter, PersonalKey
from comity.journal.models.keys import PersonalKeyQuerySet
from comity.journal.refusals import NotNow
from comity.journal.sealing import BETWEEN, seal
from comity.journal.verifying import exported, faults
from comity.meetings import minuting
from comity.meetings.amending import decline_corrigendum, propose_corrigendum
from comity.meetings.circulation import adopt, circulate
from comity.meetings.models import FinalMinutes, Stage
from comity.meetings.texts import content_of, fingerprint
from comity.partners.models import Person
from comity.personal import again, erasing, remembering, retention
from comity.personal.declared import kinds, undeclared
from comity.personal.erasing import erase, settle
from comity.personal.exporting import export
from comity.personal.models import Tidying
from comity.personal.whole import of_account
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import browser_of
from tests.conftest import ROOT
from tests.make import NOW
from tests.promises.somebody import Somebody
from tests.standing import stands

VERIFIER = ROOT / "comity" / "journal" / "verifier" / "verify.mjs"


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path


@stands
def somebody(office):
    return Somebody(office)


def raw():
    """Everything that the database keeps, as it keeps it: SQLite's file, every row of PostgreSQL."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return b"".join(Path(name + end).read_bytes() for end in ("", "-wal", "-journal") if Path(name + end).exists())
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT one::text FROM "{table}" one')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found).encode()


def left(canaries):
    """Which of the words are still in the database, in any of the ways in which it may write them."""
    kept = raw().lower()
    return [
        one
        for one in canaries
        if one.lower().encode() in kept or one.encode().hex().encode() in kept or json.dumps(one)[1:-1].encode() in kept
    ]


def known(canaries):
    """Which of the words anybody can still read in the journal."""
    told = [f"{one} {one.before} {one.after} {one.why}" for one in Entry.objects.all()]
    told += [f"{one.was} {one.became} {one.why}" for one in Change.objects.all()]
    return [one for one in canaries if one.lower() in "\n".join(told).lower()]


def kept_files(somebody):
    return [Path(one.file.path) for one in somebody.claim.evidence.all()]


# Exporting


@pytest.mark.promise
@pytest.mark.django_db
def test_p15_one_act_brings_all_that_is_kept(somebody, office, promised):
    trial = promised("P15", "everything kept about a person is in one export", small=1, full=1)

    with export(of_account(somebody.user), at=NOW, by=somebody.user) as file, ZipFile(file) as archive:
        words = archive.read("person.json").decode()
        told = json.loads(words)
        files = [name for name in archive.namelist() if name.startswith("files/")]
        content = archive.read(files[0])

    for canary in somebody.canaries:
        trial.count(canary in words, canary)
    for label in sorted(model._meta.label for model, _about in kinds() if has_something(model, somebody)):
        trial.count(any(one["kind"] == label for one in told["records"]), label)
    assert content == kept_files(somebody)[0].read_bytes()
    assert make.PASSWORD not in words
    assert "JBSWY3DP" not in words
    assert any(one["act"] == "began the work" for one in told["journal"])
    assert Entry.objects.about(somebody.person).first().act == "exported"
    with export(of_account(office.reader), at=NOW, by=office.reader) as file, ZipFile(file) as archive:
        others = archive.read("person.json").decode()
    trial.failed_without(sum(canary not in others for canary in somebody.canaries))
    trial.tell(kinds=len(told["records"]), entries=len(told["journal"]))


def has_something(model, somebody):
    """Whether a kind of record has a column that names the person, found by looking at every row."""
    if model in (Entry, Change, PersonalKey):
        return False
    for row in model._base_manager.all():
        values = [str(field.value_from_object(row)) for field in model._meta.concrete_fields]
        if any(canary in value for value in values for canary in (somebody.name, somebody.email)):
            return model is not Letter or row.to_email == somebody.email
    return False


def test_every_kind_of_record_says_what_it_has_to_do_with_people(monkeypatch):
    assert undeclared() == []

    for model in (User, Person, Letter):
        monkeypatch.delattr(model, "ABOUT")

    assert undeclared() == ["accounts.User", "journal.Letter", "partners.Person"]


@pytest.mark.django_db
def test_an_export_tells_nothing_about_others_and_nothing_internal(somebody, office):
    session = office.session(at=Stage.HELD)
    item = session.items.last()
    item.change(introduced_by=somebody.person, visibility="internal", by=office.officer)
    minuting.write(item, language="en", words="An internal word.", read_version=0, was="", by=office.officer)

    with export(of_account(somebody.user), at=NOW, by=somebody.user) as file, ZipFile(file) as archive:
        words = archive.read("person.json").decode()

    (found,) = [one for one in json.loads(words)["records"] if one["kind"] == "meetings.AgendaItem"]
    assert found["rows"] == [{"id": item.pk, "introduced_by_id": somebody.person.pk}]
    assert "An internal word." not in words
    assert office.officer.name not in words
    assert office.head.name not in words
    assert "/en/join/" not in words  # the letter that invited them still waits, with the secret of its link
    assert Letter.objects.filter(to_email=somebody.email, body__contains="/en/join/").exists()


# Erasing


@pytest.mark.promise
@pytest.mark.django_db(transaction=True)
def test_p15_one_act_erases_and_history_still_holds(office, promised):
    trial = promised(
        "P15", "after the erasure nothing names the person, and every checkpoint still holds", small=1, full=1
    )
    somebody = Somebody(office)
    seal(now=NOW)
    held = checkpoints.newest()
    assert left(somebody.canaries) == [one for one in somebody.canaries if one != "JBSWY3DP"]

    done = erase(of_account(somebody.user), at=NOW, by=office.head)
    seal(now=NOW + 2 * BETWEEN)

    for canary in somebody.canaries:
        trial.count(canary not in left([canary]), f"in the database: {canary}")
        trial.count(canary not in known([canary]), f"in the journal: {canary}")
    trial.count(faults(held=[held]) == [], "the journal no longer agrees with a checkpoint from before")
    trial.count(node_agrees(held, remembering.path().parent), "the second verifier disagrees")
    assert done.keys > 3
    assert remembering.marks() == {one.mark for one in PersonalKey.objects.destroyed() if one.kind_id}
    assert not SignIn.objects.exists()
    assert somebody.browser.get("/en/account/").status_code == 302
    trial.tell(removed=sum(done.removed.values()), blanked=sum(done.blanked.values()), kept=sum(done.kept.values()))
    trial.failed_without(len(left_without_protection(office)))


def node_agrees(held, folder):
    if not shutil.which("node"):
        return True
    (folder / "journal.txt").write_text("".join(f"{line}\n" for line in exported()))
    (folder / "held.txt").write_text(held)
    command = [shutil.which("node"), VERIFIER, folder / "journal.txt", folder / "held.txt"]
    return subprocess.run(command, capture_output=True).returncode == 0


def left_without_protection(office):
    """Another person is erased with secure_delete off and no key destroyed: what is found of them afterwards."""
    other = Somebody(office, "Oswalda Nethersole", "nethersole")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=OFF")
    destroy, PersonalKeyQuerySet.destroy = PersonalKeyQuerySet.destroy, lambda self, *, now: 0
    try:
        with patch.object(erasing, "settle"):
            erase(of_account(other.user), at=NOW, by=office.head)
        found = known(other.canaries)
        assert found
        return found + (left(other.canaries) if connection.vendor == "sqlite" else [])
    finally:
        PersonalKeyQuerySet.destroy = destroy
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete=ON")


@pytest.mark.sqlite_only  # what PostgreSQL leaves in its files until VACUUM stands in docs/personal-data.md
@pytest.mark.django_db(transaction=True)
def test_without_secure_delete_the_name_is_found_in_the_file(office):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1
        cursor.execute("PRAGMA secure_delete=OFF")
        try:
            somebody = Somebody(office)
            with patch.object(erasing, "settle"):
                erase(of_account(somebody.user), at=NOW, by=office.head)
            assert left(somebody.canaries)
        finally:
            cursor.execute("PRAGMA secure_delete=ON")


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_what_moved_between_pages_is_gone_when_the_file_was_written_anew(db):
    """SQLite leaves a copy of a row behind when it moves to another page; what is deleted later is another copy."""
    chance, word = random.Random(7), "Wanderella"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE moved (id INTEGER PRIMARY KEY, words TEXT)")
        cursor.execute("CREATE INDEX moved_by_words ON moved (words)")
        for _ in range(1_500):
            where = chance.getrandbits(40)
            words = chance.choice(["plain", word]) + "x" * chance.randint(10, 900)
            cursor.execute("INSERT INTO moved VALUES (%s, %s)", [where, words])
            if chance.random() < 0.5:
                longer = "y" * chance.randint(10, 1_500)
                span = [chance.getrandbits(40)] * 2
                cursor.execute(
                    "UPDATE moved SET words = substr(words, 1, 10) || %s WHERE id BETWEEN %s AND %s + 9000000000",
                    [longer, *span],
                )
        cursor.execute("DELETE FROM moved WHERE words LIKE %s", [f"{word}%"])
    assert left([word]) == [word]

    assert settle()

    assert left([word]) == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE moved")


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_written_anew_is_told_and_the_erasure_stands(office, caplog):
    somebody = Somebody(office)

    with patch.object(erasing, "connection", Mock(vendor="sqlite", cursor=Mock(side_effect=OperationalError("full")))):
        erase(of_account(somebody.user), at=NOW, by=office.head)

    assert "comity tidy" in caplog.text
    assert User.objects.get(pk=somebody.user.pk).erased_at


@pytest.mark.sqlite_only  # PostgreSQL keeps what was rolled back as dead rows, until VACUUM
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("spill", ["OFF", "ON"])
def test_what_was_refused_was_never_in_the_file(spill, office):
    word = f"refused with spill {spill}"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_spill")
        assert cursor.fetchone()[0] == 0
        cursor.execute("PRAGMA cache_size")
        usual = cursor.fetchone()[0]
        cursor.execute("PRAGMA cache_size=20")
        cursor.execute(f"PRAGMA cache_spill={spill}")
    _write_letters("x" * 1_000)
    Letter.objects.all().delete()  # leaves free pages, which a rollback does not restore
    try:
        with pytest.raises(NotNow), transaction.atomic():
            _write_letters(word * 50)
            raise NotNow("No.")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_spill=OFF")
            cursor.execute(f"PRAGMA cache_size={usual}")

    assert left([word]) == ([] if spill == "OFF" else [word])


def _write_letters(body):
    told = {"to_name": "N", "to_email": "n@example.org", "language": "en", "subject": "S", "written_at": NOW}
    Letter.objects.bulk_create(
        Letter(key=f"test:spill:{number}", body=body, not_before=NOW, **told) for number in range(600)
    )


@pytest.mark.django_db
def test_what_both_sides_adopted_stays_word_for_word(office):
    somebody = Somebody(office)
    session = office.session(at=Stage.HELD)
    item = session.items.last()
    minuting.write(item, language="en", words=f"{somebody.name} agreed.", read_version=0, was="", by=office.officer)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    adopt(session, sha256=fingerprint(content_of(session)), at=NOW, by=somebody.user)
    adopt(session, sha256=fingerprint(content_of(session)), at=NOW, by=office.officer)
    before = FinalMinutes.objects.get()

    erase(of_account(somebody.user), at=NOW, by=office.head)

    after = FinalMinutes.objects.get()
    assert somebody.name in after.content
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert {one.by_name for one in session.adoptions.all()} == {ERASED, office.officer.name}
    page = browser_of(office.officer).get(session.get_absolute_url()).content.decode()
    assert "a person whose data were erased" in page


@pytest.mark.django_db
def test_who_declined_what_another_wrote_is_told_no_more_and_who_wrote_it_still_is(office):
    somebody = Somebody(office)
    item = office.session(at=Stage.ADOPTED).items.last()
    declined = propose_corrigendum(item, reading=Text(en="Ours."), why="A slip.", at=NOW, by=office.officer)
    decline_corrigendum(declined, answer="No.", at=NOW, by=somebody.user)
    with export(of_account(somebody.user), at=NOW, by=somebody.user) as file, ZipFile(file) as archive:
        told = json.loads(archive.read("person.json"))

    erase(of_account(somebody.user), at=NOW, by=office.head)

    (found,) = [one for one in told["records"] if one["kind"] == "meetings.Corrigendum"]
    assert (found["tie"], found["rows"]) == ("signed", [{"id": declined.pk, "ended_by": somebody.name}])
    declined.refresh_from_db()
    assert (declined.proposed_by, declined.ended_by, declined.answer) == (office.officer.name, ERASED, "No.")
    assert known([somebody.name]) == []


@pytest.mark.django_db
def test_history_says_that_somebody_was_erased_and_who_else_did_what(somebody, office, client):
    erase(of_account(somebody.user), at=NOW, by=office.head)

    newest = Entry.objects.about(somebody.person).first()
    assert (newest.act, newest.by_name, newest.subject_name) == ("erased", "Hana Head", ERASED)
    begun = Entry.objects.filter(act="begun").get()
    assert (begun.by_name, begun.before["stage"], begun.after["stage"]) == (ERASED, "open", "in_progress")
    page = browser_of(office.head).get("/fr/journal/").content.decode()
    assert "une personne dont les données ont été effacées" in page


@pytest.mark.django_db
def test_whoever_still_owns_promises_is_not_erased(office):
    with pytest.raises(NotNow, match="Hand"):
        office.commitment()
        erase(of_account(office.officer), at=NOW, by=office.head)

    assert User.objects.get(pk=office.officer.pk).erased_at is None
    assert Entry.objects.about(office.keeper).first().act != "erased"


@pytest.mark.django_db
def test_the_only_head_is_not_erased(office):
    with pytest.raises(NotNow, match="only head"):
        erase(of_account(office.head), at=NOW, by=office.head)


@pytest.mark.django_db
def test_nobody_is_erased_twice_and_never_comity_itself(somebody, office):
    erase(of_account(somebody.user), at=NOW, by=office.head)

    with pytest.raises(NotNow, match="already"):
        erase(of_account(somebody.user), at=NOW, by=office.head)
    with acting(by=None):
        machine = User.objects.machine()
    with pytest.raises(NotNow, match="own account"):
        erase(of_account(machine), at=NOW, by=office.head)


@pytest.mark.django_db
def test_others_who_share_the_name_or_the_mailbox_keep_theirs(somebody, office):
    namesake = make.person(somebody.name, by=office.officer, email="namesake@example.org")
    colleague = make.person("Colleague Example", by=office.officer, email=somebody.email)

    erase(of_account(somebody.user), at=NOW, by=office.head)

    namesake, colleague = (Person.objects.get(pk=one.pk) for one in (namesake, colleague))
    assert (str(namesake), namesake.email) == (somebody.name, "namesake@example.org")
    assert (str(colleague), colleague.email) == ("Colleague Example", somebody.email)


# After a restore


@pytest.mark.django_db
def test_whoever_a_restore_brings_back_is_erased_again(somebody, office):
    of_them = PersonalKey.objects.exclude(kind=None).filter(number__in=[somebody.person.pk, somebody.user.pk])
    remembering.write({one.mark for one in of_them if one.kind.model in ("user", "person")})

    with patch.object(again, "settle") as settled:
        erased = again.erase_again(at=NOW)

    assert erased >= 1
    settled.assert_called_once()  # however many were erased, the file is written anew once
    assert User.objects.get(pk=somebody.user.pk).erased_at
    assert Person.objects.get(pk=somebody.person.pk).erased_at
    assert known(somebody.canaries) == []
    assert again.erase_again(at=NOW) == 0


def test_the_list_of_the_erased_names_nobody(somebody, office):
    erase(of_account(somebody.user), at=NOW, by=office.head)
    remembering.write()

    told = remembering.path().read_text()
    assert told
    assert all(len(line) == 32 and set(line) <= set("0123456789abcdef") for line in told.split())


def test_everybody_has_a_key_after_tidying(db):
    with acting(by=None):
        user = User.objects.enter("early@example.org", name="Early Bird", role="reader")

    retention.tidy(now=NOW)

    assert PersonalKey.objects.filter(kind__model="user", number=user.pk).count() == 1


# Throwing away in time


@pytest.mark.promise
@pytest.mark.django_db
def test_p15_what_was_kept_long_enough_is_thrown_away(somebody, office, promised):
    trial = promised("P15", "what was kept long enough is thrown away by itself", small=1, full=1)
    Letter.objects.filter(to_email=somebody.email).update(sent_at=NOW)
    User.objects.filter(pk=somebody.user.pk).update(last_login=NOW)
    office.session()
    now = timezone.now()
    due = {rule.model._meta.label: rule.rows(now + timedelta(days=400)).count() for rule in retention.RULES}
    early = [rule.rows(now).count() for rule in retention.RULES if rule.days >= 90]

    counts = retention.tidy(now=now + timedelta(days=400))

    assert {name: number for name, number in due.items() if number} == counts
    assert set(counts) >= {"journal.Letter", "accounts.SignedLink", "meetings.Invitation", "meetings.ReceivedMail"}
    for rule in retention.RULES:
        trial.count(not rule.rows(now + timedelta(days=400)).exists(), rule.model._meta.label)
    entry = Entry.objects.about(Tidying.objects.get()).get()
    assert entry.after["counts"] == counts
    assert known([somebody.email]) == [somebody.email]  # history is not what retention throws away
    assert retention.tidy(now=now + timedelta(days=400)) == {}
    assert Tidying.objects.count() == 1
    assert sum(early) == 0
    trial.failed_without(sum(due.values()))


@pytest.mark.django_db
def test_the_worker_tidies_once_a_day(office):
    assert retention.tidy_if_due(now=NOW)
    assert not retention.tidy_if_due(now=NOW + timedelta(hours=23))
    assert retention.tidy_if_due(now=NOW + timedelta(hours=25))
