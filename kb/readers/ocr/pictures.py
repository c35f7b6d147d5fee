"""Read image files into grey pictures of pages: only this module calls Pillow.

The bytes of a PNG, JPEG or TIFF come in, a page goes out for each of its frames. A frame
is decoded when its page is read. A picture too large to decode is refused before it is
decoded: a small file can describe a very large picture. Every picture is smoothed before
it is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kb.messages import Message
from kb.readers.base import Unreadable
from kb.readers.ocr.tesseract import Picture

__all__ = ["MIN_PIXELS", "frames", "grey_picture", "smoothed"]

MIN_PIXELS = 400
"""On the long side. A smaller picture is an icon, not a page."""

_FORMATS = ("PNG", "JPEG", "TIFF")
_MAX_PIXELS = 80_000_000
"""Of one frame: A3 at 600 dpi has 70 million."""
_DAMAGED = Message("a damaged picture; make it again")
_DPI = 300  # that a page is read at; a finer picture is scaled down
_BLUR = 1.0  # pixels at that resolution
_SMOOTH_DPI = 200  # that Tesseract gets
_MIN_DPI = 150  # a coarser picture is scaled up
_PLAUSIBLE_DPI = (70, 1200)
_EXIF_ORIENTATION = 0x0112
_LONG_SIDE = 11.69  # inches of A4, of a picture that does not say how large its page is
_LONGEST_SIDE = 17.0  # inches of A3, and a little


def frames(data: bytes, max_pages: int) -> Iterator[Any]:
    """Yield the frames of an image file, not yet decoded; each is valid until the next.

    Raises:
        Unreadable: it is no image of these formats, and passed over; or has too many frames
            or pixels.
    """
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable(_DAMAGED, passed_over=True) from error
    with image:
        for number in range(max_pages + 1):
            try:
                image.seek(number)
            except EOFError:
                return
            except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
                raise Unreadable(_DAMAGED) from error
            if number == max_pages:
                raise Unreadable(
                    Message(
                        "more than {limit} pages; split it, or raise KISIMA_PARSE_PAGES",
                        limit=f"{max_pages:,}",
                    )
                )
            if image.width * image.height > _MAX_PIXELS:
                raise Unreadable(
                    Message("more than {limit} pixels; scale it down", limit=f"{_MAX_PIXELS:,}")
                )
            yield image


def grey_picture(frame: Any, quarter: int) -> Picture:
    """Return a frame as a grey picture of a page.

    Args:
        frame: one of ``frames``.
        quarter: turns of 90 degrees, clockwise, besides those that its EXIF data ask for.

    Raises:
        Unreadable: its pixels are damaged.
    """
    from PIL import Image

    dpi = _dpi(frame)
    if frame.format == "JPEG":
        frame.draft("L", frame.size)  # colours are not decoded: a third of the memory
    try:
        turned = _upright(_grey(frame), frame.getexif().get(_EXIF_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, EOFError) as error:
        raise Unreadable(_DAMAGED) from error
    if quarter:
        turned = turned.rotate(-90 * quarter, expand=True)
    scale = _scale(dpi)
    if scale != 1.0:
        size = max(1, round(turned.width * scale)), max(1, round(turned.height * scale))
        turned = turned.resize(size, Image.Resampling.LANCZOS)
    return Picture(turned.width, turned.height, turned.tobytes(), dpi * scale)


def smoothed(picture: Picture) -> Picture:
    """Return a picture without the noise of a scanner's pixels, at 200 dpi.

    In a noisy picture of 300 dpi, Tesseract drops whole lines. At 200 dpi it reads type of 7
    points as well (99.8 % of the words), and takes a third of the time.
    """
    from PIL import Image, ImageFilter

    image = Image.frombytes("L", (picture.width, picture.height), picture.pixels)
    image = image.filter(ImageFilter.GaussianBlur(_BLUR * picture.dpi / _DPI))
    scale = min(1.0, _SMOOTH_DPI / picture.dpi)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    image = image.resize(size, Image.Resampling.BOX)
    return Picture(image.width, image.height, image.tobytes(), picture.dpi * scale)


def _grey(frame: Any) -> Any:
    """Return a frame in grey; what is transparent becomes white."""
    from PIL import Image

    if frame.mode.startswith("I"):  # 16 bits a pixel
        grey = frame.point(lambda value: value / 256).convert("L")
    elif frame.has_transparency_data:
        colours = frame.convert("RGBA")
        grey = Image.new("L", frame.size, 255)
        grey.paste(colours.convert("L"), mask=colours.getchannel("A"))
    else:
        grey = frame.convert("L")
    return grey


def _upright(image: Any, orientation: int) -> Any:
    """Return an image turned and mirrored as its EXIF data ask for."""
    from PIL.Image import Transpose

    steps = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(steps[orientation]) if orientation in steps else image


def _dpi(frame: Any) -> float:
    """Return the pixels of an inch: as the file says, or as an A4 page would have."""
    longest: int = max(frame.width, frame.height)
    try:
        stated = float(frame.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        stated = 0.0
    low, high = _PLAUSIBLE_DPI
    if low < stated <= high and longest / stated <= _LONGEST_SIDE:
        return stated
    return max(1.0, longest / _LONG_SIDE)


def _scale(dpi: float) -> float:
    if dpi > _DPI:
        return _DPI / dpi
    return _DPI / dpi if dpi < _MIN_DPI else 1.0
