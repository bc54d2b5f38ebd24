"""What is private is reached one way only: through the functions of access.py, which ask who is looking."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.reading import PACKAGE, place

GOVERNED = [model for model in apps.get_models() if model.__module__.startswith("comity.")]
MANAGERS = {"objects", "_base_manager", "_default_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
# Where people, machines and letters come in or go out.
WATCHED = ["*/views*.py", "*/views/*.py", "*/urls*.py", "*/letters*.py", "*/feeds*.py", "cli/*.py"]
# The desk puts together what all other apps know.
WATCHED += ["*/management/**/*.py", "desk/*.py"]

# What gathers for a page, or offers what may be chosen on it.
WATCHED += [f"*/{name}.py" for name in ("reading", "page", "register", "forms*", "listing", "calendars", "drafts")]
WATCHED += [f"*/{name}.py" for name in ("amended", "choosers", "choosing", "operations")]
WATCHED += ["commitments/telling.py"]

PUBLIC = "organisations, their names, areas and parts are public"
OFFERED = "what may be chosen by those who may open the form at all; an act refuses whatever else is sent"
OF_THE_PAGE = "belongs to the record on whose page it stands, which was reached through access.py"
# What stands in a watched file all the same, each with its reason.
EXCEPTIONS = {
    ("comity/cli/importing.py", "User.objects"): "the operator names on whose behalf the command acts",
    ("comity/cli/beginning.py", "Organisation.objects"): "the first command of all: there is nobody yet to ask",
    ("comity/cli/beginning.py", "User.objects"): "the first command of all: there is nobody yet to ask",
    ("comity/cli/beginning.py", "Letter.objects"): "the operator reads the link of the head that was just invited",
    ("comity/cli/readiness.py", "Entry.objects"): "a start compares the clock with the last moment of the journal",
    ("comity/cli/personal.py", "User.objects"): "the operator asks; the act carries the name of the machine",
    ("comity/cli/sealing.py", "Leaf.objects"): "the operator is told how much is sealed",
    ("comity/cli/sealing.py", "Checkpoint.objects"): "the operator is told how much is sealed",
    ("comity/cli/post.py", "User.objects"): "the mailbox is read by the machine, whose acts carry its name",
    ("comity/meetings/feeds.py", "SignedLink.objects"): "a secret opens the calendar of whoever made it, and no other",
    ("comity/desk/needs.py", "Commitment.objects"): "asked by the organisations for which the viewer speaks",
    ("comity/desk/needs.py", "Wish.objects"): "asked by the organisations for which the viewer speaks",
    ("comity/desk/needs.py", "Corrigendum.objects"): "asked by the organisations for which the viewer speaks",
    ("comity/desk/needs.py", "Correction.objects"): "asked for the office alone, which answers every correction",
    ("comity/journal/views_seal.py", "Checkpoint.objects"): "checkpoints are published: hashes, and nothing said",
    ("comity/meetings/reading.py", "Adoption.objects"): "who adopted final minutes is public with them",
    ("comity/meetings/reading.py", "item.decisions"): "of items that were found through access.py",
    ("comity/meetings/reading.py", "session.delegations"): "who takes part is known to whoever may know of a session",
    ("comity/meetings/drafts.py", "Adoption.objects"): OF_THE_PAGE,
    ("comity/meetings/drafts.py", "Correction.objects"): OF_THE_PAGE,
    ("comity/meetings/drafts.py", "session.drafts"): OF_THE_PAGE,
    ("comity/meetings/drafts.py", "session.delegations"): "who takes part is known to whoever may know of a session",
    ("comity/meetings/amended.py", "Adoption.objects"): OF_THE_PAGE,
    ("comity/meetings/amended.py", "self.adoptions"): "a list of this page, not of the database",
    ("comity/meetings/reading.py", "self.items"): "a list of this page, not of the database",
    (
        "comity/meetings/amended.py",
        "found.setdefault(one.corrigendum.pk, Amendment(one.corrigendum, own=own)).adoptions",
    ): "a list of this page, not of the database",
    ("comity/meetings/amended.py", "session.final_minutes"): OF_THE_PAGE,
    ("comity/meetings/calendars.py", "Organisation.objects"): PUBLIC,
    ("comity/meetings/forms.py", "Delegation.objects"): OFFERED,
    ("comity/meetings/forms.py", "Member.objects"): OFFERED,
    ("comity/meetings/forms.py", "Area.objects"): PUBLIC,
    ("comity/meetings/forms.py", "session.areas"): "of the session that is changed",
    ("comity/meetings/views/sessions.py", "found.areas"): "of the session that the view found",
    ("comity/meetings/forms.py", "session.items"): "of the items that both sides read",
    ("comity/partners/page.py", "organisation.areas"): PUBLIC,
    ("comity/partners/page.py", "Taking.objects"): "what the registry says is public; differences are told to keepers",
    ("comity/partners/forms.py", "Area.objects"): PUBLIC,
    ("comity/partners/forms.py", "Organisation.objects"): PUBLIC,
    ("comity/partners/forms_accounts.py", "User.objects"): "an address that has an account is told to a head of office",
    ("comity/partners/choosers.py", "value.instance.names"): PUBLIC,
    ("comity/partners/choosing.py", "Organisation.objects"): PUBLIC,
    ("comity/partners/choosing.py", "Person.objects"): OFFERED,
    ("comity/partners/choosing.py", "person.offices"): OFFERED,
    ("comity/commitments/register.py", "Area.objects"): PUBLIC,
    ("comity/agreements/register.py", "Area.objects"): PUBLIC,
    ("comity/agreements/forms_signing.py", "SignedCopy.objects"): OFFERED,
    ("comity/agreements/forms_signing.py", "text.signatures"): OFFERED,
    ("comity/agreements/register.py", "Organisation.objects"): PUBLIC,
    ("comity/agreements/register.py", "one.areas"): PUBLIC,
    ("comity/agreements/register.py", "one.parties"): PUBLIC,
    ("comity/agreements/register.py", "one.registrations"): "of an agreement that was found through access.py",
    ("comity/agreements/forms.py", "Person.objects"): OFFERED,
    ("comity/agreements/forms_acts.py", "Party.objects"): OFFERED,
    ("comity/agreements/forms_acts.py", "Clause.objects"): "of the agreement whose text is agreed by this form",
    ("comity/agreements/forms_models.py", "Area.objects"): PUBLIC,
    ("comity/agreements/forms_models.py", "Person.objects"): OFFERED,
    ("comity/agreements/views/pages.py", "session.areas"): PUBLIC,
    (
        "comity/agreements/views/pages.py",
        "session.delegations",
    ): "who takes part is known to whoever may know of a session",
    ("comity/agreements/views/models.py", "shown.clauses"): "of a model, which our office reads",
    ("comity/agreements/views/models.py", "source.areas"): "of the agreement of which a model was made",
    ("comity/agreements/forms_acts.py", "Organisation.objects"): OFFERED,
    ("comity/agreements/forms_acts.py", "text.signatures"): OFFERED,
    ("comity/agreements/forms_life.py", "Person.objects"): OFFERED,
    ("comity/agreements/forms_registers.py", "Organisation.objects"): PUBLIC,
    ("comity/agreements/forms_life.py", "Review.objects"): OF_THE_PAGE,
    ("comity/agreements/forms_life.py", "ExchangedLetter.objects"): OF_THE_PAGE,
    ("comity/agreements/feeds.py", "one.renewals"): "of an agreement that was found through access.py",
    ("comity/agreements/forms.py", "Agreement.objects"): "offered to the office, which sees every agreement",
    ("comity/meetings/listing.py", "Organisation.objects"): "narrowed to the sides of sessions that the reader sees",
    ("comity/commitments/register.py", "Organisation.objects"): PUBLIC,
    (
        "comity/commitments/register.py",
        "Person.objects",
    ): "a form begins with everybody and offers whom the viewer reads",
    ("comity/commitments/register.py", "Commitment.objects"): "narrowed by what the viewer sees: seen_by",
    ("comity/commitments/telling.py", "Entry.objects"): "who ended a wish that stands on the page",
    ("comity/commitments/telling.py", "claim.evidence"): OF_THE_PAGE,
    ("comity/commitments/telling.py", "commitment.claims"): OF_THE_PAGE,
    ("comity/commitments/telling.py", "commitment.extensions"): OF_THE_PAGE,
    ("comity/commitments/forms.py", "Area.objects"): PUBLIC,
    ("comity/commitments/forms.py", "Organisation.objects"): PUBLIC,
    ("comity/commitments/forms.py", "Person.objects"): OFFERED,
    ("comity/commitments/forms.py", "now.areas"): PUBLIC,
    ("comity/commitments/forms.py", "person.offices"): OFFERED,
    ("comity/commitments/forms.py", "session.delegations"): "who takes part is known to whoever may know of a session",
    ("comity/journal/forms.py", "User.objects"): "the page of the journal is for the office, which knows its accounts",
    ("comity/safekeeping/operations.py", "Letter.objects"): "the page of operations is for heads of office",
    ("comity/website/listing.py", "Area.objects"): PUBLIC,
    ("comity/website/listing.py", "Organisation.objects"): PUBLIC,
    ("comity/website/reading.py", "article.areas"): PUBLIC,
    ("comity/website/reading.py", "article.concerned"): PUBLIC,
    ("comity/opinion/forms_office.py", "User.objects"): "a form begins with nobody and offers colleagues",
    ("comity/journal/views_seal.py", "get_object_or_404"): "checkpoints are published: hashes, and nothing said",
}


def accessors():
    """The names under which one record leads to many others."""
    back = {rel.get_accessor_name() for model in GOVERNED for rel in model._meta.related_objects}
    return {*back, *(field.name for model in GOVERNED for field in model._meta.many_to_many)} - {None}


def breaches(source):
    """Every other way to a record in a piece of code, as it stands there."""
    tree = ast.parse(source)
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    leading = accessors()
    return [ast.unparse(node) for node in ast.walk(tree) if _is_breach(node, leading, imported, called)]


def _is_breach(node, leading, imported, called):
    if isinstance(node, ast.Name):
        return node.id in SHORTCUTS
    if not isinstance(node, ast.Attribute):
        return False
    if node.attr in MANAGERS | SHORTCUTS:
        return True
    is_of_module = isinstance(node.value, ast.Name) and node.value.id in imported
    return node.attr in leading and id(node) not in called and not is_of_module


def watched():
    return sorted({path for pattern in WATCHED for path in PACKAGE.glob(pattern)})


def found():
    return {(place(path), breach) for path in watched() for breach in breaches(path.read_text())}


def test_pages_commands_and_letters_reach_records_only_through_access():
    assert sorted(found() - set(EXCEPTIONS)) == []
    assert len(watched()) > 25


def test_no_exception_is_kept_that_nobody_needs():
    assert sorted(set(EXCEPTIONS) - found()) == []


@pytest.mark.parametrize(
    "place_of_it",
    [
        "meetings/reading.py",
        "partners/page.py",
        "commitments/register.py",
        "commitments/forms.py",
        "meetings/views/calendars.py",
        "desk/needs.py",
    ],
)
def test_a_breach_planted_where_pages_are_gathered_would_be_found(place_of_it, monkeypatch):
    planted, read = PACKAGE / place_of_it, Path.read_text
    breach = "\n_ = Entry.objects.all()\n"
    monkeypatch.setattr(Path, "read_text", lambda path: read(path) + breach * (path == planted))

    assert found() - set(EXCEPTIONS) == {(place(planted), "Entry.objects")}


@pytest.mark.parametrize(
    "source",
    [
        "Session.objects.get(pk=pk)",
        "Session.objects.visible_to(viewer)",
        "models.Session._base_manager.filter(pk=pk)",
        "get_object_or_404(Session, pk=pk)",
        "shortcuts.get_object_or_404(Session, pk=pk)",
        "[item.title for item in session.items.all()]",
        "find(session.items, pk)",
        "agreement.parties.all()",
    ],
)
def test_another_way_would_be_found(source):
    assert breaches(source)


def test_what_leads_to_no_record_is_let_be():
    assert breaches("from comity.meetings.views import agenda\nagenda.items\nfacts.items()\nform.names()") == []
