"""A message before it is put into words: an English text with places, and what goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

__all__ = ["Fact", "Listed", "Message"]


class Listed(tuple[str, ...]):
    """Values as one fact: commas between in a text; a page makes a link of each.

    >>> str(Message("There are: {values}", values=Listed(["Maji", "Ardhi"])))
    'There are: Maji, Ardhi'
    """

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return ", ".join(self) or "–"

    def __str__(self) -> str:
        return format(self)


Fact = Any
"""What a place in a text is filled with: a Message is translated, all else is formatted."""


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """Something to be said to a person, in no language yet.

    ``str(message)`` is its English: for a log, and for programs that catch our errors.

    >>> str(Message("{path} holds no index", path="index"))
    'index holds no index'
    """

    text: str  # English, with {places}; the key of the catalogue
    facts: Mapping[str, Fact] = field(default_factory=dict)
    plural: str | None = None  # the text for any number but one
    count: int = 1

    def __init__(self, text: str, /, **facts: Fact) -> None:
        self._set(text, facts, None, 1)

    @classmethod
    def counted(cls, one: str, many: str, /, count: int, **facts: Fact) -> Self:
        """Return a message whose words depend on a number, which is its fact ``count`` too.

        >>> str(Message.counted("{count} file failed", "{count} files failed", count=2))
        '2 files failed'
        """
        message = cls(one)
        message._set(one, {"count": count, **facts}, many, count)
        return message

    def with_facts(self, **facts: Fact) -> Self:
        """Return the same message with these facts, instead of its own of the same names.

        >>> str(Message("{name} has {number}", name="Maji").with_facts(number=3))
        'Maji has 3'
        """
        cls = type(self)
        message = cls(self.text)
        message._set(self.text, {**self.facts, **facts}, self.plural, self.count)
        return message

    def _set(self, text: str, facts: Mapping[str, Fact], plural: str | None, count: int) -> None:
        for name, value in zip(("text", "facts", "plural", "count"), (text, facts, plural, count)):
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.text, self.plural, self.count, repr(self.facts)))

    def __str__(self) -> str:
        from kb.messages.catalogue import translate

        return translate(self, "en")

    def as_json(self) -> list[Any]:
        """Return the message as JSON can hold it; facts that JSON lacks become text.

        >>> Message("no reader for {suffix}", suffix=".xyz").as_json()
        ['no reader for {suffix}', {'suffix': '.xyz'}, None, 1]
        """
        facts = {
            name: {"message": value.as_json()}
            if isinstance(value, Message)
            else value
            if isinstance(value, str | int | float)
            else str(value)
            for name, value in self.facts.items()
        }
        return [self.text, facts, self.plural, self.count]

    @classmethod
    def from_json(cls, packed: Sequence[Any]) -> Self:
        """Return the message that ``as_json`` gave.

        Raises:
            ValueError: it is not what ``as_json`` gives.

        >>> Message.from_json(["page {n}", {"n": 3}, None, 1])
        Message(text='page {n}', facts={'n': 3}, plural=None, count=1)
        """
        try:
            text, facts, plural, count = packed
            read = {
                str(name): cls.from_json(value["message"]) if isinstance(value, dict) else value
                for name, value in facts.items()
            }
            message = cls(str(text))
            message._set(str(text), read, plural, int(count))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not a message: {packed!r}") from error
        return message
