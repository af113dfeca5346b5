"""Photographs of insurance cards: believed by their content alone, and made anew before they are kept."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

MAX_BYTES = 10 * 1024 * 1024
#: More than any telephone's camera gives; a picture is refused by its header, before anything is unpacked.
MAX_PIXELS = 60_000_000
LONGEST_EDGE = 2_000
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


class PictureRefused(ValueError):
    """The upload is no photograph that is taken; its text is the key of the sentence in the catalogue."""


def clean_picture(content: bytes) -> bytes:
    """The picture as a JPEG of at most 2,000 pixels a side, upright, without any of the data that came with it.

    The pixels are decoded and written anew: what hides behind or inside the file does not survive, nor does where
    and when it was taken. Raises `PictureRefused` for anything but a JPEG or PNG of at most 10 MB and 60 megapixels.
    """
    if len(content) > MAX_BYTES:
        raise PictureRefused("big_picture")
    if not content.startswith(_MAGIC):
        raise PictureRefused("bad_picture")
    try:
        with warnings.catch_warnings():
            # Our own bound below is the stricter one; the library only warns.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureRefused("big_picture")
            if picture.format == "JPEG":
                picture.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
            plain = Image.new("RGB", upright.size, "white")
            plain.paste(upright.convert("RGB"))
    except Image.DecompressionBombError as fault:
        raise PictureRefused("big_picture") from fault
    except (OSError, SyntaxError, ValueError) as fault:
        if isinstance(fault, PictureRefused):
            raise
        raise PictureRefused("bad_picture") from fault
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=85)
    return kept.getvalue()
