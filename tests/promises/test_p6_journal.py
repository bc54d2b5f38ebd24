"""P6: whoever holds an old checkpoint can prove that the journal was altered, cut, reordered, added to or forked."""

import random
import shutil
import subprocess
from argparse import Namespace
from importlib import import_module
from itertools import islice, pairwise

import pytest
from django.db import connection, transaction
from django.utils import timezone

from comity.cli.sealing import verify
from comity.journal import checkpoints, guards, merkle
from comity.journal.models import Change, Checkpoint, Entry, Leaf, Tree, Unsealed
from comity.journal.sealing import BETWEEN, seal
from comity.journal.verifying import exported, faults, unusable
from comity.meetings.models import Stage
from tests.conftest import ROOT

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is missing")
VERIFIER = ROOT / "comity" / "journal" / "verifier" / "verify.mjs"
SEAL_OF_ENTRIES = import_module("comity.journal.migrations.0002_append_only")


@pytest.fixture
def sealed(office):
    """A journal with a checkpoint in somebody else's hands, and more written and sealed since; the checkpoint."""
    office.session(at=Stage.CONVENED)
    now = timezone.now()
    seal(now=now)
    held = checkpoints.newest()
    office.partner.change(country="DE", by=office.officer)
    office.partner.change(country="FR", by=office.officer)
    seal(now=now + BETWEEN * 2)
    return held


@pytest.fixture
def open_to_tampering():
    """The guards and seals are away, as for somebody who owns the database; all is taken back at the end."""
    guards.lift(connection)
    with connection.cursor() as cursor:
        away = SEAL_OF_ENTRIES.SQLITE_BACK if connection.vendor == "sqlite" else SEAL_OF_ENTRIES.POSTGRESQL_BACK
        for statement in away:
            cursor.execute(statement)


class TakeBack(Exception):
    """Every mutation is taken back before the next."""


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found_after(mutation, held, look=faults):
    """What a look at the journal finds after a mutation, which is then taken back."""
    result = None
    try:
        with transaction.atomic():
            mutation()
            result = look(held=[held] if held else [])
            raise TakeBack
    except TakeBack:
        return result


# Mutations. Each returns what it does, as a function, with a word for it.


def other_letter(words, at):
    return words[:at] + ("x" if words[at] != "x" else "y") + words[at + 1 :]


def altered_letters():
    """One letter of one column of one row."""
    for model, columns in ((Entry, ["act", "by_name", "subject_name"]), (Change, ["who", "table_name", "row_key"])):
        for row in model.objects.order_by("pk"):
            for column in columns:
                words = getattr(row, column)
                for at in range(len(words)):
                    yield f"{row!r} {column} {at}", change_of(row, column, other_letter(words, at))


def change_of(row, column, value):
    table, number = row._meta.db_table, row.pk
    return lambda: sql(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, number)


def deleted_rows():
    for model in (Entry, Change):
        for row in model.objects.order_by("pk"):
            table, number = row._meta.db_table, row.pk
            yield (
                f"{row!r} deleted",
                lambda table=table, number=number: sql(f"DELETE FROM {table} WHERE id = %s", number),
            )


def swapped_rows():
    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    for one, other in pairwise(numbers):

        def swap(one=one, other=other):
            for column in ("act", "subject_id", "at", "by_user_id"):
                sql(
                    f"UPDATE journal_entry SET {column} = (SELECT {column} FROM journal_entry other WHERE other.id ="
                    f" %s + %s - journal_entry.id) WHERE id IN (%s, %s)",
                    *(one, other, one, other),
                )

        yield f"{one} and {other} changed places", swap


