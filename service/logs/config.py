"""Where lines go and which: the configuration for `logging.config.dictConfig`, the same in every worker process."""

from __future__ import annotations

from typing import Any

from service.logs.formats import JsonLines, TextLines
from service.settings import ServiceSettings

_FORMATS = {"json": JsonLines, "text": TextLines}


def logging_config(settings: ServiceSettings) -> dict[str, Any]:
    """Everything to standard error. Libraries speak up from a warning on: what they say at lower levels is not ours."""
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": _FORMATS[settings.log_format], "texts": settings.log_texts}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "lines"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "afterwise": {"level": level},
            # Started, stopped, a worker that died; requests have lines of their own.
            "uvicorn.error": {"level": "WARNING" if level in {"DEBUG", "INFO"} else level},
        },
    }
