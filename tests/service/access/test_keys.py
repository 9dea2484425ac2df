"""API keys: shown once, kept as a hash, refused at once when revoked."""

from __future__ import annotations

import re
import sqlite3
import stat
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.access import keys as module
from service.access.caller import Scope
from service.access.database import FILE
from service.access.keys import KeyStore, NameTaken, NoSuchKey


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path)


def test_a_key_opens_what_it_was_made_for(store: KeyStore) -> None:
    made, text = store.create("intranet", [Scope.SEARCH, Scope.EXPORT], ["hr", "audit"])
    assert re.fullmatch(r"aw_[0-9a-f]{12}_[0-9a-f]{64}", text)
    found = store.check(text)
    assert found is not None
    assert (found.id, found.name, found.scopes, found.groups) == (
        made.id,
        "intranet",
        [Scope.EXPORT, Scope.SEARCH],
        ["audit", "hr"],
    )


def test_the_file_holds_no_secret_and_only_its_owner_reads_it(store: KeyStore, tmp_path: Path) -> None:
    _, text = store.create("intranet", [Scope.SEARCH])
    secret = text.rpartition("_")[2]
    assert secret.encode() not in (tmp_path / FILE).read_bytes()
    assert bytes.fromhex(secret) not in (tmp_path / FILE).read_bytes()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + ("0" if text[-1] != "0" else "1"),
        lambda text: text[:3] + ("0" if text[3] != "0" else "1") + text[4:],
        lambda text: text.upper(),
        lambda text: text + "0",
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda _: "",
        lambda _: "aw__",
        lambda _: "\ud800",
        lambda text: text.replace("aw_", "aw_%27 OR 1=1 --"),
    ],
)
def test_nothing_else_opens_anything(store: KeyStore, change: Callable[[str], str]) -> None:
    _, text = store.create("intranet", [Scope.SEARCH])
    assert store.check(change(text)) is None


def test_no_key_opens_anything_where_there_is_none(store: KeyStore, tmp_path: Path) -> None:
    assert store.check(f"aw_{'0' * 12}_{'0' * 64}") is None
    assert store.all() == []
    assert not (tmp_path / FILE).exists()


def test_a_key_expires(store: KeyStore) -> None:
    now = datetime.now(tz=UTC)
    _, late = store.create("late", [Scope.SEARCH], expires=now - timedelta(seconds=1))
    _, early = store.create("early", [Scope.SEARCH], expires=now + timedelta(hours=1))
    assert store.check(late) is None
    assert store.check(early) is not None


def test_a_revoked_key_is_refused_at_once_by_every_process(store: KeyStore, tmp_path: Path) -> None:
    _, text = store.create("intranet", [Scope.SEARCH])
    other = KeyStore(tmp_path)
    assert other.check(text) is not None
    first = store.revoke("intranet")
    assert other.check(text) is None
    assert store.revoke("intranet").revoked == first.revoked  # the first time counts
    with pytest.raises(NoSuchKey):
        store.revoke("extranet")


def test_a_name_is_never_given_twice(store: KeyStore) -> None:
    store.create("intranet", [Scope.SEARCH])
    store.revoke("intranet")
    with pytest.raises(NameTaken):
        store.create("intranet", [Scope.ADMIN])
    assert len(store.all()) == 1


def test_the_last_use_is_written_once_an_hour(store: KeyStore, tmp_path: Path) -> None:
    _, text = store.create("intranet", [Scope.SEARCH])
    assert store.all()[0].used is None
    store.check(text)
    used = store.all()[0].used
    assert used is not None
    before = (tmp_path / FILE).stat().st_mtime_ns
    store.check(text)
    assert (tmp_path / FILE).stat().st_mtime_ns == before
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE keys SET used = ?", ((used - timedelta(hours=1)).isoformat(),))
    store.check(text)
    assert store.all()[0].used >= used


def test_a_secret_is_compared_in_constant_time(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check ends in one comparison of two digests, also where no such key is known."""
    _, text = store.create("intranet", [Scope.SEARCH])
    compared: list[tuple[int, int]] = []
    real = module.hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr(module.hmac, "compare_digest", watched)
    for tried in (text, text[:-1] + "x", f"aw_{'0' * 12}_{'0' * 64}", "nonsense"):
        store.check(tried)
    assert compared == [(32, 32)] * 4


def test_a_check_is_quick(store: KeyStore) -> None:
    """No slow hash: wrong keys must not keep the processor busy. A bound that only one would break."""
    _, text = store.create("intranet", [Scope.SEARCH])
    store.check(text)
    began = time.perf_counter()
    for _ in range(50):
        store.check(text)
    assert time.perf_counter() - began < 2.5
