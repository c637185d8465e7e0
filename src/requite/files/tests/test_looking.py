"""What a bounded child makes of files that were made to harm, and what it finds in honest ones."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from testing.builders import person_of
from testing.cast import Cast
from testing.files import HEIC, attach, kept_bytes, picture, places

from requite.files.looking.kinds import recognise
from requite.kernel.bounded import Bounds, run_bounded
from requite.kernel.errors import Refused

MEMORY = 300 * 1024 * 1024


def bounded(tmp_path: Path, script: str, **bounds: int):
    path = tmp_path / "script.py"
    path.write_text(script)
    (tmp_path / "given").write_bytes(b"given")
    folder = tmp_path / "own"
    folder.mkdir()
    with (tmp_path / "given").open("rb") as stream:
        return run_bounded(
            path, "one", stream=stream, folder=folder,
            bounds=Bounds(**{"memory": MEMORY, "written": 1_000_000, "seconds": 2, **bounds}),
        )  # fmt: skip


def test_a_child_tells_what_it_read(tmp_path: Path) -> None:
    told = bounded(tmp_path, "import json, sys\nprint(json.dumps({'got': sys.stdin.read(), 'with': sys.argv[1]}))")
    assert (told.found, told.ended) == ({"got": "given", "with": "one"}, True)


def test_a_child_has_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUITE_SECRET_KEY", "hush")
    told = bounded(tmp_path, "import json, os\nprint(json.dumps({'env': sorted(os.environ)}))")
    assert [name for name in told.found["env"] if "REQUITE" in name or "DATABASE" in name] == []


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("x = bytearray(10**9)", {}),
        ("while True: pass", {}),
        ("import time\ntime.sleep(60)", {}),
        ("open('big', 'wb').write(bytes(10**7))", {}),
        ("print('{\"kind\": \"image\"}', flush=True)\nx = [0] * 10**9", {"kind": "image"}),
        ("while True: print('x' * 1000)", {}),
        ("import os\nos.fork()\nwhile True: pass", {}),
    ],
)
def test_a_child_that_asks_for_more_is_ended_and_what_it_told_stands(tmp_path: Path, script: str, told: dict) -> None:
    began = time.monotonic()
    found = bounded(tmp_path, script, seconds=1)
    assert (found.ended, found.found) == (False, told)
    assert time.monotonic() - began < 8


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb() -> bytes:
    """A few kilobytes that say they are 60,000 by 60,000 points."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")


def gif_bomb() -> bytes:
    """A small animation of two thousand pictures."""
    with io.BytesIO() as file:
        frames = [Image.new("P", (8, 8), n % 7) for n in range(2_000)]
        for n, frame in enumerate(frames):
            frame.putpixel((n % 8, 0), (n + 1) % 7)
        frames[0].save(file, format="GIF", save_all=True, append_images=frames[1:])
        return file.getvalue()


