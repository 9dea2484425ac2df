"""`afterwise serve`"""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn

from index.opened import open_generation
from service.app import create_app
from service.cli.options import DEFAULT_DATA, Data
from service.cli.output import messages
from service.settings import ServiceSettings


def command(
    data: Data = DEFAULT_DATA,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
) -> None:
    """Serve the API over HTTP. A new index is picked up without a restart."""
    settings = ServiceSettings()
    open_generation(data)  # say at once what is wrong with the data folder
    address, number = host or settings.host, port or settings.port
    messages.print(f"Afterwise at http://{address}:{number}/ (API reference: /docs). Ctrl+C stops it.")
    uvicorn.run(create_app(data, settings), host=address, port=number, log_level="warning")
