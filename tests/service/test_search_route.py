"""GET and POST /v1/search."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.facets import FACETS
from retrieval.answer import Answer, Hit
from service.routes.search import SearchQuery

QUERY = "what worked for exit strategies"


def found(client: TestClient, **parameters: Any) -> dict[str, Any]:
    response = client.get("/v1/search", params={"q": QUERY, **parameters})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    answer = found(client)
    assert list(answer) == list(Answer.model_fields)
    assert answer["hits"]
    for hit in answer["hits"]:
        assert list(hit) == list(Hit.model_fields)
    Answer.model_validate(answer)


def test_get_and_post_give_the_same_bytes(client: TestClient) -> None:
    address = f"/v1/search?q={QUERY}&kind=lesson&kind=recommendation&year=2019-2024&limit=5&explain=true"
    body = {
        "query": QUERY,
        "filters": {"kind": ["lesson", "recommendation"], "year": ["2019-2024"]},
        "limit": 5,
        "explain": True,
    }
    assert client.get(address).content == client.post("/v1/search", json=body).content


def test_every_field_that_can_be_filtered_by_is_a_parameter(client: TestClient) -> None:
    assert set(FACETS) <= set(SearchQuery.model_fields)
    described = client.get("/openapi.json").json()["paths"]["/v1/search"]["get"]["parameters"]
    assert set(FACETS) <= {parameter["name"] for parameter in described}


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "recommendation"), ("country", "Malawi"), ("year", "2021"), ("language", "en"), ("publisher", "ilo")],
)
def test_filters_reach_the_search(field: str, value: str, client: TestClient) -> None:
    answer = found(client, **{field: value})
    assert answer["query"]["filters"] == {field: [value]}
    assert answer["total"] > 0
    assert {"value": value, "count": answer["total"]} in answer["facets"][field]


def test_a_parameter_given_twice_means_either(client: TestClient) -> None:
    both = found(client, kind=["lesson", "recommendation"], per_evaluation=0)["total"]
    each = [found(client, kind=kind, per_evaluation=0)["total"] for kind in ("lesson", "recommendation")]
    assert both == sum(each)


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({}, "q"),
        ({"q": "exit", "cuntry": "Kenya"}, "cuntry"),
        ({"q": "exit", "limit": "0"}, "limit"),
        ({"q": "exit", "limit": "101"}, "limit"),
        ({"q": "exit", "limit": "ten"}, "limit"),
        ({"q": "exit", "offset": "-1"}, "offset"),
        ({"q": "exit", "fusion": "magic"}, "fusion"),
        ({"q": "exit", "dense_weight": "1.5"}, "dense_weight"),
        ({"q": "exit", "dense_weight": "nan"}, "dense_weight"),
        ({"q": "exit", "explain": "perhaps"}, "explain"),
    ],
)
def test_a_wrong_or_unknown_parameter_is_a_400_that_names_it(
    parameters: dict[str, str], wrong: str, client: TestClient
) -> None:
    response = client.get("/v1/search", params=parameters)
    error = response.json()["error"]
    assert response.status_code == 400
    assert error["code"] == "bad_request"
    assert wrong in error["message"]
    assert [one["parameter"] for one in error["details"]["problems"]] == [wrong]


@pytest.mark.parametrize(
    ("parameters", "message", "hint"),
    [
        ({"q": ""}, "no words", "Ask in plain words"),
        ({"q": '""'}, "no words", "Ask in plain words"),
        ({"q": "x" * 10_001}, "10,001 characters", "one section"),
        ({"q": "exit", "kind": "leson"}, "'leson' is not a kind", "'lesson'"),
        ({"q": "exit", "year": "soon"}, "'soon' is not a year", "year=2019"),
        ({"q": "exit", "country": ""}, "'country' has no value", "Leave it out"),
    ],
)
def test_a_query_that_cannot_be_run_is_a_400_with_advice(
    parameters: dict[str, str], message: str, hint: str, client: TestClient
) -> None:
    response = client.get("/v1/search", params=parameters)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (400, "bad_query")
    assert message in error["message"]
    assert hint in error["hint"]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"query": "exit", "filtres": {}}, "filtres"),
        ({"query": 7}, "query"),
        ({"query": "exit", "filters": {"kind": "lesson"}}, "filters.kind"),
        ({"query": "exit", "limit": 1.5}, "limit"),
        ({"q": "exit"}, "query"),
    ],
)
def test_a_wrong_body_is_a_400_that_names_the_field(body: dict[str, Any], wrong: str, client: TestClient) -> None:
    response = client.post("/v1/search", json=body)
    assert response.status_code == 400
    assert wrong in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"{bad", "application/json"),
        (b"", "application/json"),
        (b"[1]", "application/json"),
        (b'"exit"', "application/json"),
        (b'{"query": "exit"}', "text/plain"),
        (b"\xff\xfe{}", "application/json"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_what_is_no_json_object_is_a_400(content: bytes, content_type: str, client: TestClient) -> None:
    response = client.post("/v1/search", content=content, headers={"Content-Type": content_type})
    assert response.status_code == 400
    assert set(response.json()["error"]) == {"code", "message", "hint", "details"}
    assert "character" not in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        rb'{"query": "exit \ud83d"}',
        rb'{"query": "exit", "filters": {"country": ["\ud83d"]}}',
        rb'{"query": "exit", "filters": {"\ud83d": ["x"]}}',
        rb'{"query": "exit", "\ud83d": 1}',
    ],
)
def test_halves_of_characters_are_a_400_in_the_envelope(body: bytes, client: TestClient) -> None:
    response = client.post("/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]["message"]


def test_an_honest_nothing_is_a_200(client: TestClient) -> None:
    answer = found(client, q="tuning a violin for baroque music")
    assert answer["abstained"] is True
    assert answer["hits"] == []
    assert "No strong evidence" in answer["message"]


def test_pages_follow_each_other(client: TestClient) -> None:
    whole = found(client, limit=10)["hits"]
    assert found(client, limit=4)["hits"] + found(client, limit=6, offset=4)["hits"] == whole


def test_stages_are_timed_in_a_header(client: TestClient) -> None:
    timing = client.get("/v1/search", params={"q": QUERY}).headers["Server-Timing"]
    stages = dict(stage.split(";dur=") for stage in timing.split(", "))
    assert {"parse", "encode", "find", "fuse", "present"} <= set(stages)
    assert all(float(milliseconds) >= 0 for milliseconds in stages.values())


def test_letters_of_every_script_come_back_as_they_are(client: TestClient) -> None:
    text = "stratégies de sortie في الأردن 👩🏽‍🌾 exit\x00"
    assert found(client, q=text)["query"]["text"] == text


def test_a_service_without_a_cross_encoder_says_how_to_get_one(client: TestClient) -> None:
    assert found(client)["reranked"] is False
    response = client.get("/v1/search", params={"q": QUERY, "rerank": "cross-encoder"})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_query"
    assert "AFTERWISE_RERANK_MODEL" in response.json()["error"]["hint"]


@pytest.mark.parametrize("wrong", [{"rerank": "magic"}, {"rerank_head": 9}, {"rerank_head": 51}])
def test_a_wrong_way_to_rerank_is_refused(wrong: dict[str, Any], client: TestClient) -> None:
    assert client.get("/v1/search", params={"q": QUERY, **wrong}).status_code == 400
