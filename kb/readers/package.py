"""Open the packages of office formats: zip archives of XML parts.

The bytes of a file come in, its parts go out, as bytes or as trees of elements. A part is
named by its path in the archive. XML is read without entities, without the network, and as
far as it is whole: office programs open a file with a damaged part, and so does Kisima.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from kb.readers.archives import DAMAGED_ARCHIVE, check_archive
from kb.readers.base import Unreadable

__all__ = ["SAFE_XML", "Package", "xml_tree"]

SAFE_XML: Mapping[str, bool] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
    "huge_tree": False,
}
"""Options of lxml's parsers for XML that others wrote."""


class Package:
    """The parts of one file.

    ``damaged`` has the names of the parts that were asked for and are not whole.

    Args:
        data: the whole file.

    Raises:
        Unreadable: the bytes are no archive, or one that would do harm to unpack.
    """

    def __init__(self, data: bytes) -> None:
        check_archive(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._archive.namelist())
            self._others: Mapping[str, str] = {_plain(name): name for name in self.names}
        # A crafted list of members can raise nearly any exception.
        except Exception as error:
            raise Unreadable(DAMAGED_ARCHIVE) from error
        self.damaged: set[str] = set()

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; None where it is missing or damaged.

        Its name may be written otherwise in the archive: in capitals, or with backslashes.
        """
        actual = name if name in self.names else self._others.get(_plain(name))
        if actual is None:
            return None
        try:
            return self._archive.read(actual)
        # zipfile does not document its exceptions for damaged members: zlib's, its own, others.
        except Exception:
            self.damaged.add(name)
            return None

    def tree(self, name: str) -> Any:
        """Return the root element of an XML part; None where there is nothing to read."""
        data = self.part(name)
        if data is None:
            return None
        root, whole = _parsed(data)
        if not whole:
            self.damaged.add(name)
        return root


def xml_tree(data: bytes) -> Any:
    """Return the root element of an XML file as far as it is whole; None where nothing is.

    >>> xml_tree(b"<a><b>Dira</b>").find("b").text, xml_tree(b"")
    ('Dira', None)
    """
    return _parsed(data)[0]


def _parsed(data: bytes) -> tuple[Any, bool]:
    """Return the root element of an XML file, and whether all of it was read."""
    from lxml import etree

    parser = etree.XMLParser(**SAFE_XML)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    if root is None:
        return None, False
    faults = (fault for fault in parser.error_log if fault.level_name == "FATAL")
    types = root.getroottree().docinfo.internalDTD
    # No entity is read, so a file that has its own lacks what they say.
    return root, next(faults, None) is None and (types is None or not types.entities())


def _plain(name: str) -> str:
    return unquote(name).replace("\\", "/").lstrip("/").casefold()
