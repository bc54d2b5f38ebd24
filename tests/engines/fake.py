"""A server on this machine that answers as each engine does, and as badly as any of them might."""

import json
import re
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

# What an engine leaves alone, each in its own way; every other word is written backwards, which is fair Spanish here.
KEPT = r"<span[^<>]*>[^<>]*</span>|<x [^<>]*>[^<>]*</x>|<[^<>]*>|&\w+;|XQ[AT]\d+|[\w.]*\d[\w.,]*"
PIECE = re.compile(rf"(?P<kept>{KEPT})|(?P<word>[^\W\d_]+)")


def turned(text):
    """The "translation" of a text."""
    return PIECE.sub(lambda found: found["kept"] or found["word"][::-1], text)


def _of_apy(asked):
    return {"responseData": {"translatedText": asked["q"][0]}, "responseStatus": 200}


# How each engine is asked, and how it answers with what was made of the texts.
TEXTS_OF = {
    "apy": lambda asked: asked["q"],
    "libretranslate": lambda asked: asked["q"],
    "deepl": lambda asked: asked["text"],
    "azure": lambda asked: [one["Text"] for one in asked],
    "google": lambda asked: asked["contents"],
    "openai": lambda asked: json.loads(asked["messages"][1]["content"]),
}
ANSWER_OF = {
    "apy": lambda texts: {"responseData": {"translatedText": "".join(texts)}, "responseStatus": 200},
    "libretranslate": lambda texts: {"translatedText": texts},
    "deepl": lambda texts: {"translations": [{"detected_source_language": "EN", "text": one} for one in texts]},
    "azure": lambda texts: [{"translations": [{"text": one, "to": "es"}]} for one in texts],
    "google": lambda texts: {"translations": [{"translatedText": one} for one in texts]},
    "openai": lambda texts: {"choices": [{"message": {"content": json.dumps(texts)}}]},
}
PATHS = {
    "/translate": "libretranslate",
    "/v2/translate": "deepl",
    "/apy/translate": "apy",
    "/azure/translate": "azure",
    "/v1/chat/completions": "openai",
    "/v3/projects/p/locations/global:translateText": "google",
}


class Fake:
    """The server, what it was asked, and how it behaves."""

    def __init__(self):
        self.asked, self.behaves = [], []

    def behave(self, *how):
        """Answer in these ways, one after the other; the last one from then on."""
        self.behaves[:] = how

    def next(self):
        if not self.behaves:
            return lambda handler, engine, texts: handler.say(ANSWER_OF[engine]([turned(one) for one in texts]))
        return self.behaves.pop(0) if len(self.behaves) > 1 else self.behaves[0]


class Handler(BaseHTTPRequestHandler):
    fake: Fake

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path).path
        if path == "/token":
            self.fake.asked.append({"path": path, "body": body.decode()})
            return self.say({"access_token": "a-token", "expires_in": 3599})
        is_form = "form" in self.headers["Content-Type"]
        asked = parse_qs(body.decode()) if is_form else json.loads(body)
        self.fake.asked.append({"path": self.path, "body": asked, "headers": dict(self.headers)})
        engine = PATHS.get(path)
        if engine is None:
            return self.say({"error": "no such path"}, status=404)
        return self.fake.next()(self, engine, TEXTS_OF[engine](asked))

    do_GET = do_POST

    def say(self, facts, *, status=200, **headers):
        self.say_bytes(facts if isinstance(facts, bytes) else json.dumps(facts).encode(), status=status, **headers)

    def say_bytes(self, told, *, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(told)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever asked went away, as they should when an answer takes too long."""


@contextmanager
def serving():
    """A fake at a port of its own."""
    fake = Fake()
    server = Server(("127.0.0.1", 0), type("OneHandler", (Handler,), {"fake": fake}))
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Ways to behave


def _texts(change):
    return lambda handler, engine, texts: handler.say(ANSWER_OF[engine](change([turned(one) for one in texts])))


def status(number, **headers):
    return lambda handler, engine, texts: handler.say({"error": "x"}, status=number, **headers)


def slow(handler, engine, texts):
    time.sleep(1.5)
    handler.say(ANSWER_OF[engine]([turned(one) for one in texts]))


def trickling(handler, engine, texts):
    told = json.dumps(ANSWER_OF[engine]([turned(one) for one in texts])).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(told)))
    handler.end_headers()
    for at in range(len(told)):
        handler.wfile.write(told[at : at + 1])
        handler.wfile.flush()
        time.sleep(0.1)


def hanging_up(handler, engine, texts):
    handler.close_connection = True


def breaking_off(handler, engine, texts):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"translations": [')
    handler.close_connection = True


def raw(told):
    return lambda handler, engine, texts: handler.say_bytes(told)


empty = _texts(lambda texts: ["" if not one.startswith("<p ") else '<p id="s0"></p>' for one in texts])
fewer = _texts(lambda texts: texts[1:])
untouched = lambda handler, engine, texts: handler.say(ANSWER_OF[engine](texts))  # noqa: E731
scripted = _texts(lambda texts: [re.sub(r"(</p>|$)", r"<script>x</script>\1", one, count=1) for one in texts])
nameless = _texts(
    lambda texts: [re.sub(r"<span[^<>]*>[^<>]*</span>|<x [^<>]*>[^<>]*</x>|XQA\d+", "", one) for one in texts]
)
numberless = _texts(lambda texts: [one.replace("10,000", "1,000") for one in texts])
tagless = _texts(lambda texts: [re.sub(r"</?[bg]( [^<>]*)?>", "", one) for one in texts])
redirecting = lambda handler, engine, texts: handler.say({}, status=302, Location="/elsewhere")  # noqa: E731
WRONG = {
    "no JSON": raw(b"<html>busy</html>"),
    "nothing at all": raw(b""),
    "another shape": raw(b'{"translations": 7}'),
    "a list of numbers": raw(b'[1, {"translations": [{"text": 7, "translatedText": 7}]}]'),
    "nested without end": raw(b"[" * 100_000),
    "far too large": raw(b'{"x": "' + b"y" * 6_000_000 + b'"}'),
    "a fault": status(500),
    "a refusal": status(403),
    "too many now": status(429, Retry_After="1"),
    "its quota is used up": status(456),
    "it hangs up": hanging_up,
    "it breaks off": breaking_off,
    "it sends elsewhere": redirecting,
    "slow": slow,
    "a byte now and then": trickling,
    "empty texts": empty,
    "fewer texts": fewer,
}
