"""Which content which extension promises, and what is never kept."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
ZIP, OLE = "application/zip", "application/x-ole-storage"
# Each extension that promises a content, with the types that keep the promise. The first is what the type is called.
PROMISES: Mapping[str, tuple[str, ...]] = {
    "jpg": ("image/jpeg",), "jpeg": ("image/jpeg",), "jpe": ("image/jpeg",), "jfif": ("image/jpeg",),
    "png": ("image/png",), "gif": ("image/gif",), "webp": ("image/webp",), "tif": ("image/tiff",),
    "tiff": ("image/tiff",), "avif": ("image/avif",), "heic": ("image/heic",), "heif": ("image/heic",),
    "pdf": ("application/pdf",), "zip": (ZIP,), "rtf": ("application/rtf",),
    "docx": (OOXML + "wordprocessingml.document",), "xlsx": (OOXML + "spreadsheetml.sheet",),
    "pptx": (OOXML + "presentationml.presentation",),
    "docm": (OOXML + "wordprocessingml.document",), "xlsm": (OOXML + "spreadsheetml.sheet",),
    "odt": (ODF + "text",), "ods": (ODF + "spreadsheet",), "odp": (ODF + "presentation",),
    "hwpx": ("application/hwp+zip",),
    "doc": ("application/msword", "application/rtf"), "xls": ("application/vnd.ms-excel", "text/html"),
    "ppt": ("application/vnd.ms-powerpoint",), "msg": ("application/vnd.ms-outlook",), "hwp": ("application/x-hwp",),
    "7z": ("application/x-7z-compressed",), "rar": ("application/vnd.rar",), "gz": ("application/gzip",),
    "tgz": ("application/gzip",),
    "txt": ("text/plain",), "csv": ("text/csv",), "html": ("text/html",), "htm": ("text/html",), "svg": ("image/svg+xml",),
    "mp3": ("audio/mpeg",), "wav": ("audio/wav",), "mp4": ("video/mp4",), "m4a": ("audio/mp4", "video/mp4"),
    "mov": ("video/quicktime", "video/mp4"),
}  # fmt: skip
EXTENSIONS: Mapping[str, str] = {types[0]: extension for extension, types in reversed(tuple(PROMISES.items()))}
PICTURES = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "tif", "tiff", "avif", "bmp"})
# What a double click runs on somebody's machine.
RUN = frozenset(
    {
        "exe", "com", "scr", "pif", "dll", "msi", "msix", "appx", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse",
        "mjs", "wsf", "wsh", "hta", "lnk", "reg", "jar", "apk", "cpl", "inf", "scf", "url", "desktop",
        "command", "app", "sh", "msc", "msp", "chm", "jnlp", "application", "gadget", "diagcab", "xll",
    }
)  # fmt: skip
# How a file is sent: only types that no browser runs. Others go as bytes without a type.
SENT: frozenset[str] = frozenset(
    type_ for types in PROMISES.values() for type_ in types
    if type_ not in ("text/html", "image/svg+xml") and not type_.startswith("text/")
)  # fmt: skip
BYTES = "application/octet-stream"
LABELS: Mapping[str, Promise] = {
    "image": _("picture"),
    "pdf": _("PDF"),
    "text": _("text"),
    "page": _("web page"),
    "program": _("program"),
    "office": _("office document"),
    "archive": _("archive"),
    "sound": _("sound"),
    "video": _("video"),
    "other": _("unknown content"),
}


def keeps_promise(extension: str, type_: str) -> bool:
    """Whether a file of that type may be called so; an extension that promises nothing is always kept."""
    promised = PROMISES.get(extension)
    if promised is None:
        return extension not in PICTURES or type_.startswith("image/")
    return type_ in promised or (extension in ("txt", "csv") and type_.startswith("text/") and type_ != "text/html")


def right_extension(type_: str) -> str:
    """The extension of files of that type: "bin" for one that we don't know."""
    return EXTENSIONS.get(type_, "txt" if type_.startswith("text/") else "bin")


def sent_as(type_: str) -> str:
    """The type that a browser is told."""
    return type_ if type_ in SENT else BYTES
