"""Keep finished pages of documents in memory, up to a number of bytes.

The longest document costs a tenth of a second of processor, and is made once for each
generation and day instead of once for each reader. Pages with a question are not kept:
there are too many of them, and what people search for is private.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["BoundedCache"]

_Value = TypeVar("_Value")


class BoundedCache(Generic[_Value]):
    """Values by key, the least recently used dropped first. Safe from any number of threads.

    Args:
        max_size: of all values together.
        size_of: the size of one value.

    >>> cache = BoundedCache(5, len)
    >>> [cache.get(key, lambda: key * 2) for key in ("ab", "cd")], "ab" in cache
    (['abab', 'cdcd'], False)
    """

    def __init__(self, max_size: int, size_of: Callable[[_Value], int]) -> None:
        self._max_size, self._size_of = max_size, size_of
        self._values: OrderedDict[Hashable, _Value] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._values

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """Return the value of *key*; it is made if it is not there.

        Two threads that miss at the same time both make it, and get equal values.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._size += self._size_of(value)
            while self._size > self._max_size:
                _, dropped = self._values.popitem(last=False)
                self._size -= self._size_of(dropped)
        return value
