"""Whose a document is: by its symbol, or by the organisation that its first pages name most."""

from __future__ import annotations

import re
from collections import Counter

from index.publishers.documents.cover import own_symbol, title_of
from index.readers.blocks import ReadDocument

_FIRST_BLOCKS = 80
_ORGANISATIONS = {
    "ilo": r"\bILO\b|International Labour (?:Office|Organi[sz]ation)",
    "undp": r"\bUNDP\b|United Nations Development Programme",
    "unicef": r"\bUNICEF\b|United Nations Children[’']s Fund",
    "unhcr": r"\bUNHCR\b|High Commissioner for Refugees",
    "unfpa": r"\bUNFPA\b|United Nations Population Fund",
    "unops": r"\bUNOPS\b",
    "wfp": r"\bWFP\b|World Food Programme",
    "fao": r"\bFAO\b|Food and Agriculture Organization",
    "who": r"\bWHO\b|World Health Organization",
    "unesco": r"\bUNESCO\b",
    "unwomen": r"\bUN[ -]Women\b",
    "ifad": r"\bIFAD\b",
    "ifrc": r"\bIFRC\b|Federation of Red Cross",
    "oios": r"\bOIOS\b|Office of Internal Oversight Services",
    "jiu": r"\bJIU\b|Joint Inspection Unit",
    "canada": r"\bCanadian?\b|\bCanada\b",
    "nasa": r"\bNASA\b",
}
_BY_SYMBOL = {
    "GB": "ilo",
    "DP/FPA": "unfpa",
    "DP/OPS": "unops",
    "DP": "undp",
    "E/ICEF": "unicef",
    "E/AC.51": "oios",
    "JIU": "jiu",
    "WFP": "wfp",
    "EB": "ifad",
}
UNKNOWN_PUBLISHER = "other"


def publisher_of(document: ReadDocument) -> str:
    """Who published the document, by its symbol or by the organisation that its first pages name most."""
    symbol = own_symbol(document) or ""
    known = next((code for start, code in _BY_SYMBOL.items() if re.match(rf"{re.escape(start)}[/.]", symbol)), None)
    if known:
        return known
    head = f"{title_of(document)}\n" * 3 + "\n".join(block.text for block in document.blocks[:_FIRST_BLOCKS])
    counts = Counter({code: len(re.findall(name, head)) for code, name in _ORGANISATIONS.items()})
    (code, count), *_ = counts.most_common(1)
    return code if count else UNKNOWN_PUBLISHER
