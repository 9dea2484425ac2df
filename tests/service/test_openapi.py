"""The OpenAPI document describes what the service really sends."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

ENVELOPE = {"$ref": "#/components/schemas/ErrorEnvelope"}
WHO = ("401", "403", "414", "429")  # everywhere that asks who it is
EXPECTED = {
    "/v1/search": {"get": {*WHO, "400", "503"}, "post": {*WHO, "400", "408", "413", "503"}},
    "/v1/export": {"get": {*WHO, "400", "503"}},
    "/v1/passages/{id}": {"get": {*WHO, "400", "404", "410", "503"}},
    "/v1/passages/{id}/citation": {"get": {*WHO, "400", "404", "410", "503"}},
    "/v1/documents/{id}": {"get": {*WHO, "400", "404", "410", "503"}},
    "/v1/passages/{id}/similar": {"get": {*WHO, "400", "404", "410", "503"}},
    "/v1/feedback": {"post": {*WHO, "400", "404", "410", "408", "413", "503"}},
    "/v1/stats": {"get": {*WHO, "400", "503"}},
    "/readyz": {"get": {*WHO, "400", "503"}},
}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


def test_every_endpoint_of_the_contract_is_described(document: dict[str, Any]) -> None:
    assert set(document["paths"]) >= {*EXPECTED, "/healthz"}
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]


@pytest.mark.parametrize("path", EXPECTED)
def test_errors_are_listed_with_the_envelope(path: str, document: dict[str, Any]) -> None:
    for method, statuses in EXPECTED[path].items():
        responses = document["paths"][path][method]["responses"]
        errors = {status for status in responses if status.startswith(("4", "5"))}
        assert errors == statuses
        for status in errors:
            assert responses[status]["content"]["application/json"]["schema"] == ENVELOPE


def test_the_errors_of_a_page_are_pages(document: dict[str, Any]) -> None:
    responses = document["paths"]["/p/{id}"]["get"]["responses"]
    errors = {status for status in responses if status.startswith(("4", "5"))}
    assert errors == {*WHO, "404", "410", "503"}
    assert all(list(response["content"]) == ["text/html"] for response in responses.values())


def test_an_error_that_is_never_sent_is_not_described(document: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_the_envelope_has_code_message_hint_and_details(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["ErrorEnvelope"]["required"] == ["error"]
    assert set(schemas["ErrorBody"]["properties"]) == {"code", "message", "hint", "details"}


def test_hits_and_their_fields_are_described(document: dict[str, Any]) -> None:
    hit = document["components"]["schemas"]["Hit"]["properties"]
    wanted = {
        "text", "highlights", "kind", "document", "year", "facets", "anchor", "id", "permalink", "citation",
        "scores", "matched_terms", "linked",
    }  # fmt: skip
    assert wanted <= set(hit)
