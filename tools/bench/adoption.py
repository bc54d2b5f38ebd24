"""How many minutes are adopted in a second, by clients that send to a real server what a browser would send.

Every client adopts minutes of sessions of its own, for the side that adopts last: each adoption freezes the text.
"""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tools.bench import ROOT, Asked, Row, databases, environment
from tools.bench.serving import get, migrate, served

INPUT = re.compile(r"<input[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def measures(asked: Asked) -> list[Row]:
    """This will measure each number of clients on each database."""
    rows = []
    for kind in asked.databases:
        with databases() as made, tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
            data, address = Path(folder), made.address(kind, "adoption")
            migrate(data, address)
            with served(data, address) as (port, _soon, _process):
                for clients in asked.clients:
                    print(f"  {kind}: adoption by {clients} clients", file=sys.stderr, flush=True)
                    rows.append(of_clients(kind, clients, asked.adoptions, port, data, address))
    return rows


def of_clients(kind: str, clients: int, each: int, port: int, data: Path, address: str) -> Row:
    """This will let so many clients adopt at once and count what the database holds afterwards."""
    prepared = asked_of(["prepare", str(clients * each)], data, address)
    forms = [_form(port, one, prepared["cookie"]) for one in prepared["sessions"]]
    answers: list[tuple[int, float]] = []
    shares = [forms[number::clients] for number in range(clients)]
    seconds = _all_at_once([_client(port, share, prepared["cookie"], answers) for share in shares])
    adopted = asked_of(["count", *map(str, prepared["sessions"])], data, address)["adopted"]
    wrong = sum(1 for status, _spent in answers if status not in (200, 302)) + len(forms) - adopted
    slowest = sorted(spent for _status, spent in answers)[int(len(answers) * 0.95) - 1] if answers else 0.0
    pace = f"{adopted / seconds:.1f} a second, 95 % within {slowest * 1000:.0f} ms"
    return Row(
        part="adoption",
        what=f"adopting minutes, {clients} client{'s' if clients > 1 else ''}",
        database=kind,
        measured=f"{pace}, {wrong} errors of {len(forms)}",
        promised="0 errors",
        is_kept=wrong == 0,
        facts={"clients": clients, "adopted": adopted, "seconds": round(seconds, 2), "errors": wrong},
    )


def _all_at_once(clients: list[Callable[[], None]]) -> float:
    threads = [threading.Thread(target=client) for client in clients]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


Form = tuple[str, dict[str, str]]


def _form(port: int, session: int, cookie: str) -> Form:
    """The form of adoption as a browser finds it on the page of the draft, with all its hidden fields."""
    _status, page = get(port, f"/en/sessions/{session}/draft/", {"Cookie": cookie})
    path = f"/en/sessions/{session}/adoptions/"
    at = page.index(f'action="{path}"')
    fields = [dict(ATTRIBUTE.findall(one)) for one in INPUT.findall(page[at : page.index("</form>", at)])]
    return path, {one["name"]: unescape(one.get("value", "")) for one in fields if "name" in one}


def _client(port: int, forms: list[Form], cookie: str, answers: list[tuple[int, float]]) -> Callable[[], None]:
    def adopt() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path, fields in forms:
            begun = time.perf_counter()
            headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            try:
                connection.request("POST", path, urlencode(fields), headers)
                answer = connection.getresponse()
                answer.read()
                answers.append((answer.status, time.perf_counter() - begun))
            except (OSError, http.client.HTTPException):
                answers.append((0, time.perf_counter() - begun))
                connection.close()

    return adopt


def asked_of(words: list[str], data: Path, address: str) -> dict[str, Any]:
    """This will do something in a process of its own that holds the same database, and give what it says."""
    command = [sys.executable, "-m", "tools.bench.adoption", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(data, address), check=True, stdout=subprocess.PIPE)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


# In the process that prepares


def prepare(number: int) -> None:
    """This will take so many sessions to the moment before their last adoption, all by acts."""
    from django.test import Client  # noqa: PLC0415 - the settings first

    from comity.meetings.circulation import adopt  # noqa: PLC0415 - the settings first
    from comity.meetings.texts import content_of, fingerprint  # noqa: PLC0415 - the settings first
    from tests.make import NOW, Stage  # noqa: PLC0415 - the settings first

    office, sessions = _office(), []
    for _number in range(number):
        session = office.session(at=Stage.CIRCULATED, items=3)
        adopt(session, sha256=fingerprint(content_of(session)), at=NOW, by=office.officer)
        sessions.append(session.pk)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(office.counterpart, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get(f"/en/sessions/{sessions[0]}/draft/")
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())
    print(json.dumps({"sessions": sessions, "cookie": cookie}))


def _office() -> Any:
    """The office of an earlier round, or a new one."""
    from comity.accounts.models import User  # noqa: PLC0415 - the settings first
    from comity.partners.models import Organisation  # noqa: PLC0415 - the settings first
    from tests.make import Office  # noqa: PLC0415 - the settings first

    if Organisation.objects.host() is None:
        return Office()
    office = object.__new__(Office)
    office.host = Organisation.objects.host()
    office.partner = Organisation.objects.get(short_name__icontains="PA")
    office.officer = User.objects.get(name="Amina Officer")
    office.counterpart = User.objects.get(name="Clara Counterpart")
    return office


def count(sessions: list[int]) -> None:
    """This will count the sessions whose minutes are frozen."""
    from comity.meetings.models import FinalMinutes  # noqa: PLC0415 - the settings first

    print(json.dumps({"adopted": FinalMinutes.objects.filter(session__in=sessions).count()}))


def main() -> None:
    """This will prepare or count, as it is told."""
    import os  # noqa: PLC0415 - only in a process of its own

    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.settings"
    import django  # noqa: PLC0415 - the environment first

    django.setup()
    act, *numbers = sys.argv[1:]
    if act == "prepare":
        prepare(int(numbers[0]))
    else:
        count([int(one) for one in numbers])


if __name__ == "__main__":
    main()
