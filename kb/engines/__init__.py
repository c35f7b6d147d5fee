"""Search engines behind one protocol. An engine knows entries, no Swahili and no files."""

__all__: list[str] = []
