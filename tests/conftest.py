"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import string
import subprocess
import sys
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from index.backends.load import connect
from index.backends.milvus import MilvusBackend
from index.configuration import PREFIX
from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.indexer import index, index_extraction
from index.model import Document, Extraction, Facets, Kind, Link, Part, Record, Relation
from index.settings import EngineSettings, IndexSettings

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("afterwise", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("afterwise")

SHARED = Path(os.environ.get("AFTERWISE_SHARED", Path(__file__).parents[2] / "shared"))
MILVUS = os.environ.get("AFTERWISE_TEST_MILVUS")  # the URI of a Milvus server or cluster; tests make their own aliases
SAMPLE = Path(__file__).parents[1] / "eval_sets" / "sample"

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"
BIDI = "exit \u202egnidne eht ta\u202c strategy \u2066left open"
HOSTILE_TEXTS = {
    "script": f"The exit strategy was {SCRIPT} and {{{{ 7 * 7 }}}} nobody signed it.",
    "bidi": f"The {BIDI} of the project was never closed.",
    "emoji": "👩🏽‍🌾 Farmers 👍🏽 kept the exit strategy 🌽 of the cooperative alive.",
    "arabic": "قال المزارعون إن استراتيجية الخروج exit strategy نجحت بعد نهاية المشروع.",
}


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_this_machine() -> Iterator[None]:
    """Tests run on the default settings, whatever the environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
            patch.delenv(name)
        # Services of tests share data folders that others copy: those that are to count say so.
        patch.setenv(f"{PREFIX}USAGE", "off")
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real evaluation data, beside the checkout. Tests that need it skip where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no real data at {SHARED} (set AFTERWISE_SHARED to point at it)")
    return SHARED


@pytest.fixture(scope="session")
def sample() -> Path:
    """The fictional collection that the project ships."""
    return SAMPLE


@pytest.fixture(scope="session")
def settings() -> IndexSettings:
    """Settings as the command line has them: the default encoder, its exported model in the user's cache."""
    return IndexSettings()


@pytest.fixture(scope="session")
def encoder(settings: IndexSettings) -> Encoder:
    """The default encoder."""
    return load_encoder(settings.model, settings.backend, settings.precision, settings.cache, threads=2)


@pytest.fixture(scope="session")
def sample_data(sample: Path, settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample collection. Shared by all tests: copy it before changing anything."""
    data = tmp_path_factory.mktemp("sample")
    index([sample], data, settings)
    return data


@pytest.fixture(scope="session")
def served_data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's index to serve: what readers vote there reaches nobody else's copy."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("served") / "data"))


@pytest.fixture(scope="session")
def ilo_data(shared: Path, settings: IndexSettings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five CSV files of the ILO export, read anew in each session.

    Encoding them takes minutes, so their vectors stay in the user's cache, one file for each encoder. Shared by all
    tests: copy it before changing anything.
    """
    data = tmp_path_factory.mktemp("ilo")
    kept = settings.cache / "tests" / encoder.identity.key / "vectors.sqlite"
    if kept.is_file():
        shutil.copy(kept, data)
    index(sorted((shared / "data" / "ilo_ieval").glob("*.csv")), data, settings)
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(data / kept.name, fresh)
    fresh.replace(kept)  # whole at any time, also where two test runs meet
    return data


@contextmanager
def milvus_lite(folder: Path, port: int = 0) -> Iterator[int]:
    """milvus-lite as a server process of its own, at a port of this machine."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder), "--host", "127.0.0.1"]
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


Milvus = Callable[..., AbstractContextManager[int]]


@pytest.fixture(scope="session")
def milvus() -> Milvus:
    """Runs milvus-lite as a server over a folder for as long as a `with` lasts; gives its port."""
    return milvus_lite


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of milvus-lite as a server process of its own."""
    with milvus_lite(tmp_path_factory.mktemp("milvus-server")) as port:
        yield f"http://127.0.0.1:{port}"


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("milvus-lite did not start")


@pytest.fixture(scope="session")
def engines(milvus_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], EngineSettings]]:
    """Gives an empty engine: "milvus-lite" in this process, "milvus-lite server", or "cluster" where there is one."""
    given: list[EngineSettings] = []
    file = tmp_path_factory.mktemp("lite") / "engine.db"

    def give(kind: str) -> EngineSettings:
        if kind == "cluster" and not MILVUS:
            pytest.skip("not run: set AFTERWISE_TEST_MILVUS to the URI of a Milvus server or cluster")
        uri = {"milvus-lite": str(file), "cluster": MILVUS}.get(kind) or milvus_server
        given.append(EngineSettings(engine=uri, engine_name=f"test_{uuid.uuid4().hex[:8]}"))
        return given[-1]

    yield give
    for settings in given:
        _clear(settings)


