"""Many threads at once get what one gets alone, byte for byte."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

THREADS = 8
SEARCHES = 50  # of each thread
QUERIES = [
    "what worked for exit strategies",
    "cash wages paid late",
    "les stratégies de sortie",
    '"steering committee"',
    "RAS/18/92/AUR",
    "tuning a violin for baroque music",
    "cooperatives creating jobs in rural areas",
]


def test_searches_of_many_threads_give_the_bytes_of_serial_ones(client: TestClient) -> None:
    def ask(number: int) -> bytes:
        parameters = {"q": QUERIES[number % len(QUERIES)], "limit": 5, "offset": number % 3, "explain": "true"}
        response = client.get("/v1/search", params=parameters)
        assert response.status_code == 200
        return response.content

    numbers = range(THREADS * SEARCHES)
    period = len(QUERIES) * 3
    alone = [ask(number) for number in range(period)]
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(ask, numbers))
    assert together == [alone[number % period] for number in numbers]