def forks(seed=0):
    """A row is altered, deleted or cut off, and everything is sealed and signed anew by somebody who has the key."""
    chance = random.Random(seed)
    entries = list(Entry.objects.filter(pk__in=Leaf.objects.filter(kind="entry").values("number")).order_by("pk"))
    before = [one for one in entries if Leaf.objects.get(kind="entry", number=one.pk).index < held_size()]
    for row in before:
        how = chance.choice(["altered", "deleted", "cut"])

        def fork(row=row, how=how):
            if how == "altered":
                sql("UPDATE journal_entry SET why = 'another reason' WHERE id = %s", row.pk)
            elif how == "deleted":
                sql("DELETE FROM journal_entry WHERE id = %s", row.pk)
            else:
                sql("DELETE FROM journal_entry WHERE id >= %s", row.pk)
            sealed_anew()

        yield f"fork: {row!r} {how}", fork


def held_size():
    return Checkpoint.objects.order_by("size").first().size


def sealed_anew():
    """All leaves and checkpoints are made anew from what stands there, with the true key."""
    order = list(Leaf.objects.order_by("index").values_list("kind", "number"))
    for model in (Leaf, Checkpoint, Tree, Unsealed):
        sql(f"DELETE FROM {model._meta.db_table}")
    there = {"entry": set(Entry.objects.values_list("pk", flat=True))}
    there["change"] = set(Change.objects.values_list("pk", flat=True))
    Unsealed.objects.bulk_create(Unsealed(kind=kind, number=one) for kind, one in order if one in there[kind])
    seal(now=timezone.now())


def cut_tails():
    for size in range(1, Leaf.objects.count()):
        yield f"cut to {size}", lambda size=size: cut(size)


def cut(size):
    """The database of an earlier day is put in the place of today's."""
    for kind, table in (("entry", "journal_entry"), ("change", "journal_change")):
        gone = 'SELECT number FROM journal_leaf WHERE kind = %s AND "index" >= %s'
        sql(f"DELETE FROM {table} WHERE id IN ({gone})", kind, size)
    sql('DELETE FROM journal_leaf WHERE "index" >= %s', size)
    sql("DELETE FROM journal_checkpoint WHERE size > %s", size)
    peaks = []
    for number, one in enumerate(Leaf.objects.order_by("index")):
        peaks = merkle.grown(peaks, number, bytes.fromhex(one.hash))
    Tree.objects.update(size=size, peaks=[one.hex() for one in peaks])


def slipped_in():
    for row in Entry.objects.order_by("pk"):
        columns = [field.column for field in Entry._meta.concrete_fields if not field.primary_key]
        names = ", ".join(f'"{one}"' for one in columns)

        def slip(row=row, names=names):
            sql(f"INSERT INTO journal_entry ({names}) SELECT {names} FROM journal_entry WHERE id = %s", row.pk)

        yield f"a second {row!r}", slip


def moved_leaves():
    for at in range(Leaf.objects.count() - 1):

        def move(at=at):
            one, other = Leaf.objects.get(index=at), Leaf.objects.get(index=at + 1)
            for index, leaf in ((-1, one), (at, other), (at + 1, one)):
                sql(
                    'UPDATE journal_leaf SET "index" = %s WHERE kind = %s AND number = %s',
                    index,
                    leaf.kind,
                    leaf.number,
                )

        yield f"leaf {at} moved behind the next", move


def mutations():
    """One of each kind in turn, so that a few are already of every kind."""
    kinds = [list(kind()) for kind in (altered_letters, deleted_rows, swapped_rows, forks, slipped_in, moved_leaves)]
    kinds.append([one for one in cut_tails() if int(one[0].split()[-1]) < held_size()])
    chance = random.Random(1)
    for kind in kinds:
        chance.shuffle(kind)
    for turn in range(max(map(len, kinds))):
        for kind in kinds:
            if turn < len(kind):
                yield kind[turn]


@pytest.mark.promise
@pytest.mark.django_db
def test_p6_whoever_holds_a_checkpoint_finds_every_change(sealed, open_to_tampering, promised):
    trial = promised("P6", "every change of the journal is found by a held checkpoint", small=70, full=10_000)

    for what, mutation in islice(mutations(), trial.size):
        trial.count(bool(found_after(mutation, sealed)), what)

    trial.tell(journal=Leaf.objects.count())
    # Without a checkpoint that somebody else holds, whoever has the key can make all of it agree again.
    trial.failed_without(sum(found_after(fork, held=None) == [] for _what, fork in forks()))


