"""A server that speaks S3, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moto.server import ThreadedMotoServer

from requite.config.environment import Files


@contextmanager
def speaking_s3() -> Iterator[str]:
    """Its address while it runs."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def files_in(service: str, folder: Path) -> Files:
    """What the environment would say of the bucket "crm" there."""
    return Files(
        folder=folder, bucket="crm", endpoint=service, region="", key="key", secret="hush", prefix="attached",
        file_mb=100, company_gb=1, grace_days=30,
    )  # fmt: skip
