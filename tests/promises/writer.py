"""Somebody at work while a backup is made: promises and files as evidence; says what was acknowledged."""

import sys
import threading
import time


def main():
    import django  # noqa: PLC0415 - only in this program

    django.setup()
    from django.db import OperationalError  # noqa: PLC0415

    from comity.accounts.models import Role, User  # noqa: PLC0415
    from comity.partners.models import Organisation, Person  # noqa: PLC0415

    by = User.objects.filter(role=Role.OFFICER).first()
    host, partner = Organisation.objects.order_by("pk")[:2]
    keeper = Person.objects.get(user=by)
    sides = {"promisor": host, "beneficiary": partner, "keeper": keeper}
    over, number = threading.Event(), 0
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    while not over.is_set():
        number += 1
        try:
            print(say(number, by, sides), flush=True)
        except OperationalError:
            continue  # others were quicker for too long; this one was told so, and acknowledged nothing
        time.sleep(0.02)


def say(number, by, sides):
    """A promise, begun and claimed with a file; gives its number once all of it is saved."""
    from django.core.files.base import ContentFile  # noqa: PLC0415 - after the set-up

    from comity.commitments.fulfilment import Shown, claim_done  # noqa: PLC0415
    from comity.commitments.models import Commitment  # noqa: PLC0415
    from comity.translation.texts import Text  # noqa: PLC0415
    from tests.make import NOW, TODAY  # noqa: PLC0415

    promise = Commitment.say(by=by, at=NOW, item=None, said_on=TODAY, deliverable=Text(en=f"No. {number}"), **sides)
    promise.begin(at=NOW, by=by)
    file = ContentFile(f"Report {number} of {promise.pk}\n".encode() * 200, name="report.txt")
    claim_done(promise, words="Done.", shown=Shown(file=file, media_type="text/plain"), at=NOW, by=by)
    return promise.pk


if __name__ == "__main__":
    main()
