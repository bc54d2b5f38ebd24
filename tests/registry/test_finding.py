"""Letters in any language, an acronym, a misspelt name or a whole affiliation give the right institution first."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.registry.finding import find, named_in
from comity.registry.models import Institution
from tests.registry.records import DUMP, LINES, SOME, bring, bring_records, name, record

pytestmark = pytest.mark.django_db
OTHERS = [
    record("04byt9g09", "Xavier University", place="Cagayan de Oro", country="PH", types=["education"]),
    record("05a28rw58", "ETH Zurich", name("ETHZ", None, "acronym"), place="Zurich", country="CH", types=["education"]),
    record("01tgyzw49", "National Institute of Testing", place="Zurich", country="CH"),
    record("02crff812", "University of Zurich", place="Zurich", country="CH", types=["education"]),
    record("03yrm5c26", "Institute of Movement", ties=[("parent", "05a28rw58")], place="Zurich", country="CH"),
    record("0160cpw27", "Old Institute of Wonders", status="inactive", place="Zurich", country="CH"),
    record("02nv7yv05", "Gone Institute of Wonders", status="withdrawn", place="Zurich", country="CH"),
]


@pytest.fixture(autouse=True)
def registry(tmp_path, settings):
    settings.DATA = tmp_path
    return bring_records(tmp_path, [*SOME, *OTHERS])


def first(letters):
    return next((str(one) for one in find(letters)), None)


def said(line):
    found = named_in(line)
    return found and str(found)


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("leibniz ass", "Leibniz Association"),
        ("LIKAT", "Leibniz Institute for Catalysis"),
        ("likat", "Leibniz Institute for Catalysis"),
        ("katalyse", "Leibniz Institute for Catalysis"),
        ("Leibnitz Institut Katalise", "Leibniz Institute for Catalysis"),
        ("mohamm", "Mohammed V University"),
        ("Universite Mohammed", "Mohammed V University"),
        ("محمد الخامس", "Mohammed V University"),
        ("جامعه محمد", "Mohammed V University"),
        ("東京", "The University of Tokyo"),
        ("京大", "The University of Tokyo"),
        ("univ tokyo", "The University of Tokyo"),
    ],
)
def test_a_few_letters_find_it(letters, found):
    assert first(letters) == found


@pytest.mark.parametrize("letters", ["", " ", "?", "zzzzzz", "\u202e", "%", "_", "=likat", "x" * 5_000])
def test_letters_that_name_nothing_find_nothing(letters):
    found = find(letters)

    assert found == [] or letters == "=likat"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "Leibniz-Institut für Katalyse e.V., Albert-Einstein-Str. 29a, 18059 Rostock, Germany",
            "Leibniz Institute for Catalysis",
        ),
        ("Department of Physics, The Univ. of Tokyo, Hongo, Tokyo 113, Japan", "The University of Tokyo"),
        ("Faculté des Sciences, Université Mohammed V de Rabat, Maroc", "Mohammed V University"),
        ("Institute of Movement, ETH Zurich, Switzerland", "ETH Zurich"),
        ("Xavier University, Cincinnati, OH", "Xavier University"),
        ("<i>Dept. of Chemistry</i>, University of Zurich &amp; others, Zurich", "University of Zurich"),
    ],
)
def test_a_whole_affiliation_names_it(line, found):
    assert said(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "Xavier University",  # there are two, and nothing tells which
        "National Institute of Testing, Paris, France",  # another country
        "Technical University of Zurich",  # another body
        "Farm Street Church, London",
        "Ophthalmology; and",
        "",
    ],
)
def test_a_line_that_is_not_clear_names_none(line):
    assert said(line) is None


def test_the_country_of_a_line_tells_two_of_one_name_apart():
    assert named_in("Xavier University, Cagayan de Oro, Philippines").country == "PH"
    assert named_in("Xavier University, Cincinnati, USA").country == "US"


def test_what_is_withdrawn_is_not_found_and_what_ended_comes_last():
    assert [str(one) for one in find("wonders")] == ["Old Institute of Wonders"]


def test_finding_asks_the_database_the_same_few_times_however_long_the_line():
    with CaptureQueriesContext(connection) as short:
        find("Leibnitz")
    with CaptureQueriesContext(connection) as long:
        named_in("Department of Wonders, " * 40)

    assert max(len(short), len(long)) <= 8


@pytest.mark.skipif(not (DUMP.exists() and LINES.exists()), reason="the dump and the lines of ROR are not here")
def test_real_lines_find_the_right_institution(tmp_path, settings):
    """Every tenth line of the set, on PostgreSQL every fortieth; how they are counted is told in docs/registry.md."""
    bring(DUMP)
    held = set(Institution.objects.in_use().values_list("ror", flat=True))
    right = wrong = missed = 0
    for line in json.loads(LINES.read_text())[:: 10 if connection.vendor == "sqlite" else 40]:
        meant = {one[-9:] for one in line["ror_ids"]} & held
        found = named_in(line["affiliation"])
        is_right = found is not None and found.pk in meant
        right, wrong = right + is_right, wrong + (found is not None and not is_right)
        missed += bool(meant) and not is_right

    assert right / (right + wrong) >= 0.92
    assert right / (right + missed) >= 0.80
