"""The history of an agreement speaks the language of whoever reads it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from comity.agreements.models import Stage
from comity.agreements.negotiating import hand_turn
from comity.journal.models import Entry
from comity.journal.telling import facts_of
from tests.agreements.test_on_its_pages import signed_in
from tests.make import NOW

TOLD = {
    "signed_for": {
        "en": {"party", "signed on", "how it was signed"},
        "ar": {"الطرف", "تاريخ التوقيع", "طريقة التوقيع"},
    },
    "cleared": {"en": {"clearance"}, "ar": {"الموافقة الداخلية"}},
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("act", TOLD)
def test_what_is_told_of_records_beside_it_is_called_as_these_call_it(office, act, language):
    made = office.agreement(at=Stage.IN_FORCE)
    entry = Entry.objects.about(made).filter(act=act).first()

    with override(language):
        facts = facts_of(entry)

    assert {one.label for one in facts} == TOLD[act][language]
    if act == "cleared":
        code = entry.after["sort"]
        assert code not in "".join(one.became for one in facts)


def test_the_history_of_an_agreement_tells_nothing_by_the_names_of_columns(office):
    made = office.agreement(at=Stage.NEGOTIATING)
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)

    with override("ar"):
        page = signed_in(office.officer).get(reverse("history", args=["agreements.agreement", made.pk]))
        labels = {one.label for entry in page.context["entries"] for one in facts_of(entry)}

    assert [one for one in labels if one.isascii()] == []
