"""BibTeX and BibLaTeX: @techreport, in UTF-8.

Values stand in double braces: no style changes the capitals of a title, and no program takes an institution apart
into a first and a last name.
"""

from __future__ import annotations

from retrieval.citations.base import Format
from retrieval.citations.reference import Reference

# Braces and backslashes become commands, because BibTeX counts braces even after a backslash.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "#$%&_"},
    }
)


def entry(reference: Reference) -> str:
    """One @techreport, its fields in a fixed order."""
    institution = escape(reference.author) if reference.author else None
    fields = {
        "author": institution and f"{{{institution}}}",
        "title": f"{{{escape(reference.title)}}}",
        "institution": institution and f"{{{institution}}}",
        "type": escape(reference.genre or "Report"),  # else styles print "Technical Report"
        "number": reference.number and escape(reference.number),
        "year": str(reference.year) if reference.year else "n.d.",
        "note": escape(reference.place[:1].upper() + reference.place[1:]),
        "url": reference.url,  # as it is: an address is printed verbatim, and holds no brace
        "language": reference.language and escape(reference.language),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{key(reference.id)},", *lines, "}"]) + "\n"


def key(identifier: str) -> str:
    """The citation key: the record's identifier without the tilde, which LaTeX takes for a space."""
    return identifier.replace("~", "+")


def escape(text: str) -> str:
    """A text as LaTeX prints it."""
    return text.translate(_SPECIAL)


FORMAT = Format("application/x-bibtex", "bib", entry)
