"""Choosing an organisation or a person in a form works as a select and can be narrowed down in any language."""

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.partners.choosing import OrganisationField, OrganisationsField, PeopleField, PersonField
from comity.partners.models import Organisation, Person
from tests import make


class Form(forms.Form):
    organisation = OrganisationField()
    organisations = OrganisationsField(required=False)
    person = PersonField(required=False)
    people = PeopleField(required=False)


@pytest.fixture
def leibniz(office):
    made = make.organisation("Leibniz Association", by=office.officer, acronym="WGL")
    made.rename(text="مؤسسة ليبنيز", language="ar", kind="official", by=office.officer)
    return made


def test_an_option_carries_every_name_folded(leibniz):
    drawn = str(Form()["organisation"])

    assert 'data-names="leibniz association wgl موسسه ليبنيز"' in drawn
    assert ">Leibniz Association (WGL)</option>" in drawn
    assert "data-combobox" in drawn


def test_what_was_chosen_is_read(office, leibniz):
    form = Form(
        {"organisation": leibniz.pk, "organisations": [leibniz.pk, office.other.pk], "people": [office.keeper.pk]}
    )

    assert form.is_valid()
    assert form.cleaned_data["organisation"] == leibniz
    assert set(form.cleaned_data["organisations"]) == {leibniz, office.other}
    assert list(form.cleaned_data["people"]) == [office.keeper]


def test_fewer_can_be_offered(office, leibniz):
    field = OrganisationField(queryset=Organisation.objects.partners().of_kind("association"))

    assert [str(label) for _value, label in field.choices][1:] == ["Partner Association (PA)"]


def test_people_are_told_apart_by_an_office_and_who_left_is_not_offered(office):
    make.person("Gone", by=office.officer).leave(on=make.TODAY, by=office.officer)

    labels = [label for _value, label in PersonField().choices]

    assert labels[1:] == ["Hana Head · Head of office, HO", "Amina Officer · Expert, HO"]
    assert Person.objects.named_like("gone").exists()


def test_drawing_a_choice_costs_the_same_however_many_there_are(office, leibniz):
    with CaptureQueriesContext(connection) as few:
        str(Form())
    for number in range(20):
        where = make.organisation(f"University {number}", by=office.officer)
        make.person(f"Person {number}", by=office.officer, at=where)
    with CaptureQueriesContext(connection) as many:
        str(Form())

    assert len(few) == len(many)
