"""A dump of ROR is read as a stream, can be stopped and repeated, and what is wrong in it is named and left out."""

import json

import pytest

from comity.journal.models import Entry
from comity.registry import importing
from comity.registry.models import Institution, Key, Run, Word
from comity.registry.streams import LONGEST_RECORD, NotADump
from tests.registry.records import LEIBNIZ, LIKAT, RABAT, SOME, XAVIER, bring, bring_records, dump, name, record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_portions(monkeypatch, settings, tmp_path):
    """Two records at a time, so that a few of them show what thousands do."""
    monkeypatch.setattr(importing, "THOUSAND", 2)
    settings.DATA = tmp_path


def counts(new=0, changed=0, unchanged=0, withdrawn=0, faulty=0):
    return {"new": new, "changed": changed, "unchanged": unchanged, "withdrawn": withdrawn, "faulty": faulty}


def every_row():
    institutions = sorted(Institution.objects.values_list("ror", "name", "digest", "status"))
    return institutions, sorted(Key.objects.values_list("word", "institution_id"))


# What is kept


@pytest.mark.parametrize("file", ["dump.json", "dump.json.gz", "dump.zip"])
def test_a_dump_is_read_however_it_is_packed(tmp_path, file):
    run = bring(dump(tmp_path, SOME, file))

    assert run.counts == counts(new=5)
    likat = Institution.objects.get(pk="029hg0311")
    assert (likat.name, likat.country, likat.place, likat.website) == (
        "Leibniz Institute for Catalysis",
        "DE",
        "Rostock",
        "https://example.org/",
    )
    assert likat.ids == {"wikidata": ["Q1814261"]}


def test_every_name_keeps_its_language_and_its_sort(tmp_path):
    bring_records(tmp_path, SOME)

    assert Institution.objects.get(pk="00r8w8f84").names == [
        ["Mohammed V University", "en", ["label", "ror_display"]],
        ["Université Mohammed V de Rabat", "fr", ["label"]],
        ["جامعة محمد الخامس", "ar", ["label"]],
    ]


def test_relations_are_followed_whatever_their_case(tmp_path):
    grown = record("029hg0311", "Catalysis", ties=[("Parent", "01n6r0e97"), ("successor", "057zh3y96")])

    bring_records(tmp_path, [grown])

    kept = Institution.objects.get()
    assert kept.tied("parent") == [("01n6r0e97", "Label of 01n6r0e97")]
    assert kept.tied("successor") == [("057zh3y96", "Label of 057zh3y96")]


def test_one_import_is_one_act_in_the_journal(tmp_path):
    run = bring_records(tmp_path, SOME)

    (entry,) = Entry.objects.about(run)
    assert (entry.act, entry.by_name) == ("imported", "Comity")
    assert entry.after == {"file": "dump.json", "sha256": run.sha256, **counts(new=5)}


# Repeated and stopped


def test_the_same_dump_again_changes_nothing(tmp_path):
    bring_records(tmp_path, SOME)
    before = every_row()

    assert bring_records(tmp_path, SOME).counts == counts(unchanged=5)
    assert every_row() == before


def test_a_later_dump_changes_what_differs_and_nothing_else(tmp_path):
    bring_records(tmp_path, SOME)
    renamed = record("029hg0311", "Institute of Catalytic Wonders")

    run = bring_records(tmp_path, [LEIBNIZ, renamed, RABAT | {"status": "withdrawn"}])

    assert run.counts == counts(changed=1, unchanged=1, withdrawn=1)
    assert not Key.objects.filter(institution="029hg0311", word="katalyse").exists()
    assert Key.objects.filter(institution="029hg0311", word="wonders").exists()
    assert not Key.objects.filter(institution="00r8w8f84").exists()
    assert Institution.objects.count() == 5


class Stopped(BaseException):
    pass


def stop_after(position):
    def tell(run, share):
        if run.position >= position:
            raise Stopped

    return tell


@pytest.mark.parametrize("position", [2, 4])
def test_a_stopped_import_goes_on_where_it_was(tmp_path, position):
    path = dump(tmp_path, SOME)
    with pytest.raises(Stopped):
        bring(path, tell=stop_after(position))
    assert Institution.objects.count() == position
    assert not Entry.objects.filter(act="imported").exists()

    run = bring(path)

    assert run.counts == counts(new=5)
    assert (Run.objects.count(), run.position) == (1, 5)
    alone = every_row()
    Institution.objects.all().delete()
    Key.objects.all().delete()
    bring(path)
    assert every_row() == alone


def test_a_portion_that_fails_leaves_nothing_of_itself(tmp_path, monkeypatch):
    path = dump(tmp_path, SOME)
    monkeypatch.setattr(Run, "advance", lambda *args, **kwargs: (_ for _ in ()).throw(Stopped()))

    with pytest.raises(Stopped):
        bring(path)

    assert not Institution.objects.exists()
    assert not Key.objects.exists()


def test_what_was_read_before_a_stop_can_be_found(tmp_path):
    with pytest.raises(Stopped):
        bring(dump(tmp_path, SOME), tell=stop_after(2))

    assert Word.objects.known(["catalysis", ""]) == {"catalysis": 1, "": 2}


def test_two_imports_do_not_run_at_once(tmp_path):
    path = dump(tmp_path, SOME)

    with pytest.raises(NotADump, match="another import"):
        bring(path, tell=lambda run, share: bring(path))


