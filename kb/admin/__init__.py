"""Administer an index: everything but updating and searching it.

add      copy a file into the corpus
remove   take a document out of the corpus and the index, on request out of every generation
status   what the index holds, and whether the corpus has changed since
history  list the generations, and go back to an earlier one
verify   check the files and the answers of every generation
"""

from __future__ import annotations

__all__: list[str] = []
