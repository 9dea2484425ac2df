"""A graph whose matrices are kept in 8 bits, by blocks: for single short texts, which wait for weights to be read.

Each block of a column has a scale of its own, and so have the activations that it is multiplied with, row by row.
Vectors stay more than ten times closer to those at 32 bits than with one scale for a whole tensor of activations
("int8"), for a little more time. Batches of long texts, bound by arithmetic and not by memory, gain nothing.
The operator is ONNX Runtime's MatMulNBits; scales by block are from Dettmers et al. 2022, "8-bit Optimizers via
Block-wise Quantization".
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

BLOCK = 16  # weights that share a scale; the operator's smallest: vectors stay closest, for little time
_ZERO = 128  # what stands for 0 among unsigned bytes, unless the operator is told otherwise
_LARGEST = 127
_8_BIT_ARITHMETIC = 4  # the operator's accuracy level at which activations are quantised too
_DOMAIN = "com.microsoft"


def write_blocks(full: Path, file: Path) -> None:
    """Read a graph at fp32, write it with every matrix that is a weight in blocks of 8 bits."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(full)
    graph = model.graph
    weights = {one.name: one for one in graph.initializer}
    nodes = []
    for node in graph.node:
        if node.op_type != "MatMul" or node.input[1] not in weights:
            nodes.append(node)
            continue
        matrix = numpy_helper.to_array(weights[node.input[1]])
        blocks, scales = quantised(matrix)
        names = [f"{node.output[0]}.{part}" for part in ("blocks", "scales")]
        graph.initializer.extend([numpy_helper.from_array(blocks, names[0]), numpy_helper.from_array(scales, names[1])])
        nodes.append(
            helper.make_node(
                "MatMulNBits",
                [node.input[0], *names],
                list(node.output),
                name=node.name,
                domain=_DOMAIN,
                K=matrix.shape[0],
                N=matrix.shape[1],
                bits=8,
                block_size=BLOCK,
                accuracy_level=_8_BIT_ARITHMETIC,
            )
        )
    graph.ClearField("node")
    graph.node.extend(nodes)
    _drop_unused(graph)
    model.opset_import.append(helper.make_opsetid(_DOMAIN, 1))
    onnx.save(model, file)


def quantised(matrix: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A matrix of shape (inputs, outputs) → bytes of shape (outputs, blocks, BLOCK) and scales (outputs, blocks).

    A weight is (byte - 128) × scale, within half a scale. The last block is filled up with zeros.
    """
    inputs, outputs = matrix.shape
    blocks = -(-inputs // BLOCK)
    padded = np.zeros((outputs, blocks * BLOCK), dtype=np.float32)
    padded[:, :inputs] = matrix.T
    parts = padded.reshape(outputs, blocks, BLOCK)
    scales = np.abs(parts).max(axis=2) / np.float32(_LARGEST)
    steps = np.divide(parts, scales[:, :, None], out=np.zeros_like(parts), where=scales[:, :, None] > 0)
    return (np.rint(steps) + _ZERO).astype(np.uint8), scales


def _drop_unused(graph: onnx.GraphProto) -> None:
    used = {name for node in graph.node for name in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    graph.ClearField("initializer")
    graph.initializer.extend(kept)