def pdf_of(media: str, content: bytes) -> bytes:
    """A PDF of one page with that paper and that drawing."""
    packed = zlib.compress(content, 1)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{media}] /Contents 4 0 R >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
    ]
    made, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return made + b"xref\n0 5\n0000000000 65535 f \n" + table + (
        b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("bomb", [png_bomb, gif_bomb])
def test_refuses_a_picture_that_asks_for_too_much(cast: Cast, bomb) -> None:
    person, before = person_of(cast), places()
    with pytest.raises(Refused, match="more memory or time"):
        attach(cast, person, bomb(), "small.png" if bomb is png_bomb else "small.gif")
    assert places() == before


@pytest.mark.django_db
def test_keeps_a_pdf_that_cannot_be_drawn_without_a_preview(cast: Cast) -> None:
    person = person_of(cast)
    bomb = pdf_of("0 0 200 200", b"0 0 m 200 200 l S\n" * 40_000_000)
    done = attach(cast, person, bomb, "plan.pdf")
    assert (done.file.content.kind, done.file.content.has_preview) == ("pdf", False)
    assert kept_bytes(done.file) == bomb
    broken = attach(cast, person, b"%PDF-1.7\nthis is all there is", "cut.pdf")
    assert (broken.file.content.kind, broken.file.content.has_preview) == ("pdf", False)


@pytest.mark.django_db
def test_draws_the_first_page_of_a_pdf_however_large_its_paper(cast: Cast) -> None:
    done = attach(cast, person_of(cast), pdf_of("0 0 14400 7200", b"1 0 0 rg 0 0 14400 7200 re f"), "wall.pdf")
    image = Image.open(io.BytesIO(kept_bytes(done.file, "preview")))
    assert (image.format, image.size) == ("WEBP", (1200, 600))
    red, green, _blue = image.convert("RGB").getpixel((600, 300))
    assert (red > 240, green < 20) == (True, True)


@pytest.mark.django_db
def test_never_unpacks_an_archive(cast: Cast) -> None:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", "")
            packed.writestr("xl/bomb.xml", bytes(200_000_000))
        bomb = file.getvalue()
    began = time.monotonic()
    done = attach(cast, person_of(cast), bomb, "prices.xlsx")
    assert done.file.content.kind == "office"
    assert kept_bytes(done.file) == bomb
    assert time.monotonic() - began < 3


@pytest.mark.django_db
def test_refuses_a_damaged_picture(cast: Cast) -> None:
    with pytest.raises(Refused, match="damaged"):
        attach(cast, person_of(cast), picture("JPEG", (400, 400))[:300], "cut.jpg")


@pytest.mark.django_db
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04" + bytes(60), b"%PDF-1.7\n1 0 obj"])
def test_nothing_that_hangs_behind_a_picture_is_kept(cast: Cast, tail: bytes) -> None:
    for form in ("GIF", "PNG", "JPEG", "WEBP", "TIFF", "BMP"):
        done = attach(cast, person_of(cast), picture(form) + tail, f"both.{form.lower()}")
        assert tail not in kept_bytes(done.file)


@pytest.mark.django_db
def test_keeps_every_page_of_a_scan_and_every_picture_of_an_animation(cast: Cast) -> None:
    person = person_of(cast)
    for form in ("TIFF", "GIF", "WEBP"):
        pages = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
        with io.BytesIO() as file:
            pages[0].save(file, format=form, save_all=True, append_images=pages[1:], xmp=b"<secret/>")
            done = attach(cast, person, file.getvalue(), f"many.{form.lower()}")
        made = kept_bytes(done.file)
        assert Image.open(io.BytesIO(made)).n_frames == 3
        assert b"secret" not in made


def test_a_telephones_picture_is_kept_as_it_was_sent_and_shown(cast: Cast) -> None:
    file = attach(cast, person_of(cast), HEIC, "photo.heic").file
    assert (file.name, file.content.type, file.content.kind) == ("photo.heic", "image/heic", "image")
    assert kept_bytes(file) == HEIC
    shown = Image.open(io.BytesIO(kept_bytes(file, "preview"))).convert("RGB")
    assert shown.size == (64, 48)
    left, right = shown.getpixel((5, 20)), shown.getpixel((60, 20))
    assert left[0] > right[0] + 100
    assert b"Phone" not in kept_bytes(file, "preview")
    assert kept_bytes(file, "thumb")


@pytest.mark.parametrize("raw", [HEIC[:300], HEIC[:80] + bytes(9_000), HEIC.replace(b"hvc1", b"zzzz")])
def test_a_telephones_picture_that_cannot_be_read_is_kept_without_a_preview(cast: Cast, raw: bytes) -> None:
    content = attach(cast, person_of(cast), raw, "photo.heic").file.content
    assert (content.type, content.kind, content.has_preview) == ("image/heic", "other", False)


def test_knows_files_by_their_content() -> None:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("mimetype", "application/hwp+zip")
        hwpx = file.getvalue()
    known = {
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "heic"): ("image/heic", "other"),
        (hwpx, "hwpx"): ("application/hwp+zip", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "hwp"): ("application/x-hwp", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "msi"): ("application/x-ole-storage", "program"),
        ("이름;전화\n김;010".encode("cp949"), "csv"): ("text/csv", "text"),
        ("Имя;Телефон".encode("cp1251"), "txt"): ("text/plain", "text"),
        (b"MZ is how my note begins", "txt"): ("text/plain", "text"),
        (b"   \n<!-- a --><html></html>", "txt"): ("text/html", "page"),
        (b"GIF89a" + b"<script>", "gif"): ("image/gif", "image"),
        (b"#!AMR\n" + bytes(9), "amr"): ("audio/amr", "sound"),
        (bytes(range(256)) * 9, "bin"): ("application/octet-stream", "other"),
    }
    for (raw, extension), found in known.items():
        assert recognise(io.BufferedReader(io.BytesIO(raw)), extension) == found, extension
