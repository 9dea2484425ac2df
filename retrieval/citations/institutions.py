"""Codes of publishers → their names, as they stand as authors in a list of references."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "fao": "Food and Agriculture Organization of the United Nations",
    "ifad": "International Fund for Agricultural Development",
    "ifrc": "International Federation of Red Cross and Red Crescent Societies",
    "ilo": "International Labour Organization",
    "jiu": "Joint Inspection Unit of the United Nations System",
    "nasa": "National Aeronautics and Space Administration",
    "oios": "United Nations Office of Internal Oversight Services",
    "undp": "United Nations Development Programme",
    "unesco": "United Nations Educational, Scientific and Cultural Organization",
    "unfpa": "United Nations Population Fund",
    "unhcr": "United Nations High Commissioner for Refugees",
    "unicef": "United Nations Children’s Fund",
    "unops": "United Nations Office for Project Services",
    "unwomen": "UN Women",
    "wfp": "World Food Programme",
    "who": "World Health Organization",
}
_UNKNOWN = "other"  # what a reader of documents says where nobody is named


def institution(publisher: str) -> str | None:
    """The institution's full name; an unknown code as it is shown elsewhere; None where nobody is named."""
    if publisher == _UNKNOWN:
        return None
    return NAMES.get(publisher, publisher.upper())
