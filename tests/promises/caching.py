"""Caches that stand between a server and several people: what each of them would keep, and whom it would show it to."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

from tests.browsing import free_port

HEURISTIC = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501}  # RFC 9110, 15.1


def directives(headers):
    """Cache-Control as a table, whatever the case and however often it stands there."""
    found = {}
    for name, value in headers:
        if name.lower() == "cache-control":
            for part in value.split(","):
                word, _equals, given = part.strip().partition("=")
                found[word.strip().lower()] = given.strip().strip('"')
    return found


def values(headers, wanted):
    return [value for name, value in headers if name.lower() == wanted]


@dataclass
class Question:
    """A request as a cache sees it."""

    path: str
    who: str
    headers: dict = field(default_factory=dict)

    def seen(self):
        return {name.lower(): value for name, value in self.headers.items()} | {"cookie": f"sessionid={self.who}"}


@dataclass
class Answer:
    """A response as a cache sees it, and for whom it was made."""

    status: int
    headers: list
    made_for: str


class Rfc9111:
    """A shared cache that keeps and shows as much as RFC 9111 lets it; where it may guess how long, it guesses long."""

    name = "RFC 9111"

    def __init__(self):
        self.kept = []

    def ask(self, question, origin):
        for asked, answer in self.kept:
            if self.fits(question, asked, answer):
                return answer
        answer = origin(question)
        if self.may_keep(question, answer):
            self.kept.append((question, answer))
        return answer

    def may_keep(self, question, answer):
        said, asked = directives(answer.headers), directives(question.headers.items())
        if "no-store" in said or "no-store" in asked or "private" in said or answer.status in (206, 304):
            return False
        if "authorization" in question.seen() and not {"public", "must-revalidate", "s-maxage"} & set(said):
            return False
        is_explicit = {"public", "max-age", "s-maxage"} & set(said) or values(answer.headers, "expires")
        return bool(is_explicit) or answer.status in HEURISTIC

    def fits(self, question, asked, answer):
        said = directives(answer.headers)
        if question.path != asked.path or "no-cache" in said or not self.is_fresh(said, answer):
            return False
        varies = {one.strip().lower() for value in values(answer.headers, "vary") for one in value.split(",")}
        return "*" not in varies and all(question.seen().get(one) == asked.seen().get(one) for one in varies if one)

    def is_fresh(self, said, answer):
        lifetime = said.get("s-maxage", said.get("max-age"))
        if lifetime is not None:
            return lifetime.isdigit() and int(lifetime) > 0
        return not values(answer.headers, "expires") or values(answer.headers, "expires") != values(
            answer.headers, "date"
        )


class Careless(Rfc9111):
    """A cache as it is often set up: a copy for everybody, whatever Vary, private, Expires and cookies say."""

    name = "careless"

    def may_keep(self, question, answer):
        return "no-store" not in directives(answer.headers) and answer.status not in (206, 304)

    def fits(self, question, asked, answer):
        return question.path == asked.path


NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  proxy_cache_path {folder}/kept levels=1 keys_zone=kept:10m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_cache kept; proxy_cache_key $request_uri; proxy_cache_valid any 10m;
      proxy_ignore_headers Vary Set-Cookie Expires; proxy_cache_methods GET HEAD;
      add_header X-Kept $upstream_cache_status always;
    }}
  }}
}}
"""


class Nginx:
    """A real nginx, careless as above, in front of a server that gives the answers that Comity gave."""

    name = "nginx"

    def __init__(self, folder):
        self.waiting = {}
        self.behind = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.behind.serve_forever, daemon=True).start()
        self.port = free_port()
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=self.port, behind=self.behind.server_port))
        self.process = subprocess.Popen([shutil.which("nginx"), "-c", str(config)], stderr=subprocess.DEVNULL)
        sleep(1)

    def handler(self):
        waiting = self.waiting

        class Behind(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                answer = waiting[self.headers["X-Number"]]
                self.send_response_only(answer.status)
                for name, value in answer.headers:
                    if name.lower() not in ("content-length", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("X-Made-For", answer.made_for)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *given):
                pass

        return Behind

    def ask(self, question, origin):
        number = str(len(self.waiting))
        self.waiting[number] = origin(question)
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        line.request("GET", question.path, headers=question.seen() | {"X-Number": number})
        told = line.getresponse()
        told.read()
        line.close()
        return Answer(told.status, told.getheaders(), told.headers["X-Made-For"] or question.who)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        self.behind.shutdown()
        self.behind.server_close()
