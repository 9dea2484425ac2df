"""Characters that stand for others: one space, one line end, real bullets, letters instead of ligatures.

Nothing here changes what a reader of the page sees, so it may be done to any text before it is cut into blocks.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))), " ")
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
)
# Windows-1252 read as Latin-1 leaves C1 controls, which no document means.
_C1 = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
_CONTROLS = {code: None for code in range(0x20) if chr(code) not in "\t\n\f"} | {0x7F: None, 0xFFFE: None, 0xFFFF: None}
_LONE_SURROGATES = dict.fromkeys(range(0xD800, 0xE000))  # halves of characters: no encoding takes them
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# Symbol and Wingdings bullets, which live in the private use area when their font is lost.
_BULLETS = dict.fromkeys(
    [0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076, 0xF0A8, 0xF02D, 0xF0BE, 0xF0B0, 0xF0E8, 0xF0DE, 0x25CF, 0x25AA, 0x2043],
    "•",
)

_TABLE = _SPACES | _INVISIBLE | _C1 | _CONTROLS | _LONE_SURROGATES | _LIGATURES | _BULLETS
_TABLE_KEEPING_TABS = {code: value for code, value in _TABLE.items() if code != 0x09}
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\x0b\x1c-\x1e]")
_SPACE_RUN = re.compile(" {2,}")


def plain_characters(text: str, *, keep_tabs: bool = False) -> str:
    r"""`text` with `\n` line ends, ordinary spaces and no invisible or control characters, in Unicode NFC.

    Runs of spaces stay (a plain-text table may need them); `\f` stays (it ends a page); tabs become spaces unless
    `keep_tabs`. Soft hyphens stay: at a line end they say that the word goes on (see `hyphens`).
    """
    text = _LINE_ENDS.sub("\n", text)
    text = text.translate(_TABLE_KEEPING_TABS if keep_tabs else _TABLE)
    return unicodedata.normalize("NFC", text)


def one_spaced(text: str) -> str:
    """`text` trimmed, with single spaces."""
    return _SPACE_RUN.sub(" ", text).strip()
