"""Settings of the embedded PostgreSQL, written at each start; `local.conf` beside `data` overrides them."""

from __future__ import annotations

import os
from pathlib import Path

_MB = 1024 * 1024

# No statement and no row value reaches the log: it would be personal data.
_COMMON = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_compression": "off",  # packing whole pages takes a twelfth of an import, and saves what a disk of today has
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",  # after each one the first change of a page logs all of it
    "timezone": "UTC",
    "datestyle": "iso, ymd",
    "lc_messages": "C",
    "default_text_search_config": "pg_catalog.simple",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FLEETING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "10min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "max_connections": "200",
}


def write(data: Path, *, sockets: Path, durable: bool, local: Path) -> None:
    """Writes `postgresql.conf`. `durable=False` trades safety for speed: for tests only."""
    memory = _memory()
    shared = min(max(memory // 4, 128 * _MB), 8192 * _MB) if durable else 128 * _MB
    settings = _COMMON | (_DURABLE if durable else _FLEETING)
    settings |= {
        "unix_socket_directories": str(sockets),
        "shared_buffers": f"{shared // _MB}MB",
        "effective_cache_size": f"{max(memory // 2, 256 * _MB) // _MB}MB",
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    lines.append(f"include_if_exists = '{_quoted(str(local))}'")
    target = data / "postgresql.conf"
    fresh = target.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(target)


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _memory() -> int:
    """Bytes of this machine's memory, or of the control group's limit if that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return total
    return min(total, limit)
