"""What tests of the engine share: a tokenizer, a model small enough to make in a second, a sample to be spoiled."""

from __future__ import annotations

import shutil
import string
import warnings
from pathlib import Path

import pytest

from index.encoders.base import Encoder
from index.encoders.load import load_encoder
from index.encoders.models import DEFAULT_MODEL, locate
from index.encoders.tokens import Tokens

_LETTERS = [*string.ascii_lowercase, *string.digits]
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    """The tokenizer of the default model."""
    model = locate(DEFAULT_MODEL)
    return Tokens(model.folder, model.window)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `SentenceTransformer.save` wrote: BERT with random weights, one word piece a letter.

    Its window of 24 word pieces and its two prompts are its own.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    root = tmp_path_factory.mktemp("model")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's own, when it is first loaded
        _write_bert(root / "bert")
        bert = Transformer(str(root / "bert"), tokenizer_args={"model_max_length": 24})
        model = SentenceTransformer(
            modules=[bert, Pooling(bert.get_embedding_dimension()), Normalize()],
            device="cpu",
            prompts={"query": "ask: ", "document": "read: "},
        )
        model.save(str(root / "tiny"))
    return root / "tiny"


def _write_bert(folder: Path) -> None:
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    pieces = [*_SPECIAL, *_LETTERS, *string.punctuation, *(f"##{letter}" for letter in _LETTERS)]
    tokenizer = Tokenizer(WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", pieces.index("[CLS]")), ("[SEP]", pieces.index("[SEP]"))]
    )
    names = {f"{piece.strip('[]').lower()}_token": piece for piece in _SPECIAL}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)  # type: ignore[no-untyped-call]
    torch.manual_seed(7)
    BertModel(
        BertConfig(
            vocab_size=len(pieces),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(folder)


@pytest.fixture(scope="session")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the exported graph of the tiny model is kept during a session."""
    return tmp_path_factory.mktemp("exported")


@pytest.fixture(scope="session")
def tiny_encoder(tiny_model: Path, tiny_cache: Path) -> Encoder:
    """The tiny model on ONNX Runtime."""
    return load_encoder(str(tiny_model), "onnx", "fp32", tiny_cache, threads=1)


@pytest.fixture
def source(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample, to be changed."""
    return Path(shutil.copytree(sample, tmp_path / "source"))


@pytest.fixture
def data(tmp_path: Path, sample_data: Path) -> Path:
    """An empty data folder that need not encode the sample again."""
    (tmp_path / "data").mkdir()
    shutil.copy(sample_data / "vectors.sqlite", tmp_path / "data")
    return tmp_path / "data"
