"""`python -m requite.live`: serves on REQUITE_LIVE_HOST and REQUITE_LIVE_PORT until SIGTERM."""

from __future__ import annotations

import os
import socket

import uvicorn

from requite.live import app as live_app


class Server(uvicorn.Server):
    """Says farewell to the open streams first: they would never close by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        live_app.end_streams()
        await super().shutdown(sockets)


def main() -> None:
    """Serves until it is told to stop."""
    config = uvicorn.Config(
        live_app.app,
        host=os.environ.get("REQUITE_LIVE_HOST", "127.0.0.1"),
        port=int(os.environ.get("REQUITE_LIVE_PORT", "8001")),
        http="httptools",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )
    Server(config).run()


if __name__ == "__main__":
    main()
