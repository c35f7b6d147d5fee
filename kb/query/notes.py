"""The limits of a question, and the notes for the reader where one is exceeded.

Each limit keeps the work of one question small; most questions exceed none.
"""

from __future__ import annotations

from kb.messages import Message

__all__ = [
    "MAX_ALTERNATIVES",
    "MAX_CHARACTERS",
    "MAX_IN_WORD",
    "MAX_NESTING",
    "MAX_PREFIXES",
    "MAX_TERMS",
    "MIN_IN_PREFIX",
    "ONLY_EXCLUDES",
    "Notes",
]

MAX_CHARACTERS = 256
MAX_IN_WORD = 64
MAX_TERMS = 32
MAX_PREFIXES = 2
MAX_NESTING = 8
MAX_ALTERNATIVES = 16  # clauses that one mixture of AND and OR may become
MIN_IN_PREFIX = 3

ONLY_EXCLUDES = Message("The question only excludes: say also what to look for.")


class Notes:
    """Collects notes on ignored parts: each note once, in order."""

    def __init__(self) -> None:
        self._notes: dict[Message, None] = {}

    def all(self) -> tuple[Message, ...]:
        """Return the notes collected so far."""
        return tuple(self._notes)

    def _add(self, note: Message) -> None:
        self._notes.setdefault(note)

    def too_long(self) -> None:
        """The line has more characters than are read."""
        self._add(
            Message(
                "The question is too long: only its first {limit} characters were read.",
                limit=MAX_CHARACTERS,
            )
        )

    def too_many_terms(self) -> None:
        """The line has more words than are searched."""
        self._add(Message("Words after the first {limit} were ignored.", limit=MAX_TERMS))

    def too_long_a_word(self, word: str) -> None:
        """No word in any language is that long."""
        self._add(Message("“{word}…” is too long for a word; it was ignored.", word=word[:12]))

    def too_deep(self) -> None:
        """Brackets are nested deeper than is read."""
        self._add(Message("Brackets inside {limit} others were ignored.", limit=MAX_NESTING))

    def too_many_prefixes(self, text: str) -> None:
        """Every prefix matches many words, so only a few are allowed."""
        self._add(
            Message(
                "Only {limit} words may end in *; “{text}” was read as a word.",
                limit=MAX_PREFIXES,
                text=text,
            )
        )

    def misplaced_star(self, text: str) -> None:
        """A star occurs where it has no meaning."""
        self._add(
            Message(
                "* works outside quotes only, after {limit} letters or more; “{text}” was read as words.",
                limit=MIN_IN_PREFIX,
                text=text,
            )
        )

    def unknown_field(self, name: str) -> None:
        """No field has that name."""
        self._add(Message("There is no field “{name}:”; it was searched as text.", name=name))

    def empty_field(self, name: str) -> None:
        """The line ends with a field that has no value: *wakala aina:*."""
        self._add(Message("“{name}:” has no value after it; it was ignored.", name=name))

    def not_a_year(self, text: str) -> None:
        """The field mwaka: takes 2019 or 2010-2019."""
        self._add(Message("“{text}” is not a year; it was searched as text.", text=text))

    def filter_excludes(self, text: str) -> None:
        """Filters only include values; they cannot exclude."""
        self._add(Message("A filter cannot exclude; “{text}” was ignored.", text=text))

    def excluded_in_or(self) -> None:
        """Alternatives such as "a OR -b" would match nearly everything."""
        self._add(Message("Nothing can be excluded next to OR/AU; that part was ignored."))

    def too_tangled(self) -> None:
        """The mixture of AND and OR needs more clauses than allowed."""
        self._add(Message("AND and OR are mixed too much; no word is required."))

    def only_excludes(self) -> None:
        """The line only excludes."""
        self._add(ONLY_EXCLUDES)
