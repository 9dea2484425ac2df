"""The examples of the OpenAPI document: one for each endpoint, as its schema says, and what is really answered."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from openapi_examples import answered

from service.app import create_app
from service.described import examples
from service.settings import ServiceSettings

DOCUMENT = create_app(Path("none"), ServiceSettings(metrics="on")).openapi()
_JSON = "application/json"


class Shown(NamedTuple):
    """An example where it stands, and its schema."""

    where: str
    example: Any
    schema: dict[str, Any]


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        yield from ((f"{method.upper()} {path}", operation) for method, operation in methods.items())


def shown() -> Iterator[Shown]:
    for name, operation in operations():
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                yield Shown(f"{name} {parameter['name']}", parameter["example"], parameter["schema"])
        bodies = [("request", operation.get("requestBody", {}))]
        for place, body in [*bodies, *operation["responses"].items()]:
            for kind, content in body.get("content", {}).items():
                if "example" in content:
                    yield Shown(f"{name} {place} {kind}", content["example"], content["schema"])


@pytest.mark.parametrize(
    ("name", "operation"), list(operations()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_endpoint_shows_its_main_request_and_answer(name: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        assert "example" in parameter or not parameter["required"], parameter["name"]
    if "requestBody" in operation:
        assert operation["requestBody"]["content"][_JSON]["example"]
    good = [
        content
        for status, one in operation["responses"].items()
        if status[0] == "2"
        for content in one["content"].values()
    ]
    assert any("example" in content for content in good)


@pytest.mark.parametrize("one", list(shown()), ids=lambda one: one.where)
def test_every_example_is_as_its_schema_says(one: Shown) -> None:
    jsonschema_rs.validate({**one.schema, "components": DOCUMENT["components"]}, one.example)


def test_no_example_is_of_an_endpoint_that_there_is_not() -> None:
    assert examples().keys() == {name for name, _ in operations()}


def test_examples_are_what_is_answered(sample_data: Path, tmp_path: Path) -> None:
    """To renew them: python scripts/openapi_examples.py"""
    data = Path(shutil.copytree(sample_data, tmp_path / "data"))
    kept = examples()
    for name, found in answered(data, kept).items():
        assert_alike(found, kept[name], name)


def assert_alike(found: Any, kept: Any, where: str) -> None:
    """The same but for the last digits of numbers, which differ between processors."""
    if isinstance(kept, dict):
        assert found.keys() == kept.keys(), where
        for name, value in kept.items():
            assert_alike(found[name], value, f"{where} > {name}")
    elif isinstance(kept, list):
        assert len(found) == len(kept), where
        for at, value in enumerate(kept):
            assert_alike(found[at], value, f"{where} > {at}")
    elif isinstance(kept, float):
        assert math.isclose(found, kept, abs_tol=0.005), where
    else:
        assert found == kept, where
