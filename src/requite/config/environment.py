"""Everything that the environment says, read once into one frozen object."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """Settings from outside. `database_url` is None when the embedded server is to be started."""

    var: Path
    database_url: str | None
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    secure: bool
    live_url: str
    statement_timeout_ms: int
    pool_size: int
    pool_kept: int
    email_url: str
    demo: bool
    files: "Files"


@dataclass(frozen=True, slots=True)
class Files:
    """Where attached files are kept, and how much: a folder, or an S3 bucket when one is named.

    `file_mb` is the most of one file, `company_gb` of all together (0: no limit).
    """

    folder: Path
    bucket: str
    endpoint: str
    region: str
    key: str
    secret: str
    prefix: str
    file_mb: int
    company_gb: int
    grace_days: int


def _secret(var: Path) -> str:
    given = os.environ.get("REQUITE_SECRET_KEY")
    if given:
        return given
    kept, fresh = var / "secret", secrets.token_urlsafe(48)
    try:
        if kept.exists():
            return kept.read_text().strip()
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(fresh)
    except FileExistsError:
        return kept.read_text().strip() if var.is_dir() else fresh  # a file where the folder was to be: the start says so
    except OSError:
        return fresh
    return fresh


def _number(name: str, otherwise: int) -> int:
    given = os.environ.get(name, "").strip()
    if given and not (given.isascii() and given.isdigit()):
        sys.exit(f"requite: {name} isn't a number: {given!r}.")
    return int(given or otherwise)


def read_environment() -> Environment:
    """Read the environment; what is wrong is said where it is used, but for what should be a number and is none."""
    get = os.environ.get
    var = Path(get("REQUITE_VAR", "var")).resolve()
    return Environment(
        var=var,
        database_url=get("DATABASE_URL") or None,
        secret_key=_secret(var),
        debug=get("REQUITE_DEBUG", "") == "1",
        hosts=tuple(host.strip() for host in get("REQUITE_HOSTS", "*").split(",") if host.strip()),
        secure=get("REQUITE_SECURE", "") == "1",
        live_url=get("REQUITE_LIVE_URL", ""),
        statement_timeout_ms=_number("REQUITE_STATEMENT_TIMEOUT_MS", 15000),
        pool_size=_number("REQUITE_POOL_SIZE", 8),
        pool_kept=_number("REQUITE_POOL_KEPT", 1),
        email_url=get("REQUITE_EMAIL_URL", ""),
        demo=get("REQUITE_DEMO", "") == "1",
        files=_read_files(var),
    )


def _read_files(var: Path) -> Files:
    get = os.environ.get
    return Files(
        folder=Path(get("REQUITE_FILES_FOLDER") or var / "files" / "attached").resolve(),
        bucket=get("REQUITE_S3_BUCKET", ""),
        endpoint=get("REQUITE_S3_ENDPOINT", ""),
        region=get("REQUITE_S3_REGION", ""),
        key=get("REQUITE_S3_KEY", ""),
        secret=get("REQUITE_S3_SECRET", ""),
        prefix=get("REQUITE_S3_PREFIX", "").strip("/"),
        file_mb=_number("REQUITE_FILE_MB", 100),
        company_gb=_number("REQUITE_FILES_GB", 100),
        grace_days=_number("REQUITE_FILES_GRACE_DAYS", 30),
    )


ENVIRONMENT = read_environment()
