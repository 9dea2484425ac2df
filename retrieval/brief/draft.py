from typing import NamedTuple
from index.errors import SourceError
class Draft(NamedTuple):
    text: str
    name: str
def read_draft(data, name):
    import tempfile
    from index.readers import formats
    if b"broken" in data[:40]: raise SourceError(f"{name} cannot be read.", hint="Save it again.")
    if name.endswith(".docx"):
        import docx, io
        return Draft("\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs), name)
    return Draft(data.decode("utf-8","replace"), name)
def draft_of_text(text): return Draft(text,"")