def _clear(settings: EngineSettings) -> None:
    """Drop all that was written under a name, the published generation too."""
    backend = connect(settings)
    assert isinstance(backend, MilvusBackend)
    client = backend.server.client
    if backend.published() is not None:
        client.drop_alias(settings.engine_name)
    for name in backend.names():
        backend.drop(name)


@pytest.fixture(scope="session")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `CrossEncoder.save` wrote: BERT with random weights and one score, one word piece a letter.

    Its weights are large, so that its scores lie far apart; what they say has nothing to do with relevance.
    """
    return _cross_encoder(tmp_path_factory.mktemp("cross-encoder"), labels=1, types=True)


@pytest.fixture(scope="session")
def untyped_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, but not told which word pieces are the query's, as models of RoBERTa's kind are not."""
    return _cross_encoder(tmp_path_factory.mktemp("untyped"), labels=1, types=False)


@pytest.fixture(scope="session")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with three labels: no model to rank with."""
    return _cross_encoder(tmp_path_factory.mktemp("classifier"), labels=3, types=True)


def _cross_encoder(root: Path, labels: int, types: bool) -> Path:
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's own, when it is first loaded
        size = _write_tokenizer(root / "bert", types)
        torch.manual_seed(11)
        BertForSequenceClassification(
            BertConfig(
                vocab_size=size,
                hidden_size=16,
                num_hidden_layers=1,
                num_attention_heads=2,
                intermediate_size=32,
                max_position_embeddings=256,
                initializer_range=0.7,
                type_vocab_size=2 if types else 1,
                num_labels=labels,
            )
        ).save_pretrained(root / "bert")
        CrossEncoder(str(root / "bert"), device="cpu").save(str(root / "tiny-cross"))
    return root / "tiny-cross"


def _write_tokenizer(folder: Path, types: bool) -> int:
    """Write a tokenizer of one word piece a letter; give the number of its pieces."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing
    from transformers import PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [*string.ascii_lowercase, *string.digits]
    pieces = [*special, *letters, *string.punctuation, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", pieces.index("[SEP]")), ("[CLS]", pieces.index("[CLS]")))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=256,
        model_input_names=["input_ids", "attention_mask", *(["token_type_ids"] if types else [])],
        **{f"{piece.strip('[]').lower()}_token": piece for piece in special},
    ).save_pretrained(folder)
    return len(pieces)


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with records whose every field is an attack."""
    data = tmp_path_factory.mktemp("hostile")
    documents, records = [], []
    for name, text in HOSTILE_TEXTS.items():
        document = f"bad:evaluation:{name}"
        documents.append(
            Document(
                id=document,
                publisher="bad",
                title=f"Exit {SCRIPT} {BIDI}",
                number=name,
                url="javascript:alert(4)",
                year=2020,
                evaluation_type=SCRIPT,
            )
        )
        records.append(
            Record(
                id=f"bad:recommendation:{name}",
                local_id=name,
                document_id=document,
                kind=Kind.RECOMMENDATION,
                title=SCRIPT,
                heading_path=(SCRIPT, BIDI),
                parts=(Part(name="text", text=text, language="ar" if name == "arabic" else "en"),),
                facets=Facets(countries=(SCRIPT, "=cmd()"), themes=(SCRIPT,)),
                details={"priority": SCRIPT},
            )
        )
    answer = Part(name="text", text=f"Agreed {SCRIPT}", language="en")
    records.append(
        Record(
            id="bad:management_response:script",
            local_id="response",
            document_id="bad:evaluation:script",
            kind=Kind.MANAGEMENT_RESPONSE,
            parts=(answer,),
            status=SCRIPT,
            progress=BIDI,
            links=(Link(relation=Relation.RESPONDS_TO, target="bad:recommendation:script"),),
        )
    )
    extraction = Extraction(documents=tuple(documents), records=tuple(records))
    index_extraction("bad", extraction, data, IndexSettings())
    return data
