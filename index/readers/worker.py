"""The worker process: reads documents of one format, one after the other, with no way out but its two pipes.

Run as `python -m index.readers.worker FORMAT`. Before the first document it gives up what no reader needs: opening
files and sockets (no descriptor is left for them), writing files, and memory beyond a bound.

The pipes carry frames: a length of 8 bytes, big-endian, then so many bytes. In: the file's name, its content. Out:
READY once, then for each document any number of AT and one DOCUMENT or ERROR, the letter before the payload.
"""

from __future__ import annotations

import codecs
import contextlib
import encodings
import json
import os
import pkgutil
import sys
from importlib import import_module
from typing import BinaryIO

from index.errors import SourceError
from index.readers import whereabouts
from index.readers.wire import encode

MAX_MEMORY_BYTES = 1024 * 1024 * 1024
AT, DOCUMENT, ERROR, READY = b"a", b"d", b"e", b"r"
_SPARE_MEMORY = 8 * 1024 * 1024  # given back when memory runs out, so that the message can be made


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame of a pipe; None at its end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    payload = stream.read(length)
    return payload if len(payload) == length else None


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Put a frame into a pipe."""
    stream.write(len(payload).to_bytes(8, "big") + payload)
    stream.flush()


def main(module: str) -> None:
    """Serve until the parent closes the pipe. `module` is a reader with `parse(data, name)`."""
    parse = import_module(module).parse
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not garble the frames
    whereabouts.report = lambda where: write_frame(sink, AT + where.encode())
    _load_codecs()
    _lock_down()
    write_frame(sink, READY)
    while (name := read_frame(source)) is not None and (data := read_frame(source)) is not None:
        write_frame(sink, _answer(parse, data, name.decode()))


def _answer(parse: object, data: bytes, name: str) -> bytes:
    spare = bytearray(_SPARE_MEMORY)
    try:
        return DOCUMENT + encode(parse(data, name))  # type: ignore[operator]
    except SourceError as error:
        return ERROR + json.dumps([error.message, error.hint]).encode()
    except MemoryError:
        del spare
        message = f"{name}: reading it takes more than {MAX_MEMORY_BYTES / 2**30:.0f} GB of memory."
        return ERROR + json.dumps([message, "Split the document, or save it without images."]).encode()
    except Exception as error:  # noqa: BLE001 - whatever a file does to its reader is an error of that file
        message = f"{name}: the reader failed over it ({type(error).__name__}); it is damaged or of an unusual kind."
        return ERROR + json.dumps([message, "Open the document and save it anew, or print it to a new PDF."]).encode()


def _load_codecs() -> None:
    """Import the modules of all encodings now: no file can be opened for that later."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError):  # modules that are no codecs, and codecs of other systems
            codecs.lookup(module.name)


def _lock_down() -> None:
    """Bound memory, forbid writing files, and leave no file descriptor to open anything with. POSIX only."""
    with contextlib.suppress(ImportError):
        import resource

        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, MAX_MEMORY_BYTES)
        first_free = os.dup(0)
        os.close(first_free)
        _limit(resource.RLIMIT_NOFILE, first_free)


def _limit(which: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # a system that does not know this limit
        resource.setrlimit(which, (bound, bound))


if __name__ == "__main__":
    main(sys.argv[1])
