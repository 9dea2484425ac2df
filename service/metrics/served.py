"""The generation that this process answers from, as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from index.generation import folder_of
from service.runtime import Runtime


class Served(Collector):
    """Read when somebody asks, so that nothing of an older generation stays behind."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def collect(self) -> Iterator[Metric]:
        """Whether there is one, which, how large, and whether a newer one could not be opened."""
        state = self._runtime.state()
        yield GaugeMetricFamily(
            "afterwise_ready", "1 where searches can be answered.", value=state.searcher is not None
        )
        yield GaugeMetricFamily(
            "afterwise_generation_problem",
            "1 where the published generation could not be opened.",
            value=state.problem is not None,
        )
        if state.searcher is None:
            return
        manifest = state.searcher.opened.manifest
        info = GaugeMetricFamily(
            "afterwise_generation_info", "The generation that answers.", labels=["generation", "encoder", "version"]
        )
        info.add_metric([manifest.name, manifest.encoder.model, str(manifest.schema_version)], 1)
        yield info
        held = GaugeMetricFamily("afterwise_index_size", "What the generation holds.", labels=["what"])
        held.add_metric(["documents"], manifest.documents)
        held.add_metric(["records"], sum(manifest.records.values()))
        held.add_metric(["passages"], manifest.passages)
        yield held
        folder, size = folder_of(self._runtime.data, manifest.name), 0
        for name in manifest.files:
            with suppress(OSError):  # removed meanwhile: searches keep what they have open
                size += (folder / name).stat().st_size
        yield GaugeMetricFamily("afterwise_index_bytes", "Bytes of its files on disk.", value=size)
