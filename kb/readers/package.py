"""Open the packages of office formats: zip archives of XML parts.

The bytes of a file come in, its parts go out, as bytes or as trees of elements. A part is
named by its path in the archive. XML is read without entities, without the network, and as
far as it is whole: office programs open a file with a damaged part, and so does Kisima.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from kb.messages import Message
from kb.readers.archives import check_archive
from kb.readers.base import Unreadable

__all__ = ["Package", "xml_tree"]


class Package:
    """The parts of one file.

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
        # A crafted list of members can raise nearly any exception.
        except Exception as error:
            reason = Message("the file is damaged ({cause}); save it again", cause=str(error))
            raise Unreadable(reason) from error

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part; None where it is missing or damaged."""
        if name not in self.names:
            return None
        try:
            return self._archive.read(name)
        # zipfile does not document its exceptions for damaged members: zlib's, its own, others.
        except Exception:
            return None

    def tree(self, name: str) -> Any:
        """Return the root element of an XML part; None where there is nothing to read."""
        data = self.part(name)
        return None if data is None else xml_tree(data)


def xml_tree(data: bytes) -> Any:
    """Return the root element of an XML file as far as it is whole; None where nothing is.

    >>> xml_tree(b"<a><b>Dira</b>").find("b").text, xml_tree(b"")
    ('Dira', None)
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
