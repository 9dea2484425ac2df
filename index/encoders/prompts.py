"""What models of a known family want before a text, where their own files do not say so.

The E5 models were trained with "query: " before what is asked and "passage: " before what is searched, and are
clearly worse without (Wang et al. 2022 and 2024); the files on the model hub mention this only in prose.
"""

from __future__ import annotations

import re

E5_PROMPTS = ("query: ", "passage: ")

_E5 = re.compile(r"(?:.*/)?(?:multilingual-)?e5-(?:small|base|large)(?:-v2|-unsupervised)?", re.IGNORECASE)


def usual_prompts(name: str) -> tuple[str, str]:
    """The prefixes for queries and for passages of the model of this name; empty for families without any."""
    return E5_PROMPTS if _E5.fullmatch(name) else ("", "")
