"""What a bounded child finds out about a file (standard input): what it is, and what can be shown of it.

Called as `child.py <extension>` in its own folder. A script beside our package: it imports nothing of it. It tells in
lines of JSON: first what the file is (`type`, `kind`), then, as they come, `kept`, `preview`, `thumb`, `text`.
"""

import io
import json
import math
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import kinds  # type: ignore[import-not-found]

SIDE, THUMB = 1200, 160
PIXELS = 64_000_000
FRAMES = 500
SHOWN = 6_000
DRAWING = 4  # seconds
PAPER = 1_400.0  # longest side of a page, in pixels
FORMATS = {"JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"}
KEPT_AS = {"BMP": "PNG", "MPO": "JPEG"}  # MPO: a JPEG with a second picture, as phones make them
TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "TIFF": "image/tiff",
    "AVIF": "image/avif",
}  # fmt: skip
FIXED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "subsampling": 0, "optimize": True},
    "WEBP": {"quality": 90},
    "TIFF": {"compression": "tiff_deflate"},
    "AVIF": {"quality": 85},
}


def tell(**found: Any) -> None:
    """Say so at once: what was told stands when the rest costs too much."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def look_at_image(stream: io.BufferedReader) -> None:
    """Write the picture anew without all that isn't the picture, and two small ones to show."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(stream, formats=sorted(FORMATS))
        if image.width * image.height > PIXELS:
            raise Image.DecompressionBombError
        form = KEPT_AS.get(str(image.format), str(image.format))
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        if frames > FRAMES:
            raise Image.DecompressionBombError
        still = _write_many(image, form) if frames > 1 else _write_one(image, form)
        tell(type=TYPES[form], kept=True)
        show(still)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        tell(fault="large")
    except Exception as error:
        tell(fault="broken", why=str(error)[:200])


def _write_one(image: Any, form: str) -> Any:
    """Keep the picture as its camera held it; gives it."""
    from PIL import ImageOps

    how = _how(image, form)
    still = ImageOps.exif_transpose(image)
    image.close()
    if form == "JPEG" and still.mode not in ("L", "RGB", "CMYK"):
        still = still.convert("RGB")
    _bare(still).save("kept", format=form, **how)
    return still


def _write_many(image: Any, form: str) -> Any:
    """Keep each frame or page; gives the first."""
    from PIL import ImageSequence

    how = _how(image, form)
    how |= {name: image.info[name] for name in ("loop", "duration") if name in image.info and form != "TIFF"}
    rest = (_bare(frame.copy()) for n, frame in enumerate(ImageSequence.Iterator(image)) if n)
    first = _bare(image.copy())
    first.save("kept", format=form, save_all=True, append_images=rest, **how)
    return first


def _how(image: Any, form: str) -> dict[str, Any]:
    """How a form is written; the colours' profile says nothing of who made the picture."""
    profile = image.info.get("icc_profile")
    return {**FIXED.get(form, {}), **({"icc_profile": profile} if profile and form != "GIF" else {})}


def _bare(image: Any) -> Any:
    """The picture without what else the file said, but which colour is see-through."""
    image.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
    return image


def show(image: Any) -> None:
    """Write what the page and the list show of it."""
    from PIL import Image

    if image.mode not in ("RGB", "RGBA"):
        see_through = image.mode in ("LA", "PA") or "transparency" in image.info
        image = image.convert("RGBA" if see_through else "RGB")
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    image.info = {}
    image.save("preview", format="WEBP", quality=82)
    tell(preview=True)
    image.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    image.save("thumb", format="WEBP", quality=80)
    tell(thumb=True)


def look_at_heic(stream: io.BufferedReader) -> None:
    """Show a phone's picture. It is kept as it was sent: nothing here writes this form, and as a JPEG it would lose."""
    import pi_heif
    from PIL import Image, ImageOps

    pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener()
    image = Image.open(stream, formats=["HEIF"])
    if image.width * image.height <= PIXELS:
        show(ImageOps.exif_transpose(image))
        tell(kind="image", sent=True)


def look_at_pdf(stream: io.BufferedReader) -> None:
    """Draw the first page, within a few seconds: somebody waits, and a PDF is kept without a picture too."""
    import pypdfium2

    used = resource.getrusage(resource.RUSAGE_SELF)
    soonest = math.ceil(used.ru_utime + used.ru_stime) + DRAWING
    resource.setrlimit(resource.RLIMIT_CPU, (soonest, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    document = pypdfium2.PdfDocument(stream)
    tell(pages=len(document))
    page = document[0]
    width, height = page.get_size()
    drawn = page.render(scale=min(2.0, PAPER / max(width, height, 1.0)), may_draw_forms=False)
    show(drawn.to_pil())


def look_at_text(stream: io.BufferedReader) -> None:
    """Its beginning, in whatever letters it is written."""
    stream.seek(0)
    text = kinds.read_text(stream.read(4 * SHOWN), whole=False) or ""
    tell(text="".join(sign for sign in text if sign.isprintable() or sign in "\n\t")[:SHOWN])


LOOKS = {"image": look_at_image, "pdf": look_at_pdf, "text": look_at_text}
KNOWN = {"image/heic": look_at_heic}


def main() -> None:
    """Look at the file."""
    stream = open(0, "rb", closefd=False)  # noqa: SIM115 - it is an open descriptor
    try:
        found = kinds.recognise(stream, sys.argv[1] if len(sys.argv) > 1 else "")
        tell(type=found[0], kind=found[1])
        stream.seek(0)
        look = KNOWN.get(found[0]) or LOOKS.get(found[1])
        if look is not None:
            look(stream)
    except MemoryError:
        tell(fault="large")


main()
