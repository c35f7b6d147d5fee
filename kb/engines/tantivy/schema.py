"""The fields of an index, as Tantivy wants them."""

from __future__ import annotations

import re

import tantivy
from tantivy import tantivy as library

from kb.engines.fields import DOCUMENT, FIELDS, facet_field
from kb.facets import FACETS
from kb.index.schema import FILLER, Entry

__all__ = [
    "DOCUMENT_NUMBER",
    "LIBRARY_VERSION",
    "NUMBER",
    "index_schema",
    "tantivy_document",
]

LIBRARY_VERSION = "-".join(re.findall(r"[0-9.]+", library.__version__))
"""The versions of the library and of its files: 0.27.0-7."""

NUMBER = "number"
"""The field that holds an entry's number: where its record is."""

DOCUMENT_NUMBER = "document_number"
"""The field that holds the number of the first entry of an entry's document."""


def index_schema() -> tantivy.Schema:
    """Return the fields of an index. Nothing is stored by Tantivy: the records hold it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(NUMBER, fast=True)
    builder.add_unsigned_field(DOCUMENT_NUMBER, fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="raw")
    for facet in FACETS:
        builder.add_text_field(
            facet_field(facet.name), tokenizer_name="raw", index_option="basic", fast=True
        )
    return builder.build()


def tantivy_document(entry: Entry, number: int, document_number: int) -> tantivy.Document:
    """Return an entry as Tantivy takes it: several terms at one position, none at a filler's."""
    document = tantivy.Document()
    document.add_text("id", entry.id)
    document.add_unsigned(NUMBER, number)
    document.add_unsigned(DOCUMENT_NUMBER, document_number)
    for facet, value in {**entry.facets, DOCUMENT: entry.document}.items():
        document.add_text(facet_field(facet), value)
    for name, positions in entry.fields.items():
        tokens = [
            tantivy.Token(term, position, 0, 0)
            for position, terms in enumerate(positions)
            for term in terms
            if term != FILLER
        ]
        if tokens:
            document.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))
    return document
