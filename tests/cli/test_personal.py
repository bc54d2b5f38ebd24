"""Personal data from the command line."""

import json
from zipfile import ZipFile

import pytest

from comity import cli
from comity.accounts.models import User
from comity.journal.models import PersonalKey, Receipt
from comity.journal.personal import key_of
from comity.personal import remembering
from comity.personal.models import Tidying
from tests.make import NOW
from tests.promises.somebody import Somebody
from tests.standing import stands


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path


@stands
def somebody(office):
    return Somebody(office)


def test_a_person_is_exported_by_address(somebody, tmp_path, capsys):
    path = tmp_path / "all.zip"

    assert cli.main(["export", "person", somebody.email, str(path)]) == 0

    with ZipFile(path) as archive:
        assert somebody.name in json.loads(archive.read("person.json"))["names"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert cli.main(["export", "person", somebody.email, str(path)]) == 1
    assert "is there already" in capsys.readouterr().err


def test_the_journal_is_exported_as_before(office, tmp_path):
    assert cli.main(["export", "journal", str(tmp_path / "journal.txt")]) == 0
    assert cli.main(["export", "journal", "a", "b"]) == 1
    assert cli.main(["export", "person", "nobody@example.org"]) == 1


def test_erasing_first_tells_what_would_go(somebody, capsys):
    assert cli.main(["erase", "person", somebody.email]) == 1

    assert "Nothing was erased" in capsys.readouterr().out
    assert User.objects.get(pk=somebody.user.pk).erased_at is None


def test_a_person_is_erased_by_number(somebody, capsys):
    assert cli.main(["erase", "person", f"person:{somebody.person.pk}", "--yes"]) == 0

    told = capsys.readouterr().out
    assert "Keys destroyed" in told
    assert somebody.name not in told
    assert User.objects.get(pk=somebody.user.pk).erased_at


def test_who_is_not_known_or_not_meant_clearly_is_refused(somebody, office, capsys):
    assert cli.main(["erase", "person", "nobody@example.org", "--yes"]) == 1
    assert "Nobody is known" in capsys.readouterr().err
    office.commitment()
    assert cli.main(["erase", "person", office.officer.email, "--yes"]) == 1
    assert "still owns" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_tidying_tells_what_went_and_erases_again(somebody, capsys):
    Receipt.objects.create(key="k", sending="s", at=NOW.replace(year=2020))
    keys = [one.mark for one in marks_of(somebody)]
    remembering.write(set(keys))

    assert cli.main(["tidy"]) == 0

    told = capsys.readouterr().out
    assert "journal.Receipt 1" in told
    assert "Erased again" in told
    assert Tidying.objects.count() == 1


def marks_of(somebody):

    return PersonalKey.objects.of([key_of(somebody.person)]).values()


def test_a_list_that_cannot_be_read_stops_a_restore_before_it_begins(db, tmp_path, capsys):
    assert cli.main(["restore", str(tmp_path / "no.tar"), "--erased", str(tmp_path / "none")]) == 1

    assert "cannot be read" in capsys.readouterr().err
