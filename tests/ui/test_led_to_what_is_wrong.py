"""Whoever sent a form that was not taken is led to the first field at fault, and each fault is told once."""

import re
from collections import Counter

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.translation.forms import TextFormField


class Asked(forms.Form):
    kept = forms.CharField(widget=forms.HiddenInput)
    title = TextFormField()
    ways = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    day = forms.DateField(required=False)
    why = forms.CharField(widget=forms.Textarea)


class Refused(forms.Form):
    why = forms.CharField()

    def clean(self):
        raise ValidationError("Not today.")


def focused(form):
    """The names of what would have the focus, as the page has them."""
    return re.findall(r'name="([\w-]+)"[^>]*\bautofocus\b', str(form))


GIVEN = {"kept": "1", "title_en": "Draft", "ways": "a", "why": "Late."}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ({"title_en": "", "why": ""}, "title_en"),
        ({"day": "soon", "why": ""}, "day"),
        ({"why": ""}, "why"),
        ({"kept": "", "why": ""}, "why"),
        ({"ways": "", "why": ""}, "why"),
    ],
)
def test_only_the_first_field_at_fault_that_can_be_typed_in_has_the_focus(typed, first):
    assert focused(Asked({**GIVEN, **typed})) == [first]


def test_a_form_that_nobody_sent_or_that_is_right_moves_nobody():
    assert focused(Asked()) == focused(Asked(GIVEN)) == []


def test_what_is_wrong_with_the_form_as_a_whole_has_the_focus_before_its_fields():
    page = str(Refused({}))

    assert focused(Refused({})) == []
    assert re.search(r'role="alert" tabindex="-1" autofocus>\s*<ul.*Not today\.', page, re.S)


def test_what_a_field_names_as_its_fault_is_one_element_of_the_page():
    page = str(Asked({}))

    ids = Counter(re.findall(r'\bid="([\w-]+)"', page))
    named = {one for told in re.findall(r'aria-describedby="([^"]+)"', page) for one in told.split()}
    assert named <= ids.keys() and any(one.endswith("_error") for one in named)
    assert [one for one, count in ids.items() if count > 1] == []


class Sent(forms.Form):
    why = forms.CharField()
    scan = forms.FileField(required=False, help_text="PDF or picture.", widget=forms.FileInput)


def test_a_refused_form_says_that_its_file_is_to_be_chosen_again():
    def drawn(why, files):
        return str(Sent({"why": why}, files))

    file = {"scan": SimpleUploadedFile("scan.pdf", b"%PDF-")}

    refused = drawn("", file)
    assert "Choose the file again" in refused
    assert 'aria-describedby="id_scan_helptext id_scan_again"' in refused
    for other in (drawn("Late.", file), drawn("", {}), str(Sent())):
        assert "Choose the file again" not in other
