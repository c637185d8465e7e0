"""What a file is by its content. A script's part: it imports nothing of our package.

A kind is one of: image, pdf, text, page (HTML and SVG), program, office, archive, sound, video, other.
"""

import io
import zipfile

HEAD = 8_192
NAMES = 20_000
UNKNOWN = ("application/octet-stream", "other")
PLAIN = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "image"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "image"),
    b"GIF87a": ("image/gif", "image"),
    b"GIF89a": ("image/gif", "image"),
    b"II*\x00": ("image/tiff", "image"),
    b"MM\x00*": ("image/tiff", "image"),
    b"\x7fELF": ("application/x-executable", "program"),
    b"\xfe\xed\xfa\xce": ("application/x-mach-binary", "program"),
    b"\xfe\xed\xfa\xcf": ("application/x-mach-binary", "program"),
    b"\xce\xfa\xed\xfe": ("application/x-mach-binary", "program"),
    b"\xcf\xfa\xed\xfe": ("application/x-mach-binary", "program"),
    b"\xca\xfe\xba\xbe": ("application/java-vm", "program"),
    b"\x4c\x00\x00\x00\x01\x14\x02\x00": ("application/x-ms-shortcut", "program"),
    b"#!AMR": ("audio/amr", "sound"),
    b"#!": ("text/x-script", "program"),
    b"Rar!\x1a\x07": ("application/vnd.rar", "archive"),
    b"7z\xbc\xaf\x27\x1c": ("application/x-7z-compressed", "archive"),
    b"\x1f\x8b": ("application/gzip", "archive"),
    b"{\\rtf": ("application/rtf", "office"),
    b"ID3": ("audio/mpeg", "sound"),
    b"\xff\xfb": ("audio/mpeg", "sound"),
    b"OggS": ("audio/ogg", "sound"),
    b"fLaC": ("audio/flac", "sound"),
    b"\x1aE\xdf\xa3": ("video/webm", "video"),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_TYPES = {
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook", "hwp": "application/x-hwp",
}  # fmt: skip
OPEN = "application/vnd.openxmlformats-officedocument."
PARTS = {
    "word/": OPEN + "wordprocessingml.document",
    "xl/": OPEN + "spreadsheetml.sheet",
    "ppt/": OPEN + "presentationml.presentation",
}
BRANDS = {
    b"heic": ("image/heic", "other"), b"heix": ("image/heic", "other"), b"mif1": ("image/heic", "other"),
    b"msf1": ("image/heic", "other"), b"avif": ("image/avif", "image"), b"avis": ("image/avif", "image"),
    b"M4A ": ("audio/mp4", "sound"), b"qt  ": ("video/quicktime", "video"),
}  # fmt: skip
TEXTS = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json", "vcf": "text/vcard",
    "ics": "text/calendar", "eml": "message/rfc822", "md": "text/markdown", "log": "text/plain",
}  # fmt: skip
PAGES = ("<!doctype html", "<html", "<script", "<iframe", "<body", "<head", "<svg", "<!doctype svg", "<meta", "<base")
ENCODINGS = ("utf-8-sig", "cp949", "cp1251")


def recognise(stream: io.BufferedReader, extension: str) -> tuple[str, str]:
    """The media type and the kind of the open file. The extension only tells kin apart that share one container."""
    head = stream.read(HEAD)
    found = next((found for sign, found in PLAIN.items() if head.startswith(sign)), None)
    found = found or _container(head, stream, extension) or _late_pdf(head)
    if found is not None:
        return found
    if head[:2] == b"MZ" and read_text(head) is None:
        return "application/vnd.microsoft.portable-executable", "program"
    text = read_text(head)
    if text is not None:
        return _text(text, extension)
    return _rare(head)


def _container(head: bytes, stream: io.BufferedReader, extension: str) -> tuple[str, str] | None:
    if head[:4] == b"PK\x03\x04" or head[:4] == b"PK\x05\x06":
        return _zip(stream)
    if head[:8] == OLE:
        known = OLE_TYPES.get(extension)
        return (known, "office") if known else ("application/x-ole-storage", "program" if extension == "msi" else "other")
    if head[:4] == b"RIFF":
        kin = {b"WEBP": ("image/webp", "image"), b"WAVE": ("audio/wav", "sound"), b"AVI ": ("video/x-msvideo", "video")}
        return kin.get(head[8:12])
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], ("video/mp4", "video"))
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and read_text(head) is None:
        return "image/bmp", "image"
    return None


def _zip(stream: io.BufferedReader) -> tuple[str, str]:
    """By the names inside; nothing is unpacked but the few bytes of OpenDocument's own word."""
    plain = ("application/zip", "archive")
    try:
        with zipfile.ZipFile(stream) as file:
            names = file.namelist()
            if len(names) > NAMES:
                return plain
            if names and names[0] == "mimetype":
                with file.open("mimetype") as inner:
                    said = inner.read(100).decode("ascii", "replace").strip()
                ours = said.startswith(("application/vnd.oasis.opendocument.", "application/hwp+zip"))
                return (said, "office") if ours else plain
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError):
        return plain
    if "AndroidManifest.xml" in names or "META-INF/MANIFEST.MF" in names:
        return "application/java-archive", "program"
    if "[Content_Types].xml" in names:
        for part, type_ in PARTS.items():
            if any(name.startswith(part) for name in names):
                return type_, "office"
    return plain


def _late_pdf(head: bytes) -> tuple[str, str] | None:
    """A PDF may begin behind some bytes of noise, as scanners leave them; not behind another file."""
    place = head[:1024].find(b"%PDF-")
    return ("application/pdf", "pdf") if place >= 0 and not head[:place].strip(b"\0 \t\r\n\xef\xbb\xbf") else None


def _text(text: str, extension: str) -> tuple[str, str]:
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<?xml", "<!--")):
        start = start[:4_000]
        if "<svg" in start or "<html" in start:
            return ("image/svg+xml" if "<svg" in start else "text/html"), "page"
        return "application/xml", "text"
    if any(sign in start[:1_024] for sign in PAGES):
        return ("image/svg+xml" if "<svg" in start[:1_024] and "<html" not in start else "text/html"), "page"
    return TEXTS.get(extension, "text/plain"), "text"


def read_text(raw: bytes, *, whole: bool = True) -> str | None:
    """The bytes as text of UTF-8, UTF-16, Korean or Russian Windows; None where they are none.

    The last sign of a piece may be cut.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", "replace")
        return text if _is_text(text) else None
    if b"\0" in raw:
        return None
    for encoding in ENCODINGS:
        for cut in range(4 if len(raw) > 8 else 1):
            try:
                text = raw[: len(raw) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            if _is_text(text):
                return text
    return None if whole else raw.decode("latin-1")


def _is_text(text: str) -> bool:
    strange = sum(1 for sign in text if sign < " " and sign not in "\t\n\r\f\x1b")
    return strange * 100 <= len(text)


def _rare(head: bytes) -> tuple[str, str]:
    """What the many signatures of puremagic know, its type alone."""
    import puremagic  # noqa: PLC0415 - a tenth of a second that most files don't cost

    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    best = matches[0] if matches else None
    if best is None or best.confidence < 0.5 or not best.mime_type:
        return UNKNOWN
    family = best.mime_type.partition("/")[0]
    return best.mime_type, {"audio": "sound", "video": "video"}.get(family, "other")
