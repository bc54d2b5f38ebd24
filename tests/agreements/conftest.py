"""A text in force, a model of our own, and what was brought about by one."""

import pytest

from comity.agreements.models import Agreement, Stage
from comity.agreements.wording import Wording, add_clause
from comity.translation.texts import Text
from tests.agreements.test_drafting import drafted
from tests.agreements.test_models_own import model_from, written
from tests.agreements.test_models_rolled_out import agreements_of, offered
from tests.make import NOW


@pytest.fixture
def parent(office):
    """A memorandum in force whose text has three articles."""
    made = office.agreement(at=Stage.DRAFTING)
    for heading, words in (("Purpose", "They work together."), ("Costs", "Each pays."), ("End", "It ends.")):
        add_clause(made, part="article", wording=Wording("en", heading, words), at=NOW, by=office.officer)
    office.lead(made, to=Stage.IN_FORCE)
    return Agreement.objects.get(pk=made.pk)


@pytest.fixture
def version(office):
    """A model of our own, made of a memorandum in three languages, and still in drafting itself."""
    return model_from(office, drafted(office, years=4))


@pytest.fixture
def binding(office):
    """A model in one language, and the agreement in force that our partner has from it."""
    version = model_from(office, written(office, {"en": "They work together."}))
    (one,) = agreements_of(offered(office, version, [office.partner]))
    for party, who in zip(one.contracting.order_by("position"), (office.second, office.theirs), strict=True):
        told = {"represented_by": who, "represented_as": Text(en="Director"), "authority": "office"}
        party.change(by=office.officer, legal_name=Text(en=str(party)), focal_point=who, **told)
    office.lead(one, to=Stage.IN_FORCE)
    return version, Agreement.objects.get(pk=one.pk)
