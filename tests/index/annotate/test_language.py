"""Languages are told where there is enough text, and left open where there is not."""

from __future__ import annotations

import pytest

from index.annotate.language import LANGUAGES, language_of

TEXTS = {
    "en": "The project should plan its exit together with the ministry from the first year on.",
    "es": "El proyecto debería planificar su salida junto con el ministerio desde el primer año.",
    "fr": "Le projet devrait préparer sa sortie avec le ministère dès la première année.",
    "pt": "O projeto deveria planejar a sua saída com o ministério desde o primeiro ano de execução.",
    "ru": "Проект должен планировать свой выход вместе с министерством с первого года.",
    "ar": "ينبغي للمشروع أن يخطط لخروجه مع الوزارة منذ السنة الأولى من التنفيذ",
    "zh": "项目应从第一年起与劳动部共同规划其退出战略并明确各方的责任和时间安排以确保成果的可持续性",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_languages_are_told(language: str, text: str) -> None:
    assert language_of(text) == language


def test_all_languages_are_covered() -> None:
    assert set(TEXTS) == set(LANGUAGES)


@pytest.mark.parametrize("text", ["Done", "GEDI", "01/03/2024 – 100 % (12 345 678)", "RAS/16/13/EUR", "pas engagée"])
def test_short_texts_are_left_open(text: str) -> None:
    assert language_of(text) is None
