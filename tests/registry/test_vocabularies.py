"""A vocabulary in SKOS is entered whole or not at all: concepts by address, labels in every language."""

import pytest
from django.utils import translation

from comity.journal.models import Entry
from comity.registry.models import Concept, Run, Scheme
from comity.registry.skos import import_skos
from comity.registry.streams import NotADump
from tests.make import NOW
from tests.registry.records import THESAURUS, machine

pytestmark = pytest.mark.django_db
TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix v: <http://example.org/v/> .
<http://example.org/v> a skos:ConceptScheme ; skos:prefLabel "Fields"@en , "Domaines"@fr .
v:science a skos:Concept ; skos:inScheme <http://example.org/v> ;
  skos:prefLabel "Science"@en , "علوم"@ar ; skos:narrower v:optics .
v:optics a skos:Concept ; skos:inScheme <http://example.org/v> ;
  skos:prefLabel "Optics"@en , "Optique"@fr ; skos:altLabel "Photonics"@en .
"""
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:ConceptScheme rdf:about="http://example.org/v"/>
<skos:Concept rdf:about="http://example.org/v/science"><skos:prefLabel xml:lang="en">Science</skos:prefLabel>
</skos:Concept></rdf:RDF>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&z;</rdf:RDF>"""


def bring(folder, text, name="v.ttl"):
    path = folder / name
    path.write_text(text)
    return import_skos(path, by=machine(), at=NOW)


def counts(new=0, changed=0, unchanged=0, withdrawn=0, faulty=0):
    return {"new": new, "changed": changed, "unchanged": unchanged, "withdrawn": withdrawn, "faulty": faulty}


def test_concepts_keep_their_address_labels_and_what_is_broader(tmp_path):
    run = bring(tmp_path, TURTLE)

    assert run.counts == counts(new=2)
    optics = Concept.objects.get(pk="http://example.org/v/optics")
    assert (dict(optics.label), optics.others) == ({"en": "Optics", "fr": "Optique"}, {"en": ["Photonics"]})
    assert (optics.broader, optics.scheme.pk) == (["http://example.org/v/science"], "http://example.org/v")
    assert dict(Scheme.objects.get().name) == {"en": "Fields", "fr": "Domaines"}
    assert Entry.objects.about(run).get().after["new"] == 2


def test_a_label_is_shown_in_the_readers_language(tmp_path):
    bring(tmp_path, TURTLE)

    with translation.override("ar"):
        assert str(Concept.objects.get(pk="http://example.org/v/science")) == "علوم"


def test_the_same_vocabulary_again_changes_nothing(tmp_path):
    bring(tmp_path, TURTLE)

    assert bring(tmp_path, TURTLE).counts == counts(unchanged=2)


def test_a_concept_that_is_gone_stays_for_what_refers_to_it(tmp_path):
    bring(tmp_path, TURTLE)

    beginning, optics = TURTLE.split("v:science a")[0], TURTLE.split("v:optics a")[1]
    later = f"{beginning}v:optics a{optics}".replace("Optique", "L’optique")

    assert bring(tmp_path, later).counts == counts(changed=1, withdrawn=1)
    assert Concept.objects.get(pk="http://example.org/v/science").is_withdrawn
    assert bring(tmp_path, TURTLE).counts["changed"] == 2
    assert not Concept.objects.get(pk="http://example.org/v/science").is_withdrawn


def test_concepts_are_found_by_a_few_letters_of_any_label(tmp_path):
    bring(tmp_path, TURTLE)

    assert [one.pk[-6:] for one in Concept.objects.found_by("photo")] == ["optics"]
    assert [one.pk[-7:] for one in Concept.objects.found_by("علو")] == ["science"]
    assert not Concept.objects.found_by("").exists()


def test_rdf_xml_is_read_too(tmp_path):
    assert bring(tmp_path, RDF, "v.rdf").counts == counts(new=1)


def test_a_concept_that_points_to_itself_is_named_and_taken_without_that(tmp_path):
    run = bring(tmp_path, TURTLE.replace("skos:narrower v:optics", "skos:broader v:science"))

    assert run.faults == [[2, "http://example.org/v/science points to itself: this relation was left out"]]
    assert Concept.objects.get(pk="http://example.org/v/science").broader == []


def test_a_concept_without_label_is_named_and_left_out(tmp_path):
    run = bring(tmp_path, TURTLE + "v:none a skos:Concept .")

    assert (run.counts["faulty"], Concept.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (TURTLE[:300], "v.ttl", "damaged"),
        ("{}", "v.json", "ends otherwise"),
        ("<html></html>", "v.rdf", "no vocabulary|damaged"),
        ("", "v.ttl", "no vocabulary"),
        (RDF[:200], "v.xml", "damaged"),
        (BOMB.format("".join(f'<!ENTITY {b} "{f"&{a};" * 40}">' for a, b in zip("abcdefg", "bcdefgz", strict=True))),
         "v.rdf", "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_vocabulary_is_refused_and_leaves_nothing(tmp_path, text, name, words):
    with pytest.raises(NotADump, match=words):
        bring(tmp_path, text, name)

    assert not Scheme.objects.exists()
    assert not Run.objects.exists()


@pytest.mark.skipif(not THESAURUS.exists(), reason="the thesaurus of UNESCO is not here")
def test_the_thesaurus_of_unesco_is_entered():
    run = import_skos(THESAURUS, by=machine(), at=NOW)

    assert run.counts == counts(new=4421)
    education = Concept.objects.get(pk="http://vocabularies.unesco.org/thesaurus/concept309")
    assert set(education.label) == {"en", "fr", "es", "ru"}
