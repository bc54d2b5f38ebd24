"""Choosing an organisation or a person in a form works as a select and can be narrowed down in any language."""

import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from comity.partners import offering
from comity.partners.choosing import OrganisationField, OrganisationsField, PeopleField, PersonField
from comity.partners.models import Organisation, Person
from tests import make

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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

    assert 'data-names="leibniz association · wgl · موسسه ليبنيز"' in drawn
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


@pytest.fixture
def many(monkeypatch):
    """One organisation or person is many: what else takes two hundred is seen with three."""
    monkeypatch.setattr(offering, "FEW", 1)


def sent(**given):
    """A form as a browser sends it; several values of a name stand in a list."""
    typed = QueryDict(mutable=True)
    for name, value in given.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    return Form(typed)


def test_where_there_are_many_only_what_is_chosen_is_sent_to_the_page(leibniz, office, many):
    drawn = str(Form(initial={"organisation": leibniz.pk})["organisation"])

    assert drawn.count("<option") == 2
    assert f'<option value="{leibniz.pk}"' in drawn
    assert 'data-choices="/en/partners/choices/?of=all"' in drawn


def test_of_people_too_only_the_chosen_ones_are_sent(office, many):
    drawn = str(Form(initial={"people": [office.keeper.pk]})["people"])

    assert drawn.count("<option") == 1
    assert 'data-choices="/en/people/choices/?of="' in drawn


def test_a_page_with_many_stays_as_light_as_with_a_few_more(office, leibniz, many):
    few = len(str(Form()))
    for number in range(20):
        make.organisation(f"University {number}", by=office.officer)

    assert len(str(Form())) == few


def test_without_the_browsers_part_a_name_is_typed_beside_the_select(office, leibniz, many):
    form = sent(organisation=["", "leibniz assoc"], organisations=[str(office.other.pk), "wgl\r\n"], people=[""])

    assert "<noscript><input" in str(form["organisation"])
    assert " required" not in str(form["organisation"]).replace("data-required", "")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["organisation"] == leibniz
    assert set(form.cleaned_data["organisations"]) == {leibniz, office.other}


def test_what_names_nobody_or_more_than_one_is_said_and_stays_typed(office, leibniz, many):
    make.organisation("Leibniz Institute", by=office.officer)

    form = sent(organisation=["", "leibniz"], organisations=["nobody at all"])

    assert form.errors["organisation"][0].startswith("Several are named like this")
    assert form.errors["organisations"] == ["Nothing is called that. Choose from the list, or leave it empty."]
    assert 'value="leibniz"' in str(form["organisation"])
    assert "nobody at all\n</textarea>" in str(form["organisations"])


def test_of_few_too_what_is_typed_is_taken_by_its_name_or_refused_and_kept(office, leibniz):
    named = sent(organisation="leibniz assoc ")
    assert named.is_valid() and named.cleaned_data["organisation"] == leibniz

    form = sent(organisation=f"{leibniz.pk} ", person="nobody ", people=[str(office.keeper.pk), "nobody "])

    assert form.errors["organisation"] == ["Nothing is called that. Choose from the list."]
    assert form.errors["person"] == ["Nothing is called that. Choose from the list, or leave it empty."]
    assert form.errors["people"] == form.errors["person"]
    assert 'data-typed="nobody"' in str(form["person"])
    assert f'<option value="{office.keeper.pk}" dir="auto" selected' in str(form["people"])


def test_a_name_is_found_without_the_article_that_is_written_together_with_it(office, client):
    malik = make.person("Salim AlMalik", at=office.host, by=office.officer)
    malik.be_named(text="سالم المالك", language="ar", by=office.officer)
    client.force_login(office.officer, backend=BACKEND)

    for letters in ("malik", "salim mali", "almalik", "مالك"):
        told = client.get("/en/people/choices/", {"q": letters}).json()
        assert [one["number"] for one in told["found"]] == [malik.pk], letters
    assert client.get("/en/people/choices/", {"q": "lik"}).json()["found"] == []


def test_a_name_is_found_only_among_what_the_form_offers(office, leibniz):
    field = OrganisationField(queryset=Organisation.objects.of_kind("institute").exclude(pk=leibniz.pk))

    with pytest.raises(forms.ValidationError, match="Nothing is called that"):
        field.clean("wgl")


def test_letters_of_any_language_offer_organisations_and_an_identifier_does(office, leibniz, client):
    client.force_login(office.officer, backend=BACKEND)

    told = client.get("/en/partners/choices/", {"of": "partners", "q": "مؤسسة ليب"}).json()

    assert told == {"found": [{"number": leibniz.pk, "label": "Leibniz Association (WGL)"}], "more": False}


def test_no_more_are_offered_than_can_be_read_and_it_is_said_that_there_are_more(office, client):
    client.force_login(office.officer, backend=BACKEND)
    for number in range(13):
        make.organisation(f"Academy {number:02}", by=office.officer)

    told = client.get("/en/partners/choices/", {"of": "all", "q": "acad"}).json()

    assert [one["label"] for one in told["found"]] == [f"Academy {number:02}" for number in range(12)]
    assert told["more"]


def test_the_host_is_not_offered_where_a_partner_is_wanted(office, client):
    client.force_login(office.officer, backend=BACKEND)

    assert client.get("/en/partners/choices/", {"of": "all", "q": "host"}).json()["found"]
    assert client.get("/en/partners/choices/", {"of": "partners", "q": "host"}).json()["found"] == []
    assert client.get("/en/partners/choices/", {"of": "units", "q": "host"}).json()["found"] == []
    assert client.get("/en/partners/choices/", {"of": "anything", "q": "host"}).status_code == 404


def test_people_are_offered_by_their_names_and_nobody_for_no_letters(office, client):
    client.force_login(office.officer, backend=BACKEND)

    assert client.get("/en/people/choices/", {"q": "off"}).json()["found"] == [
        {"number": office.keeper.pk, "label": "Amina Officer · Expert, HO"}
    ]
    assert client.get("/en/people/choices/").json() == {"found": [], "more": False}


@pytest.mark.parametrize("path", ["/en/people/choices/", "/en/partners/choices/"])
def test_only_the_office_is_offered_whom_it_may_choose(office, client, path):
    client.force_login(office.counterpart, backend=BACKEND)

    assert client.get(path, {"of": "all", "q": "a"}).status_code == 403


def offered(client, user, address):
    client.force_login(user, backend=BACKEND)
    return [one["label"] for one in client.get(address).json()["found"]]


def test_names_that_begin_with_the_letters_come_first(office, client):
    for name in ("Academy of Physics", "Physics Institute", "Bureau of Physics"):
        make.organisation(name, by=office.officer)

    labels = offered(client, office.officer, "/en/partners/choices/?of=all&q=phys")

    assert labels == ["Physics Institute", "Academy of Physics", "Bureau of Physics"]


def test_people_whose_name_begins_with_the_letters_come_first(office, client):
    for name in ("Anna Zimmer", "Zimmer Falk", "Bert Zimmer"):
        make.person(name, by=office.officer, at=office.partner)

    labels = offered(client, office.officer, "/en/people/choices/?q=zim")

    assert labels[0].startswith("Zimmer Falk")
    assert len(labels) == 3
