"""A page leads to itself in the other languages."""

import re


def others_of(answer):
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', answer.text))


def test_a_page_leads_to_itself_in_the_other_languages_with_what_was_asked(office, client):
    answer = client.get("/fr/commitments/?state=open&words=en+fr")

    asked = "commitments/?state=open&amp;words=en+fr"
    assert others_of(answer) == {"en": f"/en/{asked}", "ar": f"/ar/{asked}"}


def test_an_address_that_leads_nowhere_leads_to_itself_in_the_other_languages_too(db, client):
    answer = client.get("/ar/nowhere/")

    assert answer.status_code == 404
    assert others_of(answer) == {"en": "/en/nowhere/", "fr": "/fr/nowhere/"}
