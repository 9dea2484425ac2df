"""Undo what exports do to text: everything else stays exactly as published.

Damage seen in real exports of evaluation offices, and undone here:
- Excel's escapes of control characters (`_x000D_`, ECMA-376 part 1, 22.4.2.4, often in lower case);
- HTML tags and entities left in cells, also escaped twice;
- UTF-8 read as Latin-1, once or twice over, and Windows-1252 punctuation as C1 controls (ftfy's `fix_encoding`);
- bullets of Symbol and Wingdings in the private use area, whose font is lost;
- no-break, zero-width and other special spaces, soft hyphens, half surrogates.
Line and paragraph breaks stay; more than one empty line becomes one.
"""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

from index.readers.characters import one_spaced, plain_characters

_EXCEL_ESCAPE = re.compile(r"_x(00[01][0-9A-Fa-f]|00[89][0-9A-Fa-f]|007[Ff])_")
_ESCAPED_UNDERSCORE = re.compile(r"_(?:x005[Ff]_)+")
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_NAMES = frozenset(name2codepoint) | {"apos"}

_INLINE = "a|abbr|b|big|cite|code|em|embed|font|i|img|li|mark|o:p|object|param|s|small|span|strike|strong|sub|sup|tt|u"
_BLOCK = (
    "blockquote|body|br|caption|center|dd|div|dl|dt|figure|h[1-6]|head|hr|html|ol|p|pre|section|table|tbody|td|tfoot|"
    "th|thead|tr|ul"
)
# A tag needs its ">" or a line's end (exports cut "<br/" off there), so "<5 percent" and "a -> b" are no tags.
# All patterns take time linear in the text, also where a hostile cell repeats half a tag a million times.
_ATTRIBUTES = r"(?:\s[^<>]*)?"
_UNSEEN = (
    ("-->", re.compile(r"<!--.*?-->", re.DOTALL)),
    ("</style>", re.compile(r"<style\b[^<>]*>.*?</style>", re.DOTALL | re.IGNORECASE)),
    ("</script>", re.compile(r"<script\b[^<>]*>.*?</script>", re.DOTALL | re.IGNORECASE)),
)
_ITEM_TAG = re.compile(rf"\s{{0,4}}(?:<[uo]l{_ATTRIBUTES}>\s*)?<li{_ATTRIBUTES}>\s*", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK}){_ATTRIBUTES}/?>|</?br ?/?[^\S\n]*(?=\n|$)", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}/?>", re.IGNORECASE)

_MISREAD = re.compile("[\x80-\x9f]|[ÂÃâ][^\x00-\x7f]")
_SYMBOL_FONT = dict.fromkeys(range(0xF020, 0xF100), "•") | dict.fromkeys((0xF0E0, 0xF0E8), "→")
_SOFT_HYPHEN = {0xAD: None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r+\n?")
_LINE_SPACE = re.compile(" *\n *")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Characters that no repair touches: most cells hold nothing else, and looking is much faster than translating.
_SOUND = re.compile("[\n -~¡-¬®-\u02ff‐-‧‰-⁀⁄-⁞€]*")
_UNTIDY = ("_x", "&", "<", "  ", " \n", "\n ", "\n\n\n")
_PASSES = 8  # damage on damage, each pass undoes one layer; no real cell needed more than three


def repair(text: str) -> str:
    r"""`text` without export damage, trimmed, with `\n` line ends. Repairing twice changes nothing more."""
    for _ in range(_PASSES):
        text = text.strip()
        if _SOUND.fullmatch(text) and not any(mark in text for mark in _UNTIDY):
            break
        repaired = _one_layer(text)
        if repaired == text:
            break
        text = repaired
    return text


def _one_layer(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED_UNDERSCORE.sub("_", text)
        text = _EXCEL_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    text = _SURROGATE.sub("\ufffd", text)
    if _MISREAD.search(text):
        text = _read_again(text)
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    text = _LINE_END.sub("\n", text).replace("\t", " ").replace("\xa0", " ")
    if not _SOUND.fullmatch(text):
        text = plain_characters(text.translate(_SYMBOL_FONT)).replace("\f", "\n").translate(_SOFT_HYPHEN)
    if "<" in text:
        text = _without_tags(text)
    text = _LINE_SPACE.sub("\n", one_spaced(text))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _read_again(text: str) -> str:
    """`text` in the encoding that it was written in."""
    import ftfy  # few files need it, and loading its tables takes longer than reading most files

    return ftfy.fix_encoding(text)


def _character(match: re.Match[str]) -> str:
    entity = match[1]
    if entity.startswith("#") or entity in _NAMES:
        return html.unescape(f"&{entity};")
    return match[0]


def _without_tags(text: str) -> str:
    for end, pattern in _UNSEEN:
        closed = text.lower().rfind(end) + len(end)  # behind the last end, no beginning can be complete
        if closed >= len(end):
            text = pattern.sub("", text[:closed]) + text[closed:]
    text = _ITEM_TAG.sub("\n• ", text)
    text = _BLOCK_TAG.sub("\n", text)
    return _INLINE_TAG.sub("", text)
