"""The `comity` command says what each of its words does, and refuses in words."""

import os
import signal
import stat
import subprocess
import sys
from argparse import Namespace

import pytest

from comity.accounts.models import User
from comity.cli import beginning, main
from comity.cli.commands import COMMANDS
from comity.cli.surroundings import Surroundings, keep_address, kept_key, lay
from comity.journal.models import Entry, Letter
from comity.partners.models import Organisation
from tests import make, template

TABLE = "name_en,acronym,kind,country\nMax Planck Society,MPG,association,DE\n"
BROKEN = TABLE + "No Such Kind,,circus,DE\n"


@pytest.fixture
def table(tmp_path):
    def write(words):
        path = tmp_path / "partners.csv"
        path.write_text(words)
        return str(path)

    return write


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_it_does_with_an_example(name, capsys):
    with pytest.raises(SystemExit) as done:
        main([name, "--help"])

    said = capsys.readouterr().out
    assert done.value.code == 0
    assert COMMANDS[name].does in said
    assert f"example:\n  comity {name}" in said


def test_comity_alone_lists_its_commands(capsys):
    assert main([]) == 0

    said = capsys.readouterr().out
    assert all(f"\n    {name} " in said for name in COMMANDS)


def test_any_other_word_is_one_of_djangos(capsys, db):
    assert main(["diffsettings"]) == 0

    assert "INSTALLED_APPS" in capsys.readouterr().out


def test_a_table_is_shown_before_anything_is_entered(db, table, capsys):
    assert main(["import", "organisations", table(TABLE)]) == 0

    assert "new    Max Planck Society" in capsys.readouterr().out
    assert Organisation.objects.count() == Entry.objects.count() == 0


def test_a_table_is_entered_once_however_often_it_is_brought(db, table, capsys):
    by = make.user()

    first = main(["import", "organisations", table(TABLE), "--apply", "--by", by.email])
    told_first = capsys.readouterr().out
    second = main(["import", "organisations", table(TABLE), "--apply", "--by", by.email])

    assert (first, second) == (0, 0)
    assert told_first.endswith("Entered.\n")
    assert capsys.readouterr().out.endswith("There was nothing to enter.\n")
    assert Organisation.objects.count() == 1
    assert set(Entry.objects.values_list("by_user", flat=True)) == {by.pk}


def test_rows_with_faults_are_named_and_left_out(db, table, capsys):
    assert main(["import", "organisations", table(BROKEN), "--apply"]) == 1

    assert "kind: “\u2068circus\u2069” is not a kind" in capsys.readouterr().out
    assert Organisation.objects.count() == 1
    assert User.objects.machine().pk in Entry.objects.values_list("by_user", flat=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "organisations", "/no/such.csv"], "cannot be read"),
        (["import", "organisations", __file__], "names no column of names"),
    ],
)
def test_what_is_no_table_is_refused_in_words(db, words, said, capsys):
    assert main(words) == 1

    assert said in capsys.readouterr().err


def test_nobody_unknown_enters_a_table(db, table, capsys):
    assert main(["import", "organisations", table(TABLE), "--apply", "--by", "nobody@example.org"]) == 1

    assert "there is no account nobody@example.org" in capsys.readouterr().err
    assert Organisation.objects.count() == 0


def test_reminding_twice_on_a_day_writes_nothing_twice(office, capsys):
    office.commitment(due_on=make.TODAY)

    main(["remind"])
    written = Letter.objects.count()
    main(["remind"])

    assert Letter.objects.count() == written
    assert capsys.readouterr().out.splitlines()[1].endswith(": 0")


def test_the_worker_sends_what_waits(office, capsys, mailoutbox):
    office.session(at=make.Stage.CIRCULATED)
    waiting = Letter.objects.filter(sent_at=None).count()

    assert main(["worker", "--once"]) == 0

    assert len(mailoutbox) == waiting
    assert Letter.objects.filter(sent_at=None).count() == 0


def test_a_demonstration_keeps_its_key_for_nobody_else_to_read(tmp_path):
    key = kept_key(tmp_path)

    assert kept_key(tmp_path) == key
    assert len(key) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("surroundings", [Surroundings.DEMONSTRATION, Surroundings.SERVER])
def test_a_server_on_this_machine_goes_by_a_name_as_passkeys_need_it(surroundings, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"COMITY_DATA": str(tmp_path)})

    lay(surroundings, Namespace(port=8123))

    assert os.environ["COMITY_ADDRESS"] == "http://localhost:8123"


