"""A small site around the gallery, with the endpoints that its behaviours call; it notes what it was sent."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

STATIC = Path(__file__).parents[2] / "src/requite/web/static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)
COUNTER = (
    '<section class="counter" id="c-meetings" data-live="user:1" hx-get="/c" hx-trigger="live"'
    ' hx-swap="outerHTML"><b>{}</b>'
    '<button id="press" hx-post="/act" hx-target="#c-meetings" hx-swap="outerHTML">Press</button></section>'
)
OPTION = '<div class="option" role="option" id="o{0}" data-value="v{0}" data-text="Kim {0}">Kim {0}</div>'
LOG_IN = (
    '<html><body><main><form method="post" action="/login/"><input name="password"'
    ' type="password"><button>In</button></form></main></body></html>'
)


class Site(ThreadingHTTPServer):
    """Serves pages by language; `posts` are the forms it got, `hints` what the stream has yet to say."""

    daemon_threads = True

    def __init__(self, page: Callable[[str], str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.page = page
        self.posts: list[tuple[str, dict[str, list[str]]]] = []
        self.hints: queue.Queue[str] = queue.Queue()
        self.expired = False
        self.status = 200
        self.closing = False
        self.counted = 5
        self.asked = 0
        self.gate = threading.Event()  # while it is shut the counter's answers wait, as they were when they were asked for
        self.gate.set()
        self.post_gate = threading.Event()
        self.post_gate.set()
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def hint(self, event: str, data: dict[str, list[str]]) -> None:
        """Says one event on the open stream."""
        self.hints.put(f"event: {event}\nid: {self.counted}\ndata: {json.dumps(data)}\n\n")


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlparse(self.path).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            body, status = (file.read_bytes(), 200) if file.is_file() else (b"", 404)
            return self._send(body, TYPES[file.suffix], status)
        if path == "/live/stream":
            return self._stream()
        if path == "/live-token/":
            return self._send(b'{"token": "second"}', "application/json")
        return self._send(self._answer(path).encode())

    def _answer(self, path: str) -> str:
        if path == "/c":
            counter = COUNTER.format(self.server.counted)
            self.server.asked += 1
            self.server.gate.wait(30)
            return counter
        if path == "/more":
            return ""
        if path == "/peek":
            return '<h1 tabindex="-1" data-focus>Lee Hana</h1>'
        if path == "/find":
            return OPTION.format(1) + OPTION.format(2)
        if path == "/login/":
            return LOG_IN
        return self.server.page(parse_qs(urlparse(self.path).query).get("l", ["en"])[0])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        path = urlparse(self.path).path
        self.server.posts.append((path, parse_qs(body)))
        self.server.post_gate.wait(30)
        if path == "/login/":
            self.server.expired = False
            return self._send(self.server.page("en").replace('"token"', '"renewed"').encode())
        if self.server.expired:
            return self._send(b"", status=401)
        return self._send(b'<div class="row" data-row id="done">done</div>', status=self.server.status)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"retry: 100\n\n")
        while not self.server.closing:
            try:
                said = self.server.hints.get(timeout=0.1)
            except queue.Empty:
                continue
            if said == "cut":
                break
            self.wfile.write(said.encode())
        self.close_connection = True

    def _send(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""
