"""`afterwise serve`"""

from __future__ import annotations

import socket
from typing import Annotated

import typer
import uvicorn

from index.errors import AfterwiseError
from service.app import create_app
from service.cli.options import DEFAULT_DATA, AsJson, Data
from service.cli.output import messages, print_json
from service.runtime import Runtime
from service.settings import ServiceSettings


def command(
    data: Data = DEFAULT_DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the API over HTTP. A new index is picked up without a restart."""
    settings = ServiceSettings()
    app = create_app(data, settings)
    runtime: Runtime = app.state.runtime
    searcher = runtime.searcher()  # say at once what is wrong with the data folder, and answer the first query fast
    address, number = host or settings.host, port or settings.port
    url = f"http://{f'[{address}]' if ':' in address else address}:{number}/"
    listening = _listen(address, number, url)
    if as_json:
        print_json({"url": url, "generation": searcher.opened.manifest.name})
    else:
        messages.print(f"Afterwise at {url} (API reference: /docs). Ctrl+C stops it.")
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def _listen(address: str, port: int, url: str) -> socket.socket:
    """A listening socket, bound before anything is promised."""
    try:
        return socket.create_server((address, port), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
    except OSError as error:
        raise AfterwiseError(
            f"Cannot listen at {url}: {error.strerror}.", hint="Choose another --host or --port, or stop what is there."
        ) from error
