"""Previews: pictures that we draw ourselves, so that nothing of a foreign file ever runs in a browser."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

import pypdfium2
from PIL import Image, UnidentifiedImageError

#: Wide enough to read a scanned letter; a page is never drawn larger than this.
WIDTH_PX = 1100
SMALL_PX = 160
HEIGHT_PX = 1800
#: An image that unpacks to more than this is a bomb or a mistake (ASVS 5.2.6).
MOST_PIXELS = 80_000_000
MOST_PAGES = 200
LONGEST_TEXT = 200_000
_TOO_LARGE = "This picture is too large to draw here. Download it to look at it."

# PDFium keeps state for the whole process and must not be called from two threads at once.
_pdfium = threading.Lock()


class NoPreview(ValueError):
    """The file cannot be drawn; the message says why."""


@dataclass(frozen=True)
class Preview:
    """What can be shown of a file: how many pages can be drawn, or its text."""

    pages: int = 0
    text: str = ""


def preview_of(content: bytes, media_type: str) -> Preview:
    """How a file can be shown; raises `NoPreview` when its content is broken or too large to draw."""
    if media_type == "text/plain":
        return Preview(text=content[: LONGEST_TEXT * 4].decode("utf-8", errors="replace")[:LONGEST_TEXT])
    if media_type == "application/pdf":
        with _pdfium:
            pdf = _open_pdf(content)
            try:
                return Preview(pages=min(len(pdf), MOST_PAGES))
            finally:
                pdf.close()
    with _open_image(content) as image:
        return Preview(pages=min(getattr(image, "n_frames", 1), MOST_PAGES))


def draw_page(content: bytes, media_type: str, number: int, *, width_px: int = WIDTH_PX) -> bytes:
    """Page `number`, counted from 1, as a PNG of at most `width_px` by 1800; raises `NoPreview`."""
    picture = _pdf_page(content, number) if media_type == "application/pdf" else _frame(content, number)
    picture.thumbnail((width_px, HEIGHT_PX))
    drawn = io.BytesIO()
    picture.convert("RGB").save(drawn, "PNG")
    return drawn.getvalue()


def _open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NoPreview("This PDF is damaged or locked with a password. Download it to look at it.") from None


def _pdf_page(content: bytes, number: int) -> Image.Image:
    with _pdfium:
        pdf = _open_pdf(content)
        try:
            if not 1 <= number <= min(len(pdf), MOST_PAGES):
                raise NoPreview("There is no such page.")
            page = pdf[number - 1]
            width, height = page.get_size()
            scale = min(WIDTH_PX / max(width, 1), HEIGHT_PX / max(height, 1))
            return page.render(scale=scale).to_pil()
        except pypdfium2.PdfiumError:
            raise NoPreview("This page cannot be drawn. Download the file to look at it.") from None
        finally:
            pdf.close()


def _open_image(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPreview(_TOO_LARGE) from None
    except (UnidentifiedImageError, OSError):
        raise NoPreview("This picture is damaged. Download it to look at it.") from None
    _refuse_bomb(image)
    return image


def _refuse_bomb(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise NoPreview(_TOO_LARGE)


def _frame(content: bytes, number: int) -> Image.Image:
    with _open_image(content) as image:
        try:
            image.seek(number - 1)
            # Each frame has a size of its own, and the first says nothing of the second.
            _refuse_bomb(image)
            return image.copy()
        except NoPreview:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise NoPreview(_TOO_LARGE) from None
        except (EOFError, ValueError):
            raise NoPreview("There is no such page.") from None
        except OSError:
            raise NoPreview("This picture is damaged. Download it to look at it.") from None
