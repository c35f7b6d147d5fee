"""The index that a browser searches without a server: scripts of data, loaded as a question needs them.

    numbers      whole numbers as short text
    vocabulary   how each word of the collection is read, and how words that are not in it may be
    meanings     what words also mean: English, acronyms, synonyms
    postings     where each term occurs, sorted on the disk
    shards       sorted rows ─► files of even size
    writing      an open index ─► all files
    report       what an export wrote

A page from a USB stick may load scripts, but fetch no data. So each file is a script that calls one
function with its data. Nothing of a document is code: texts are JSON strings.

Why so, and what is left out: docs/decisions/0033-export.md
"""

__all__: list[str] = []
