"""Kisima: a knowledge base of Swahili documents that anyone can search.

The rooms, and which may import which, are drawn in ARCHITECTURE.md.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
