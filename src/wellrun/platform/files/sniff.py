"""What a file really is, by its first bytes, and whether the office takes it."""

from __future__ import annotations

from dataclasses import dataclass

import filetype

MAX_BYTES = 25 * 1024 * 1024
#: What an office files: scans, photographs, PDFs and plain text. Anything that can run is not among them.
ACCEPTED = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/tiff": ("tif", "tiff"),
    "text/plain": ("txt",),
}


class FileRefused(ValueError):
    """The upload cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class SniffedFile:
    """A file whose content and name agree."""

    media_type: str
    extension: str


def sniff(content: bytes, name: str) -> SniffedFile:
    """Tell the type of an upload by its content; raise `FileRefused` when it lies, is too large or unwelcome."""
    if not content:
        raise FileRefused("The file is empty. Choose another.")
    if len(content) > MAX_BYTES:
        raise FileRefused(
            f"The file is larger than {MAX_BYTES // (1024 * 1024)} MB. Scan it at a lower resolution."
        )
    guess = filetype.guess(content)
    media_type = guess.mime if guess else _text(content)
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if media_type not in ACCEPTED:
        raise FileRefused("Only PDF, JPEG, PNG, TIFF and plain text can be filed.")
    if extension not in ACCEPTED[media_type]:
        raise FileRefused(
            f"The file is called .{extension or '?'} but its content is {media_type}. Save it under its real type."
        )
    return SniffedFile(media_type, ACCEPTED[media_type][0])


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    looks_like_markup = text.lstrip()[:1] == "<"
    has_controls = any(ord(ch) < 32 and ch not in "\r\n\t\f" for ch in text)
    return "" if looks_like_markup or has_controls else "text/plain"
