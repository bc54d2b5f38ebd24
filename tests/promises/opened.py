"""Makes what is opened without an account, and a file of evidence, in a Comity that was prepared before.

Run as a program: opened.py; prints the addresses as one JSON document.
"""

import json
import re
import sys
from datetime import timedelta

import django


def main():
    django.setup()
    json.dump(addresses(), sys.stdout)


def addresses():
    from django.utils import timezone  # noqa: PLC0415

    from comity.accounts.models import User  # noqa: PLC0415 - after the set-up
    from comity.commitments import fulfilment, linking  # noqa: PLC0415
    from comity.commitments.models import Commitment  # noqa: PLC0415
    from comity.journal.models import Letter  # noqa: PLC0415
    from comity.journal.sealing import seal  # noqa: PLC0415
    from comity.meetings import circulation  # noqa: PLC0415
    from comity.meetings.models import Session, Stage  # noqa: PLC0415
    from tests.commitments.conftest import file  # noqa: PLC0415

    now, officer = timezone.now(), User.objects.get(name="Amina Officer")
    guest = {"name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 14, "at": now, "by": officer}
    session = Session.objects.filter(stage=Stage.CIRCULATED).first()
    promise = Commitment.objects.filter(stage="in_progress").first()
    shown = fulfilment.Shown(file=file(), media_type="application/pdf")
    claim = fulfilment.claim_done(promise, words="Done.", shown=shown, at=now, by=officer)
    circulation.send_link(session, side=session.delegations.exclude(organisation__is_host=True).get(), **guest)
    linking.send_link(promise, side=promise.beneficiary, **guest)
    seal(now=now + timedelta(seconds=1))
    letters = "\n".join(Letter.objects.filter(to_email="lina@example.org").values_list("body", flat=True))
    links = re.findall(r"https?://[^/\s]+(/en/(?:minutes|promises)/\S+)", letters)
    return {"links": links, "file": f"/en/commitments/{promise.pk}/", "claim": claim.pk}


if __name__ == "__main__":
    main()