# Bad records


BAD = {
    "it has no id": {**XAVIER, "id": None},
    "its form or its check digits": {**XAVIER, "id": "https://ror.org/00f266q66"},
    "it is no record": 17,
    "it has no name": {**XAVIER, "names": []},
    "“names” is not a list": {**XAVIER, "names": "Xavier"},
    "a name is no text": {**XAVIER, "names": [name(["Xavier"])]},
    "has a member that is no object": {**XAVIER, "names": ["Xavier"]},
    "a name has 100,000 characters": {**XAVIER, "names": [name("x" * 100_000)]},
    "no letters that can be seen": {**XAVIER, "names": [name("\u200f\u202e")]},
    "“status” is 'asleep'": {**XAVIER, "status": "asleep"},
    "“types” has 'castle'": {**XAVIER, "types": ["castle"]},
    "country 'ZZ'": record("00f266q65", "Xavier", country="ZZ"),
    "a relation is of type 'cousin'": record("00f266q65", "Xavier", ties=[("cousin", "029hg0311")]),
    "029hg0312' is not a ROR id": record("00f266q65", "Xavier", ties=[("parent", "029hg0312")]),
    "“relationships” has 10,001 members": {**XAVIER, "relationships": [{}] * 10_001},
}


@pytest.mark.parametrize("words", BAD)
def test_a_bad_record_is_named_by_its_number_and_the_others_are_taken(tmp_path, words):
    run = bring_records(tmp_path, [LEIBNIZ, BAD[words], LIKAT])

    assert run.counts == counts(new=2, faulty=1)
    ((number, told),) = run.faults
    assert number == 2
    assert words in told


def test_a_record_that_points_to_itself_is_named_and_taken_without_that(tmp_path):
    odd = record("029hg0311", "Catalysis", ties=[("child", "029hg0311"), ("parent", "01n6r0e97")])

    run = bring_records(tmp_path, [LEIBNIZ, odd])

    assert run.faults == [[2, "it points to itself as its own child: this relation was left out"]]
    assert [tie for tie, _ror, _name in Institution.objects.get(pk="029hg0311").ties] == ["parent"]


def test_signs_that_turn_text_around_are_taken_out_and_told(tmp_path):
    run = bring_records(tmp_path, [record("029hg0311", "Insti\u202etute of\0 Tests")])

    assert Institution.objects.get().name == "Institute of Tests"
    assert run.faults == [[1, "signs that turn text around were taken out of a name"]]


def test_of_two_records_with_one_id_the_later_counts(tmp_path):
    run = bring_records(tmp_path, [LIKAT, record("029hg0311", "The later one")])

    assert Institution.objects.get().name == "The later one"
    assert run.counts == counts(new=1, faulty=1)
    assert run.faults[0][0] == 2


def test_a_website_that_is_none_is_not_kept(tmp_path):
    bring_records(tmp_path, [{**LIKAT, "links": [{"type": "website", "value": "javascript:alert(1)"}]}])

    assert Institution.objects.get().website == ""


# Bad files


FOREIGN = {
    "does not hold a list": '{"hello": 1}',
    "is empty": "",
    "no record in this file": "[]",
    "none of its records has names": '[{"title": "Moby Dick"}, 3]',
    "in schema 1": '[{"id": "https://ror.org/029hg0311", "name": "Catalysis"}]',
    "is damaged": '[{"id": nonsense}]',
}


@pytest.mark.parametrize("words", FOREIGN)
def test_a_foreign_file_is_refused_in_words_and_leaves_nothing(tmp_path, words):
    with pytest.raises(NotADump, match=words):
        bring_records(tmp_path, FOREIGN[words])

    assert not Institution.objects.exists()
    assert not Run.objects.exists()


def test_a_dump_that_was_cut_short_keeps_what_was_read(tmp_path):
    path = dump(tmp_path, json.dumps(SOME)[:-200])

    with pytest.raises(NotADump, match="cut short"):
        bring(path)

    assert Institution.objects.count() == 4
    assert Run.objects.get().position == 4


@pytest.mark.parametrize("file", ["dump.json.gz", "dump.zip"])
def test_a_packed_dump_that_was_cut_short_is_refused(tmp_path, file):
    path = dump(tmp_path, SOME, file)
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(NotADump):
        bring(path)


def test_a_packed_dump_with_a_changed_byte_is_refused(tmp_path):
    path = dump(tmp_path, SOME, "dump.json.gz")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)

    with pytest.raises(NotADump):
        bring(path)


def test_a_zip_without_a_dump_is_refused(tmp_path):
    path = tmp_path / "other.zip"
    path.write_bytes(b"PK\x05\x06" + bytes(18))

    with pytest.raises(NotADump, match=r"no \.json"):
        bring(path)


def test_a_record_without_end_is_not_read_to_its_end(tmp_path):
    endless = '[{"id": "' + "x" * (LONGEST_RECORD + 100_000) + '"}]'

    with pytest.raises(NotADump, match="longer than"):
        bring_records(tmp_path, endless)


def test_keys_are_written_past_the_orm_on_both_databases(tmp_path):
    bring_records(tmp_path, [record("029hg0311", "Ärzte & 'Quoted'\\Name\tx")])

    assert set(Key.objects.values_list("word", flat=True)) == {"arzte", "quoted", "name", "x", "=arzte quoted name x"}
