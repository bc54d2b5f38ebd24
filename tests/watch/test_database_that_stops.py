"""The real server while its database is stopped, on a PostgreSQL of this test's own."""

import re

from tests.promises.postgres import server
from tests.watch.test_server import serving


def test_a_database_that_stops_is_told_in_words_until_it_is_back(tmp_path):
    with server() as postgres, serving(tmp_path, DATABASE_URL=postgres.database("watched")) as one:
        assert one.get("/ar/partners/")[0] == 200
        postgres.stop_at_once()

        status, head, page = one.get("/ar/partners/")

        assert (status, "retry-after: 30" in head.lower()) == (503, True)
        assert "لا يستطيع Comity العمل في هذه اللحظة" in page
        assert re.search(r"(?i)x-request-id: (\S+)", head)[1] in page
        assert one.get("/healthz")[0] == 200
        assert one.get("/readyz")[0] == 503
        assert "postgres" not in page.lower()
        fault = next(line for line in one.lines() if "exception" in line)
        assert fault["exception"].startswith("OperationalError")
        postgres.start()
        assert one.get("/ar/partners/")[0] == 200
