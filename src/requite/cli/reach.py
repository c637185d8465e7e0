"""How the front is reached from this machine."""

from __future__ import annotations

import http.client
import socket

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (what was asked for, and how it is reached)


def is_ready(listener: socket.socket) -> bool:
    """Whether all parts stand, by the web's own word."""
    host, port = listener.getsockname()[:2]
    connection = http.client.HTTPConnection(_ANY.get(host, host), port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address(listener: socket.socket) -> str:
    """What a person on this machine types into the browser."""
    host, port = listener.getsockname()[:2]
    name = "localhost" if host in ("127.0.0.1", "::1", *_ANY) else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"