def test_the_address_that_the_operator_gives_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"COMITY_DATA": str(tmp_path), "COMITY_ADDRESS": "https://comity.example.org"})

    lay(Surroundings.DEMONSTRATION, Namespace(port=8123))

    assert os.environ["COMITY_ADDRESS"] == "https://comity.example.org"


def laid_beside_a_demonstration(data, monkeypatch, **given):
    monkeypatch.setattr(os, "environ", {"COMITY_DATA": str(data), **given})
    keep_address(data, "http://localhost:8123")
    lay(Surroundings.AS_GIVEN, Namespace())
    return os.environ["COMITY_ADDRESS"]


def test_a_command_writes_the_address_of_the_demonstration_whose_data_it_works_on(tmp_path, monkeypatch):
    assert laid_beside_a_demonstration(tmp_path, monkeypatch) == "http://localhost:8123"


def test_the_address_that_the_operator_gives_goes_before_the_one_of_a_demonstration(tmp_path, monkeypatch):
    address = laid_beside_a_demonstration(tmp_path, monkeypatch, COMITY_ADDRESS="https://comity.example.org")

    assert address == "https://comity.example.org"


def test_where_no_demonstration_was_shown_a_command_adds_no_address(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"COMITY_DATA": str(tmp_path)})

    lay(Surroundings.AS_GIVEN, Namespace())

    assert "COMITY_ADDRESS" not in os.environ


def test_a_server_goes_by_the_port_that_it_listens_on_whatever_a_demonstration_left(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"COMITY_DATA": str(tmp_path)})
    keep_address(tmp_path, "http://localhost:8123")

    lay(Surroundings.SERVER, Namespace(port=8200))

    assert os.environ["COMITY_ADDRESS"] == "http://localhost:8200"


def begun():
    return main(["begin", "Office of Example", "--email", "hana@example.org", "--name", "Hana Head"])


def test_a_comity_of_ones_own_begins_with_its_host_and_an_invited_head(db, capsys, client):
    assert begun() == 0

    head = User.objects.get(email="hana@example.org")
    link = next(line.strip() for line in capsys.readouterr().out.splitlines() if "/join/" in line)
    assert str(Organisation.objects.host()) == "Office of Example"
    assert (head.role, head.is_active) == ("head", False)
    assert "hana@example.org" in client.get(link).text


def test_nothing_begins_without_tables(db, capsys, monkeypatch):
    monkeypatch.setattr(beginning, "unapplied", lambda: ["partners.0001_initial"])

    assert begun() == 1
    assert "Run: comity migrate" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_a_comity_begins_once(db, capsys):
    begun()

    assert begun() == 1
    assert "has begun already" in capsys.readouterr().err
    assert Organisation.objects.count() == 1


def test_a_beginning_that_cannot_be_leaves_nothing_behind(db, capsys):
    code = main(["begin", "Office of Example", "--email", "no address", "--name", "Hana Head"])

    assert code == 1
    assert "comity begin:" in capsys.readouterr().err
    assert not Organisation.objects.exists()


@pytest.mark.sqlite_only  # a pipe is the same beside both
def test_whoever_reads_only_the_first_lines_of_a_command_sees_no_fault(tmp_path):
    path, long = tmp_path / "many.csv", "of everything " * 15  # more altogether than a pipe holds
    path.write_text("name_en,kind\n" + "".join(f"University {long}{n},university\n" for n in range(500)))
    template.empty(tmp_path / "data")
    data = {**os.environ, "COMITY_DATA": str(tmp_path / "data")}

    asked = [sys.executable, "-m", "comity", "import", "organisations", str(path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(asked, env=data, text=True, **pipes) as command:
        assert command.stdout.readline().split()[0] == "2"
        command.stdout.close()
        said = command.stderr.read()

    assert (said, command.returncode) == ("", 128 + signal.SIGPIPE)


def turned_down():
    return [(one.subject_name, one.after["trouble"]) for one in Entry.objects.filter(act="turned_down")]


@pytest.mark.parametrize("words", [["import", "organisations"], ["import", "ror"], ["restore"]])
def test_what_a_command_refuses_to_take_is_written_into_the_journal(db, tmp_path, capsys, words):
    path = tmp_path / "damaged.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing of the kind")

    assert main([*words, str(path)]) == 1

    [(command, told)] = turned_down()
    assert command == f"comity {words[0]}"
    assert told[:200] in capsys.readouterr().err


def test_what_was_only_typed_wrongly_is_not(db, capsys):
    assert main(["begin", "Office of Example", "--email", "no address", "--name", "Hana Head"]) == 1

    assert turned_down() == []
