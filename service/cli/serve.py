"""`afterwise serve`"""

from __future__ import annotations

import logging.config
import socket
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from index.errors import AfterwiseError
from index.generation import current, folder_of, verify
from service.access.settings import AccessSettings
from service.access.startup import check_exposure
from service.background import Background
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import messages, print_json
from service.logs.config import logging_config
from service.runtime import Runtime
from service.serving.server import configuration, run, run_several
from service.serving.worker import worker
from service.settings import ServiceSettings


def command(
    data: Data = DEFAULT_DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that answer.")] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the API over HTTP. A new index is picked up without a restart."""
    settings = ServiceSettings()
    address, number, processes = host or settings.host, port or settings.port, workers or settings.workers
    check_exposure(AccessSettings(), data, address)
    logging.config.dictConfig(logging_config(settings))
    app = worker(data, settings) if processes == 1 else None
    generation = _usable(data, app.state.runtime if app and settings.warm else None)
    url = f"http://{f'[{address}]' if ':' in address else address}:{number}/"
    listening = _listen(address, number, url)
    if as_json:
        print_json({"url": url, "generation": generation})
    else:
        more = f" with {processes} worker processes" if processes > 1 else ""
        messages.print(f"Afterwise at {url}{more} (API reference: /docs). Ctrl+C stops it.")
        if generation is None:
            messages.print(f"There is no index in {data} yet; it is served as soon as one is built.")
    if app is None:
        # Jobs are done beside the parent: once, and not once for each worker.
        several = partial(worker, data, settings.model_copy(update={"worker": False}))
        run_several(configuration(several, settings, processes), listening, Background(data, on=settings.worker))
    else:
        run(configuration(app, settings, 1), listening)


def _usable(data: Path, runtime: Runtime | None) -> str | None:
    """The published generation, or None where there is none yet: what is wrong with it is said before anything else.

    With a runtime it is opened there; else its files are checked, and each worker opens it. Raises AfterwiseError.
    """
    name = current(data)
    if name is None:
        return None
    return runtime.searcher().opened.manifest.name if runtime else verify(folder_of(data, name), data).name


def _listen(address: str, port: int, url: str) -> socket.socket:
    """A listening socket, bound before anything is promised."""
    try:
        return socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
    except OSError as error:
        raise AfterwiseError(
            f"Cannot listen at {url}: {error.strerror}.", hint="Choose another --host or --port, or stop what is there."
        ) from error
