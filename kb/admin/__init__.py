"""What those who keep an index do beside updating it.

add      copy a file into the corpus
remove   take a document out, on request out of everything that is kept
status   what the index holds, and whether the corpus has moved on
history  list, check and go back to earlier generations
"""

from __future__ import annotations

__all__: list[str] = []
