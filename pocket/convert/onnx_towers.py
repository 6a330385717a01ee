"""Towers as ONNX: exporting them, and writing graphs whose weights exceed what one file may hold."""

import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx.external_data_helper import uses_external_data

# A protobuf message cannot exceed 2 GB, and neither can many a browser's buffer. The graph itself needs some room.
MOST_BYTES = 1_900_000_000


def export(tower: torch.nn.Module, entry: str, example: torch.Tensor, output: str, path: Path) -> onnx.ModelProto:
    """
    A tower in 32-bit floats, its weights in memory.

    @param example two inputs; their number may vary afterwards, for texts their length too
    @param path where working files may lie meanwhile
    """
    # Lengths may vary for texts: transformers.js' own pipelines give short ones.
    free = {0: torch.export.Dim.DYNAMIC, **({1: torch.export.Dim.DYNAMIC} if entry == "input_ids" else {})}
    torch.onnx.export(
        tower,
        (example,),
        path,
        input_names=[entry],
        output_names=[output],
        dynamic_shapes=(free,),
        dynamo=True,
        opset_version=18,
        external_data=True,
        optimize=True,
        verbose=False,
    )
    model = onnx.load(path)
    tidy(model, entry)
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    return model


def tidy(model: onnx.ModelProto, entry: str) -> None:
    """Names axes as transformers' own exports do, and drops what only the exporter needed."""
    names = ["batch_size", "sequence_length"] if entry == "input_ids" else ["batch_size"]
    given = [axis.dim_param for axis in model.graph.input[0].type.tensor_type.shape.dim]
    renamed = {old: new for old, new in zip(given, names) if old}
    for value in [*model.graph.input, *model.graph.output, *model.graph.value_info]:
        for axis in value.type.tensor_type.shape.dim:
            if axis.dim_param in renamed:
                axis.dim_param = renamed[axis.dim_param]
    # Shapes of weights are theirs anyway, and quantising transposes some.
    weights = {tensor.name for tensor in model.graph.initializer}
    values = [value for value in model.graph.value_info if value.name not in weights]
    del model.graph.value_info[:]
    model.graph.value_info.extend(values)
    # What the exporter notes of Python's calls is half of a small file.
    del model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""


def bytes_of(model: onnx.ModelProto) -> int:
    """Bytes of a model's weights."""
    return sum(len(tensor.raw_data) for tensor in model.graph.initializer)


def save(model: onnx.ModelProto, path: Path, most: int = MOST_BYTES) -> int:
    """
    Writes a model as one file or, where its weights exceed `most` bytes, as a graph with chunks of external data beside
    it, named as transformers.js asks for them: `NAME.onnx_data`, `NAME.onnx_data_1`, …

    @returns how many chunks were written
    """
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    if bytes_of(model) <= most:
        onnx.save(model, path)
        return 0
    chunks: list[list[onnx.TensorProto]] = [[]]
    filled = 0
    for tensor in model.graph.initializer:
        size = len(tensor.raw_data)
        # Small ones stay in the graph, where shape inference needs them.
        if size < 1024:
            continue
        if filled + size > most and chunks[-1]:
            chunks.append([])
            filled = 0
        chunks[-1].append(tensor)
        filled += size
    for i, tensors in enumerate(chunks):
        name = f"{path.name}_data{f'_{i}' if i > 0 else ''}"
        with open(path.parent / name, "wb") as file:
            for tensor in tensors:
                offset, size = file.tell(), len(tensor.raw_data)
                file.write(tensor.raw_data)
                tensor.ClearField("raw_data")
                tensor.data_location = onnx.TensorProto.EXTERNAL
                for key, value in (("location", name), ("offset", offset), ("length", size)):
                    tensor.external_data.add(key=key, value=str(value))
    onnx.save(model, path)
    return len(chunks)


def load(path: Path) -> onnx.ModelProto:
    """A model with its weights in memory, every tensor as raw bytes."""
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        assert not uses_external_data(tensor)
    return model


def gradient(size: int) -> torch.Tensor:
    """The self-test's picture, `[1, 3, size, size]`: 2·((x(c+1) + y(3-c)) mod size)/(size-1) - 1."""
    c, y, x = np.meshgrid(np.arange(3), np.arange(size), np.arange(size), indexing="ij")
    return torch.from_numpy((2 * ((x * (c + 1) + y * (3 - c)) % size) / (size - 1) - 1).astype(np.float32))[None]


def pictures(size: int) -> torch.Tensor:
    """What towers are compared on: the self-test's picture, noise, coarse blocks, black, white. `[n, 3, size, size]`."""
    random = np.random.default_rng(5)
    noise = random.uniform(-2, 2, (2, 3, size, size))
    coarse = random.uniform(-1.8, 2.2, (4, 3, 7, 7)).repeat(math.ceil(size / 7), 2).repeat(math.ceil(size / 7), 3)
    flat = np.stack([np.full((3, size, size), value) for value in (-1.8, 2.1)])
    return torch.cat([gradient(size), torch.from_numpy(np.concatenate([noise, coarse[:, :, :size, :size], flat]).astype(np.float32))])


TEXTS = [
    "a photo of a fern frond",
    "a dermatoscopic picture of a melanocytic nevus",
    "Animalia Chordata Aves Passeriformes Fringillidae Spinus tristis with common name American goldfinch.",
    "FERN, fern; Fern!",
    "",
    "naïve 蕨類 café Ωμέγα",
    "three electric locomotives in a shed",
    " ".join(["the quick brown fox jumps over the lazy dog beside a maidenhair spleenwort"] * 12),
]
"""What towers are compared on; the first is the self-test's, the last exceeds every context."""
