"""The first minute of an installation of one's own: the host organisation, and the head who invites everybody else."""

from __future__ import annotations

from argparse import Namespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from comity.accounts.models import Role, User
from comity.cli.preparing import unapplied
from comity.cli.refusal import Refusal
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.partners import inviting
from comity.partners.models import Organisation


def begin(asked: Namespace) -> int:
    """This will enter the host organisation and invite its head of office, once."""
    if unapplied():
        raise Refusal("there are no tables yet in which a beginning could be kept. Run: comity migrate")
    if (host := Organisation.objects.host()) is not None:
        raise Refusal(f"this Comity has begun already: its host is {host}. The head of office invites everybody else")
    try:
        head = _enter(asked)
    except ValidationError as refusal:
        raise Refusal(" ".join(refusal.messages)) from None
    print(f"{asked.organisation} is the host. {head.name} is invited as head of office.")
    print(f"A letter waits for {head.email}. The link in it, should mail not leave here yet:\n\n  {_link_to(head)}\n")
    return 0


def _enter(asked: Namespace) -> User:
    with acting(by=None):
        return _enter_in_its_name(asked, by=User.objects.machine())


def _enter_in_its_name(asked: Namespace, *, by: User) -> User:
    host = Organisation.enter(kind=asked.kind, is_host=True, by=by)
    host.rename(text=asked.organisation, language=asked.language, kind="official", by=by)
    facts = {"email": asked.email, "name": asked.name, "language": asked.language}
    return inviting.invite(role=Role.HEAD, at=timezone.now(), by=by, **facts)


def _link_to(head: User) -> str:
    """The address in the letter to the head, which is told nowhere else."""
    letter = Letter.objects.newest_first().filter(to_email=head.email)[0]
    return next(line.strip() for line in letter.body.splitlines() if line.strip().startswith(settings.ADDRESS))
