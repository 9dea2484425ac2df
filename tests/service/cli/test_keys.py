"""`afterwise keys` and `afterwise audit`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.access.audit import entries
from service.access.keys import KeyStore


def test_the_command_line_makes_lists_and_revokes_keys(afterwise: Callable[..., Any], tmp_path: Path) -> None:
    data = tmp_path
    made = afterwise("keys", "create", "intranet", "--scope", "ingest", "--group", "hr", "--data", data, "--json").json
    assert KeyStore(data).check(made["key"]).scopes == ["ingest"]
    listed = afterwise("keys", "list", "--data", data, "--json")
    assert made["key"].rpartition("_")[2] not in listed.out
    assert listed.json["keys"][0]["groups"] == ["hr"]
    assert "intranet" in afterwise("keys", "list", "--data", data).out
    assert afterwise("keys", "revoke", "intranet", "--data", data).code == 0
    assert KeyStore(data).check(made["key"]) is None
    assert afterwise("keys", "revoke", "none", "--data", data).code == 1
    assert afterwise("keys", "create", "intranet", "--data", data).code == 1
    assert afterwise("keys", "create", "a/b", "--data", data).code == 2
    assert afterwise("keys", "create", "other", "--group", "no group", "--data", data).code == 2
    assert [entry.action for entry in entries(data, 10)] == ["key created", "key revoked"]
    assert afterwise("audit", "--data", data, "--json").json["entries"][0]["what"] == "intranet: ingest, groups hr"
    assert "key revoked" in afterwise("audit", "--data", data).out


def test_serving_without_any_way_in_is_refused_with_exit_code_2(process: Callable[..., Any], tmp_path: Path) -> None:
    done = process("serve", "--data", tmp_path, AFTERWISE_ANONYMOUS="off")
    assert done.code == 2
    assert "afterwise keys create" in done.err
