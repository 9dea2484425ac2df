"""The OpenAPI document, with an example of each endpoint's main request and answers (examples.json).

The answers are what the service says of the fictional sample, shortened; scripts/openapi_examples.py writes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NotRequired, TypedDict

from fastapi import FastAPI

_JSON = "application/json"


class Example(TypedDict):
    """A request, by the names of its parameters or its body, and the answers by status and type of content."""

    parameters: NotRequired[dict[str, Any]]
    body: NotRequired[dict[str, Any]]
    answers: dict[str, dict[str, Any]]


def examples() -> dict[str, Example]:
    """The example of every endpoint, by method and path."""
    found: dict[str, Example] = json.loads(files("service").joinpath("examples.json").read_text("utf-8"))
    return found


def describe(app: FastAPI) -> None:
    """Have the application's OpenAPI document show the examples."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            shown = examples()
            for path, operations in plain()["paths"].items():
                for method, operation in operations.items():
                    if example := shown.get(f"{method.upper()} {path}"):
                        _add(operation, example)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation says


def _add(operation: dict[str, Any], example: Example) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["name"] in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    if "body" in example:
        operation["requestBody"]["content"][_JSON]["example"] = example["body"]
    for status, answers in example["answers"].items():
        _add_answers(operation["responses"][status]["content"], answers)


def _add_answers(content: dict[str, Any], answers: Mapping[str, Any]) -> None:
    for kind, answer in answers.items():
        content[kind]["example"] = answer