def node(tmp_path, held):
    """What the second verifier says of the journal as it stands: whether everything agrees."""
    journal, kept = tmp_path / "journal.txt", tmp_path / "held.txt"
    journal.write_text("".join(f"{line}\n" for line in exported()))
    kept.write_text(held)
    done = subprocess.run([shutil.which("node"), VERIFIER, journal, kept], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0


@needs_node
@pytest.mark.promise
@pytest.mark.django_db
def test_p6_a_second_verifier_agrees(sealed, open_to_tampering, promised, tmp_path):
    trial = promised("P6", "a second verifier in another language says the same", small=7, full=400)
    trial.count(node(tmp_path, sealed) and faults(held=[sealed]) == [], "the journal as it is")

    for what, mutation in islice(mutations(), trial.size):
        if not what.startswith(("a second", "leaf")):  # what never got a leaf is not in the export; see the first
            verdict = found_after(mutation, sealed, look=lambda held: node(tmp_path, held[0]))
            trial.count(verdict is False, what)

    _what, fork = next(forks())
    trial.failed_without(int(found_after(fork, sealed, look=lambda held: node(tmp_path, checkpoints.newest()))))


@needs_node
@pytest.mark.parametrize("content", [b"", b"\x00\xff\n of another kind\n", None], ids=["nothing", "foreign", "absent"])
def test_the_second_verifier_takes_nothing_else_for_a_journal_and_says_so_in_words(tmp_path, content):
    journal = tmp_path / "journal.txt"
    if content is not None:
        journal.write_bytes(content)

    done = subprocess.run([shutil.which("node"), VERIFIER, journal], capture_output=True, text=True)

    assert done.returncode == 1
    assert ("cannot be read" if content is None else "this is no export of a journal") in done.stderr
    assert "    at " not in done.stderr  # no trace of where in its code it failed


@needs_node
@pytest.mark.django_db
def test_a_later_checkpoint_grows_out_of_a_held_one(sealed, client, tmp_path):
    old, new = (one.size for one in Checkpoint.objects.order_by("size"))
    texts = {"old": sealed, "new": client.get("/journal/checkpoint").content.decode()}
    texts["proof"] = client.get(f"/journal/proof/{old}/{new}").content.decode()
    texts["key"] = client.get("/journal/key").content.decode()
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    told = [checkpoints.read(texts[name], key=texts["key"].strip()) for name in ("old", "new")]
    proof = [bytes.fromhex(line) for line in texts["proof"].split()]

    verdict = subprocess.run(
        [shutil.which("node"), VERIFIER, "--consistency", *(tmp_path / name for name in texts)], capture_output=True
    )

    assert merkle.is_consistent(told[0].size, told[0].root, told[1].size, told[1].root, proof)
    assert verdict.returncode == 0, verdict.stderr


def test_what_is_no_checkpoint_proves_nothing_and_is_not_held_against_the_journal(sealed, tmp_path, capsys):
    (tmp_path / "poem").write_text("no checkpoint")
    (tmp_path / "held").write_text(sealed)

    with_poem = verify(Namespace(held=[tmp_path / "poem"], key=""))
    said = capsys.readouterr().out
    with_held = verify(Namespace(held=[tmp_path / "held"], key=""))

    assert (with_poem, with_held) == (1, 0)
    assert "NO USE" in said and "proves nothing" in said
    assert "NOT what it was" not in said
    assert unusable(held=["no checkpoint", sealed]) != [] and unusable(held=[sealed]) == []


def test_what_is_published_says_nothing_of_the_journal(sealed, client):
    old, new = (one.size for one in Checkpoint.objects.order_by("size"))
    told = client.get(f"/journal/proof/{old}/{new}").content.decode()

    assert all(len(line) == 64 for line in told.split())
    assert Leaf.objects.values("salt").distinct().count() == Leaf.objects.count()
