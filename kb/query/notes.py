"""The limits of a question, and what the reader is told where one is met.

Each limit keeps the work of one question small; most readers never meet one.
"""

from __future__ import annotations

from kb.query.nodes import Note

__all__ = [
    "LEAST_IN_PREFIX",
    "MOST_ALTERNATIVES",
    "MOST_CHARACTERS",
    "MOST_IN_WORD",
    "MOST_NESTING",
    "MOST_PREFIXES",
    "MOST_TERMS",
    "Notes",
]

MOST_CHARACTERS = 256
MOST_IN_WORD = 64
MOST_TERMS = 32
MOST_PREFIXES = 2
MOST_NESTING = 8
MOST_ALTERNATIVES = 16  # clauses that one mixture of AND and OR may turn into
LEAST_IN_PREFIX = 3


class Notes:
    """Collects what was ignored or read otherwise: each note once, in the order they came up."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def all(self) -> tuple[Note, ...]:
        """Return the notes collected so far."""
        return tuple(self._found)

    def _add(self, sw: str, en: str) -> None:
        self._found.setdefault(Note(sw, en))

    def too_long(self) -> None:
        """The line has more characters than are read."""
        self._add(
            f"Swali ni refu mno: herufi {MOST_CHARACTERS} za mwanzo tu zimesomwa.",
            f"The question is too long: only its first {MOST_CHARACTERS} characters were read.",
        )

    def too_many_terms(self) -> None:
        """The line has more words than are asked for."""
        self._add(
            f"Maneno baada ya {MOST_TERMS} ya mwanzo yamepuuzwa.",
            f"Words after the first {MOST_TERMS} were ignored.",
        )

    def too_long_a_word(self, word: str) -> None:
        """Nothing in any language is that long."""
        self._add(
            f"“{word[:12]}…” ni neno refu mno; limepuuzwa.",
            f"“{word[:12]}…” is too long for a word; it was ignored.",
        )

    def too_deep(self) -> None:
        """Brackets are nested deeper than is read."""
        self._add(
            f"Mabano yaliyo ndani ya mengine {MOST_NESTING} yamepuuzwa.",
            f"Brackets inside {MOST_NESTING} others were ignored.",
        )

    def too_many_prefixes(self, text: str) -> None:
        """Every prefix stands for many words, so few are allowed."""
        self._add(
            f"Maneno {MOST_PREFIXES} tu yanaweza kuishia na *; “{text}” imesomwa kama neno.",
            f"Only {MOST_PREFIXES} words may end in *; “{text}” was read as a word.",
        )

    def misplaced_star(self, text: str) -> None:
        """A star stands where it means nothing."""
        self._add(
            f"* hufanya kazi nje ya nukuu tu, mwishoni mwa herufi {LEAST_IN_PREFIX} au zaidi; "
            f"“{text}” imesomwa kama maneno.",
            f"* works outside quotes only, after {LEAST_IN_PREFIX} letters or more; "
            f"“{text}” was read as words.",
        )

    def unknown_field(self, name: str) -> None:
        """No field has that name."""
        self._add(
            f"Hakuna sehemu iitwayo “{name}:”; imetafutwa kama maneno.",
            f"There is no field “{name}:”; it was searched as text.",
        )

    def not_a_year(self, text: str) -> None:
        """The field mwaka: takes 2019 or 2010-2019."""
        self._add(
            f"“{text}” si mwaka; imetafutwa kama maneno.",
            f"“{text}” is not a year; it was searched as text.",
        )

    def filter_excludes(self, text: str) -> None:
        """Filters say what is let through, not what is kept out."""
        self._add(
            f"Kichujio hakiwezi kuondoa; “{text}” imepuuzwa.",
            f"A filter cannot exclude; “{text}” was ignored.",
        )

    def excluded_beside_or(self) -> None:
        """Alternatives such as "a OR -b" would match nearly everything."""
        self._add(
            "Kando ya AU/OR hakuna kinachoweza kuondolewa; sehemu hiyo imepuuzwa.",
            "Nothing can be excluded beside OR/AU; that part was ignored.",
        )

    def too_tangled(self) -> None:
        """AND and OR are mixed beyond what is worked out."""
        self._add(
            "AND na OR zimechanganywa mno; hakuna neno linalolazimishwa.",
            "AND and OR are mixed too much; no word is required.",
        )

    def only_excludes(self) -> None:
        """The line says what not to find, and nothing else."""
        self._add(
            "Swali linaondoa tu: andika pia unachotafuta.",
            "The question only excludes: say also what to look for.",
        )
