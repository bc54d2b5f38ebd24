"""What the measuring of articles and translations reads, turns and judges, without measuring anything."""

import pytest

from tests.conftest import ROOT
from tools.bench import articles, front, translating
from tools.bench.articles import FILE, FRONT, OURS, Asking, parsed, rows

TOLD = """Running 4s test @ http://127.0.0.1:8000/en/news/long/
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.17s     1.11s    3.66s    85.51%
  Latency Distribution
     50%  627.38ms
     99%    3.66{unit}
  60 requests in 4.09s, 2.27MB read
Requests/sec:     14.68
Transfer/sec:    567.44KB
"""
pytestmark = pytest.mark.sqlite_only  # no database is asked


@pytest.mark.parametrize(("unit", "slowest"), [("us", 0.00366), ("ms", 3.66), ("s ", 3660.0), ("m ", 219_600.0)])
def test_the_slowest_in_a_hundred_is_read_in_each_unit(unit, slowest):
    assert parsed(TOLD.format(unit=unit)) == (14.68, pytest.approx(slowest))


@pytest.mark.parametrize(
    "line", ["  Non-2xx or 3xx responses: 7", "  Socket errors: connect 0, read 3, write 0, timeout 1"]
)
def test_errors_are_never_counted_as_speed(line):
    with pytest.raises(RuntimeError, match=line.split()[0]):
        parsed(TOLD.format(unit="ms").replace("Requests/sec", f"{line}\nRequests/sec"))


def test_answers_that_are_too_short_to_be_the_article_are_refused():
    with pytest.raises(RuntimeError, match="no article"):
        parsed(TOLD.format(unit="ms").replace("567.44KB", "67.44KB"))


def test_the_shipped_nginx_is_changed_only_where_it_must_be():
    shipped = front.SHIPPED.read_text()
    turned = front.turned(shipped, folder="/here", behind=1, https=2, http=3)

    changed = [one for one, other in zip(shipped.splitlines(), turned.splitlines(), strict=True) if one != other]
    words = ("/var/lib", "/etc/ssl", "proxy_pass", "server_name", "listen", "limit_req zone")
    assert len(changed) == 13
    assert all(any(word in line for word in words) for line in changed)
    assert "limit_req zone" not in turned and "limit_req_zone" in turned


def test_another_file_than_the_shipped_one_is_refused():
    with pytest.raises(ValueError, match="listen"):
        front.turned(front.SHIPPED.read_text().replace("listen 80;", ""), folder="", behind=1, https=2, http=3)


def test_the_file_is_given_over_the_same_tls_as_the_page():
    lines = front.tls_of(front.SHIPPED.read_text())

    assert "ssl_certificate_key /etc/ssl/comity/privkey.pem;" in lines and "ssl_ciphers ECDHE" in lines
    assert "ssl_reject_handshake" not in lines


def asking(pace, slowest=1.0):
    return Asking([pace, pace * 10, pace / 10], [slowest] * 3)


@pytest.mark.parametrize(
    ("ours", "slowest", "fronted", "kept"),
    [(500, 19.9, 80, [True, True, True, True]), (99, 20.0, 79, [False, False, False, False])],
)
def test_each_promise_is_judged_by_medians(ours, slowest, fronted, kept):
    found = {OURS: asking(ours, slowest), "without the page store": asking(10), "with wagtail-cache": asking(50)}
    told = rows(found | {FRONT: asking(fronted), FILE: asking(100)})

    assert [row.is_kept for row in told] == [*kept, None]


def test_what_was_left_out_is_no_row():
    assert [row.what for row in rows({OURS: asking(1), "without the page store": asking(1)})] == [
        OURS,
        "without the page store",
    ]


def test_without_the_program_that_asks_nothing_is_measured_and_that_is_said(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/nowhere")

    assert articles.measures(None) == translating.measures(None) == []
    said = capsys.readouterr().err
    assert "apt install wrk" in said and "apt install apertium" in said


@pytest.mark.parametrize(
    ("ours", "failed", "kept"), [(11.0, 0, [True, True]), (11.2, 0, [True, False]), (9.0, 1, [False, False])]
)
def test_the_worker_is_set_beside_the_engine_asked_in_both_ways_and_what_failed_is_not_quick(ours, failed, kept):
    told = {"ours": [ours], "by page": [40.0], "at once": [10.0], "failed": [failed]}

    assert [one.is_kept for one in translating.rows("on demand", told)] == kept


def test_what_we_are_compared_with_is_no_part_of_the_product():
    locks = {path.name for path in ROOT.glob("requirements*.lock") if "wagtail-cache==" in path.read_text()}

    assert locks == {"requirements-bench.lock"}
