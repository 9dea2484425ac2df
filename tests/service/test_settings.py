"""Settings come from the environment, are bounded, and say in plain words what is wrong with them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from index.configuration import Settings
from index.errors import SettingsError
from index.settings import IndexSettings
from retrieval.settings import SearchSettings
from service.settings import ServiceSettings

EVERY = (IndexSettings, SearchSettings, ServiceSettings)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (IndexSettings, "PRECISION", "fp8"),
        (IndexSettings, "THREADS", "-1"),
        (IndexSettings, "LEXICAL", "lucene"),
        (IndexSettings, "KEEP_GENERATIONS", "101"),
        (SearchSettings, "FUSION", "magic"),
        (SearchSettings, "DENSE_WEIGHT", "1.1"),
        (SearchSettings, "DEPTH", "9"),
        (SearchSettings, "ANSWERABLE", "high"),
        (ServiceSettings, "PORT", "0"),
        (ServiceSettings, "PORT", "65536"),
        (ServiceSettings, "LARGEST_REQUEST", "1"),
        (ServiceSettings, "FEEDBACK", "perhaps"),
        (ServiceSettings, "USAGE", "everything"),
        (ServiceSettings, "USAGE_DAYS", "0"),
        (ServiceSettings, "FEEDBACK_LIMIT", "0"),
        (ServiceSettings, "EXPORT_LIMIT", "5001"),
        (ServiceSettings, "PUBLIC_URL", "javascript:alert(1)"),
        (ServiceSettings, "PUBLIC_URL", "https://example.org/?q=1"),
    ],
)
def test_a_value_out_of_bounds_is_an_error_that_names_the_variable(
    kind: type[Settings], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"AFTERWISE_{name}", value)
    with pytest.raises(SettingsError, match=f"AFTERWISE_{name}: ") as caught:
        kind()
    assert list(caught.value.details["settings"]) == [name.lower()]


def test_a_value_in_bounds_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERWISE_FUSION", "rrf")
    monkeypatch.setenv("AFTERWISE_PORT", "8181")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache")
    assert SearchSettings().fusion == "rrf"
    assert ServiceSettings().port == 8181
    assert str(IndexSettings().cache) == "/var/cache/afterwise"


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="AFTERWISE_FUSON"):
        SearchSettings(fuson="rrf")  # type: ignore[call-arg]


def test_settings_do_not_change_while_they_are_used() -> None:
    settings = SearchSettings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.depth = 50  # type: ignore[misc]


@pytest.mark.parametrize("kind", EVERY)
def test_every_setting_is_described_and_every_number_bounded(kind: type[Settings]) -> None:
    for name, field in kind.model_fields.items():
        assert field.description, name
        if field.annotation in (int, float):
            assert {type(bound).__name__ for bound in field.metadata} >= {"Ge", "Le"}, name
