"""Lists of organisations stand in the order of the names that their reader sees, whatever their number."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from comity.partners.choosing import OrganisationField
from comity.partners.models import Organisation, PartOf
from tests import make

# How each reader sees them; the last one has an English name alone.
NAMES = {
    "Zebra Institute": {"fr": "Institut Abeille", "ar": "معهد الوردة"},
    "Ant Institute": {"fr": "Institut Zèbre", "ar": "معهد البحر"},
    "Éclair Office": {"fr": "Bureau Éclair", "ar": "مكتب البرق"},
    "Middle Office": {},
}
ORDER = {
    "en": ["Ant Institute", "Éclair Office", "Middle Office", "Zebra Institute"],
    "fr": ["Bureau Éclair", "Institut Abeille", "Institut Zèbre", "Middle Office"],
    "ar": ["معهد البحر", "معهد الوردة", "مكتب البرق", "Middle Office"],
}


@pytest.fixture
def named(db):
    by = make.user()
    made = []
    for name, others in NAMES.items():
        one = make.organisation(name, by=by)
        for language, text in others.items():
            one.rename(text=text, language=language, kind="official", by=by)
        made.append(one)
    return made


@pytest.mark.parametrize("language", ORDER)
def test_the_list_of_partners_stands_in_the_order_of_the_names_it_shows(named, client, language):
    with override(language):
        page = client.get(reverse("partners")).context["page"]

        assert [str(one) for one in page] == ORDER[language]


@pytest.mark.parametrize("language", ORDER)
def test_a_form_that_was_made_before_the_reader_came_offers_them_in_that_order_too(named, language):
    field = OrganisationField()

    with override(language):
        assert [str(value.instance) for value, _label in field.choices if value] == ORDER[language]


@pytest.mark.parametrize("language", ORDER)
def test_parts_stand_in_that_order_under_their_whole(named, language):
    by = make.user()
    whole = make.organisation("The whole", by=by)
    for one in named:
        one.join(whole, by=by)

    with override(language):
        parts = PartOf.objects.of_wholes([whole.pk]).with_both()

        assert [str(one.part) for one in parts] == ORDER[language]


@pytest.mark.parametrize(("language", "column"), [("en", "sort_key"), ("fr", "sort_key_fr"), ("ar", "sort_key_ar")])
def test_the_first_page_is_read_from_an_index(named, language, column):
    """A hundred thousand organisations are not sorted to show the first fifty."""
    index = next(one.name for one in Organisation._meta.indexes if one.fields[0] == column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # with a handful of rows it would not take the trouble
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")

    with override(language):
        plan = Organisation.objects.partners().by_name()[:50].explain()

    assert index in plan
    assert "TEMP B-TREE" not in plan
