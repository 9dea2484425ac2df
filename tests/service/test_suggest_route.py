"""GET /v1/suggest."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from retrieval.suggest import Suggestion, Suggestions


def test_suggestions_have_every_field_of_the_contract(client: TestClient) -> None:
    response = client.get("/v1/suggest", params={"q": "mal", "limit": 3})
    assert response.status_code == 200, response.text
    body = response.json()
    assert list(body) == list(Suggestions.model_fields) == ["query", "suggestions"]
    assert body["query"] == "mal"
    assert 0 < len(body["suggestions"]) <= 3
    for one in body["suggestions"]:
        assert list(one) == list(Suggestion.model_fields) == ["text", "kind", "detail", "count"]
    assert body["suggestions"][0] == {"text": "Malawi", "kind": "country", "detail": None, "count": 10}


def test_nothing_typed_is_no_error(client: TestClient) -> None:
    assert client.get("/v1/suggest", params={"q": ""}).json() == {"query": "", "suggestions": []}


@pytest.mark.parametrize(
    "parameters",
    [{}, {"q": "a", "limit": 0}, {"q": "a", "limit": 21}, {"q": "a", "lang": "fr"}, {"q": "a" * 10_001}],
)
def test_wrong_and_unknown_parameters_are_refused(parameters: dict[str, str | int], client: TestClient) -> None:
    response = client.get("/v1/suggest", params=parameters)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_request"


def test_without_an_index_it_says_so(empty_client: TestClient) -> None:
    assert empty_client.get("/v1/suggest", params={"q": "a"}).status_code == 503
