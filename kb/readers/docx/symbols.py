"""Give the signs of Word's symbol fonts as characters.

A font and a code come in, a character goes out, or "" where no character says the same.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["symbol"]

_PRIVATE = range(0xF000, 0xF100)
"""Symbol fonts have their signs here; the rest of the code is the place in the font."""

_WINGDINGS: Mapping[int, str] = {
    0x28: "☎", 0x29: "☎", 0x2A: "✉", 0x46: "☞", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑",
    0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x78: "☒",
}  # fmt: skip
_SYMBOL: Mapping[int, str] = {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD0: "∠", 0xD6: "√", 0xD7: "⋅", 0xDE: "⇒", 0xE5: "∑",
    0x44: "Δ", 0x46: "Φ", 0x47: "Γ", 0x4C: "Λ", 0x50: "Π", 0x53: "Σ", 0x57: "Ω", 0x61: "α",
    0x62: "β", 0x63: "χ", 0x64: "δ", 0x65: "ε", 0x66: "φ", 0x67: "γ", 0x68: "η", 0x6B: "κ",
    0x6C: "λ", 0x6D: "μ", 0x6E: "ν", 0x70: "π", 0x71: "θ", 0x72: "ρ", 0x73: "σ", 0x74: "τ",
    0x77: "ω", 0x79: "ψ", 0x7A: "ζ",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """Return the character for a sign.

    Args:
        font: its name.
        code: the sign's place in the font, in hexadecimal digits.

    >>> symbol("Wingdings", "F0FC"), symbol("Symbol", "F0B0"), symbol("Arial", "00BD")
    ('✓', '°', '½')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    table = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}.get(font.strip().lower())
    place = number - _PRIVATE.start if number in _PRIVATE else number
    if table is not None and place < 0x100:
        plain = chr(place) if 0x20 <= place < 0x7F and not chr(place).isalpha() else ""
        return table.get(place, plain if table is _SYMBOL else "")
    return chr(number) if 0x20 <= number < 0xE000 and number not in range(0xD800, 0xE000) else ""
