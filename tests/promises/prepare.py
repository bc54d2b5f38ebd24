"""Fills a Comity in a folder of its own with subjects for the acts that are tried, and says how to do each act.

Run as a program: prepare.py SESSIONS PROMISES; prints one JSON document.
"""

import json
import os
import sys
from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.management import call_command

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOKEN = "t" * 32  # of the form, the same in the cookie


def main(sessions, promises):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.promises.settings")
    django.setup()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    json.dump(subjects(sessions, promises), sys.stdout)


def subjects(sessions, promises):
    from django.utils import timezone  # noqa: PLC0415 - after the set-up

    from comity.accounts.models import User  # noqa: PLC0415
    from comity.commitments.fulfilment import Shown, claim_done  # noqa: PLC0415
    from comity.meetings.models import Stage  # noqa: PLC0415
    from comity.meetings.texts import content_of, fingerprint  # noqa: PLC0415
    from tests import make  # noqa: PLC0415

    if User.objects.filter(name="Hana Head").exists():
        raise SystemExit("prepared already")
    office = make.Office()
    made = {"adoptions": [], "acceptances": [], "cookies": {}}
    made |= {"host": office.host.pk, "partner": office.partner.pk, "keeper": office.keeper.pk}
    for _each in range(sessions):
        session = office.session(at=Stage.CIRCULATED)
        made["adoptions"].append({"pk": session.pk, "sha256": fingerprint(content_of(session))})
    for _each in range(promises):
        promise = begun(office)
        shown = Shown(link="https://example.org/done")
        claim_done(promise, words="Done.", shown=shown, at=timezone.now(), by=office.officer)
        made["acceptances"].append({"pk": promise.pk})
    made["uploads"] = [{"pk": begun(office).pk} for _each in range(min(promises, 12))]
    made["email"] = office.officer.email
    for who in ("officer", "head", "counterpart"):
        made["cookies"][who] = cookie_of(getattr(office, who))
    return made


def begun(office):
    promise = office.commitment()
    promise.begin(at=NOW, by=office.officer)
    return promise


def cookie_of(user):
    from django.test import Client  # noqa: PLC0415 - after the set-up

    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"sessionid={browser.cookies['sessionid'].value}; csrftoken={TOKEN}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
