"""A request → the draft that it brings: JSON with a text, or a form with a text or a file.

All of it stays in memory: Starlette's own way to read a form puts a file of more than 1 MB on the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from service.brief.errors import UploadError

_HINT = 'Send JSON {"text": "…"}, or a form (multipart/form-data) with the field text or file.'
_FIELDS = ("text", "file")


class DraftText(BaseModel):
    """A draft as text."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1),
        Field(description="The whole draft, best with its headings on lines of their own."),
    ]


@dataclass(frozen=True, slots=True, repr=False)  # a representation could end up in a log
class Upload:
    """What was sent: a text, or the bytes of a file with its name."""

    text: str = ""
    data: bytes = b""
    name: str = ""


class _InMemory(MultiPartParser):
    spool_max_size = 0  # of a tempfile.SpooledTemporaryFile: it then never leaves the memory


async def read_upload(request: Request, largest: int) -> Upload:
    """The draft in a request. Raises UploadError, and TooLarge: `service.limits` counts while this reads."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        form = await read_form(request, largest, files=1, fields=_FIELDS)
        try:
            return _of_form(form)
        finally:
            await form.close()
    if kind == "application/json":
        return _of_json(await request.body())
    raise UploadError(f"A draft cannot be read from {kind or 'a body without Content-Type'}.", hint=_HINT)


async def read_form(request: Request, largest: int, files: int, fields: tuple[str, ...]) -> FormData:
    """A form in memory; fields that are not among `fields` are an error. Raises UploadError."""
    try:
        form = await _InMemory(
            request.headers, request.stream(), max_files=files, max_fields=len(fields), max_part_size=largest
        ).parse()
    except MultiPartException as error:
        raise UploadError(f"The form cannot be read: {error.message}", hint=_HINT) from None
    if unknown := sorted(set(form) - set(fields)):
        await form.close()
        raise UploadError(f"The form has fields that there are not: {', '.join(unknown)}.", hint=_HINT)
    return form


def _of_json(body: bytes) -> Upload:
    try:
        return Upload(text=DraftText.model_validate_json(body).text)
    except ValidationError as error:
        # Of what was sent nothing is repeated but the names of fields: the rest is the draft's.
        problems: list[dict[str, Any]] = [
            {"parameter": ".".join(map(str, one["loc"])) or "body", "problem": one["msg"]}
            for one in error.errors(include_input=False, include_context=False, include_url=False)
        ]
        message = "; ".join(f"{one['parameter']}: {one['problem']}" for one in problems)
        raise UploadError(f"The body holds no draft: {message}.", hint=_HINT, details={"problems": problems}) from None


def _of_form(form: FormData) -> Upload:
    """A file wins over a text only where there is no text: a form of a page always has both fields."""
    text, file = form.get("text"), form.get("file")
    # Browsers end the lines of a form with CR LF, whatever was pasted (HTML, 4.10.21.7).
    written = text.replace("\r\n", "\n").strip() if isinstance(text, str) else ""
    data = file.file.read() if isinstance(file, UploadFile) else b""
    if written and data:
        raise UploadError("There is a text and a file: one draft at a time.", hint="Send one of them.")
    if written:
        return Upload(text=written)
    if isinstance(file, UploadFile) and (data or file.filename):
        if not data:
            raise UploadError("The file is empty.", hint="Choose the file again.")
        return Upload(data=data, name=file.filename or "draft")
    raise UploadError("There is no text and no file.", hint="Paste the text of the draft, or choose its file.")
