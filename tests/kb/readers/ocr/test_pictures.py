"""Image files become grey pictures of pages, and large ones are refused before they are decoded."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from kb.readers.base import Unreadable
from kb.readers.ocr.pictures import frames, grey_picture


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    """Return an image as a file."""
    file = io.BytesIO()
    image.copy().save(file, format, **options)
    return file.getvalue()


def pictures(data: bytes, max_pages: int = 9):
    """Return the pictures of a file."""
    return [grey_picture(frame, 0) for frame in frames(data, max_pages)]


PAGE = Image.new("L", (1240, 1754), 255)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "LA"])
def test_every_kind_of_pixels_becomes_grey(format, mode):
    """White paper is white in every mode that a scanner writes."""
    image = PAGE.convert(mode) if mode != "I;16" else Image.new(mode, PAGE.size, 65535)
    try:
        data = saved(image, format)
    except OSError:
        return  # this format has no such pixels
    (picture,) = pictures(data)
    assert len(picture.pixels) == picture.width * picture.height
    assert min(picture.pixels) > 250


def test_what_is_transparent_is_white():
    """A page whose paper is transparent is no black page."""
    (picture,) = pictures(saved(Image.new("RGBA", (900, 900), (0, 0, 0, 0)), "PNG"))
    assert set(picture.pixels) == {255}


def test_each_frame_of_a_tiff_is_a_page():
    """A fax of three pages is three pages, in their order."""
    shades = [Image.new("L", (800, 1000), shade) for shade in (10, 120, 230)]
    data = saved(shades[0], "TIFF", save_all=True, append_images=shades[1:])
    assert [picture.pixels[0] for picture in pictures(data)] == [10, 120, 230]
    with pytest.raises(Unreadable, match="more than 2 pages"):
        pictures(data, max_pages=2)


@pytest.mark.parametrize(("orientation", "corner"), [(1, 0), (3, -1), (6, 999), (8, -1000)])
def test_a_photo_is_turned_as_its_camera_says(orientation, corner):
    """EXIF says how the camera was held; the black pixel moves to its corner."""
    image = Image.new("L", (1000, 1000), 255)
    image.putpixel((0, 0), 0)
    exif = Image.Exif()
    exif[0x0112] = orientation
    (picture,) = pictures(saved(image, "PNG", exif=exif, dpi=(300, 300)))
    place = {0: 0, -1: len(picture.pixels) - 1, 999: 999, -1000: len(picture.pixels) - 1000}
    assert picture.pixels.index(0) == place[corner]


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [((2480, 3508), 300, 300), ((2480, 3508), None, 300), ((4960, 7016), 600, 300),
     ((1240, 1754), 150, 150), ((620, 877), None, 300), ((2480, 3508), 72, 300)],
)  # fmt: skip
def test_a_page_is_read_at_a_useful_resolution(size, dpi, expected):
    """Fine pictures are scaled down, coarse ones up; a doubtful statement is not believed."""
    options = {"dpi": (dpi, dpi)} if dpi else {}
    (picture,) = pictures(saved(Image.new("L", size, 255), "PNG", **options))
    assert picture.dpi == pytest.approx(expected, rel=0.01)
    assert max(picture.width, picture.height) == pytest.approx(expected * 11.69, rel=0.01)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded():
    """A file of a hundred bytes can describe a picture of ten billion pixels."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk
    data += struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IDAT"
    data += struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(Unreadable):
        pictures(data)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.9])
def test_a_damaged_picture_is_refused_with_its_cause(format, share):
    """A file that was cut, or is something else, gives a reason and no exception of Pillow's."""
    noise = Image.effect_noise((600, 800), 60)
    data = saved(noise, format)
    cut = b"neno" + data[:4] if share == 0 else data[: int(share * len(data))]
    with pytest.raises(Unreadable, match="damaged"):
        pictures(cut)
