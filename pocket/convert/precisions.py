"""Half floats and int8 of an exported tower."""

import copy
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16

from onnx_towers import bytes_of, save

HALF_MAXIMUM = float(np.finfo(np.float16).max)
# Other inputs than those tried may go twice as far.
SAFE = HALF_MAXIMUM / 2
# Normalisation squares what it is given, and not every back end adds squares in 32 bits.
SAFE_TO_SQUARE = SAFE**0.5
NORMALISING = {"LayerNormalization", "ReduceMean", "Pow", "ReduceL2", "ReduceSumSquare"}
# What masks hold in 32-bit floats; far enough below every score to count as nothing, and within half floats.
MASKED = -1e4
# Values looked at in one run: all at once would take gigabytes.
WATCHED = 64


def half(model: onnx.ModelProto, entry: str, inputs: np.ndarray) -> tuple[onnx.ModelProto, int]:
    """
    The model in half floats, inputs and outputs in 32 bits. What would overflow stays in 32 bits.

    @param inputs what ranges are measured on, one by one
    @returns the model, and how many of its operations stayed in 32 bits
    """
    model = copy.deepcopy(model)
    soften_masks(model)
    kept = overflowing(model, ranges(model, entry, inputs))
    made = convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=True, node_block_list=sorted(kept))
    join_casts(made)
    return made, len(kept)


def join_casts(model: onnx.ModelProto) -> None:
    """
    Lets what stays in 32 bits pass from one such operation to the next as it is.

    onnxruntime's converter narrows and widens it between them, which is where it would overflow, and widens a value
    once for each operation that takes it, all under one name.
    """
    graph = model.graph
    made_by = {node.output[0]: node for node in graph.node if node.op_type == "Cast"}
    wide = {}
    for node in graph.node:
        narrowed = made_by.get(node.input[0]) if node.op_type == "Cast" else None
        if narrowed is not None and narrowed.name.endswith("_cast_to_fp16_node") and node.name.endswith("_cast_to_fp32_node"):
            wide[node.output[0]] = narrowed.input[0]
    for node in graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = wide.get(name, name)
    needed = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
    kept, there = [], set()
    for node in graph.node:
        if node.op_type == "Cast" and (node.output[0] in there or node.output[0] not in needed):
            continue
        there.update(node.output)
        kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)


def soften_masks(model: onnx.ModelProto) -> None:
    """Replaces −∞ and the like in constants by a value that half floats have."""
    def softened(tensor: onnx.TensorProto) -> None:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            return
        values = numpy_helper.to_array(tensor)
        if values.size and values.min() < -1e30:
            tensor.CopyFrom(numpy_helper.from_array(np.where(values < -1e30, np.float32(MASKED), values), tensor.name))

    for tensor in model.graph.initializer:
        softened(tensor)
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                softened(attribute.t)


def ranges(model: onnx.ModelProto, entry: str, inputs: np.ndarray) -> dict[str, float]:
    """The largest magnitude of each float value that the graph computes, by the value's name."""
    floats = [
        value.name for value in [*model.graph.value_info, *model.graph.output]
        if value.type.tensor_type.elem_type == onnx.TensorProto.FLOAT
    ]
    computed = {name for node in model.graph.node for name in node.output}
    watched = [name for name in dict.fromkeys(floats) if name in computed]
    largest: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(watched), WATCHED):
            names = watched[start : start + WATCHED]
            session = watching(model, names, Path(folder) / "watched.onnx")
            for row in inputs:
                for name, value in zip(names, session.run(names, {entry: row[None]})):
                    largest[name] = max(largest.get(name, 0.0), float(np.abs(value).max(initial=0)))
    return largest


def watching(model: onnx.ModelProto, names: list[str], path: Path) -> InferenceSession:
    """A session that also gives the values named."""
    seen = copy.deepcopy(model)
    there = {output.name for output in seen.graph.output}
    seen.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names if name not in there
    )
    save(seen, path)
    options = SessionOptions()
    # An optimised graph no longer has the values by their names.
    options.graph_optimization_level = GraphOptimizationLevel.ORT_DISABLE_ALL
    return InferenceSession(path, options, providers=["CPUExecutionProvider"])


def overflowing(model: onnx.ModelProto, largest: dict[str, float]) -> set[str]:
    """Names of the operations that give or take what half floats cannot hold, or square what they cannot hold squared."""
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT:
            largest[tensor.name] = float(np.abs(numpy_helper.to_array(tensor)).max(initial=0))
    kept = set()
    for i, node in enumerate(model.graph.node):
        node.name = node.name or f"node_{i}"
        most = max((largest.get(name, 0.0) for name in [*node.input, *node.output]), default=0.0)
        if most > SAFE or (node.op_type in NORMALISING and largest.get(node.input[0], 0.0) > SAFE_TO_SQUARE):
            kept.add(node.name)
    return kept


def int8(source: Path, target: Path, operators: list[str]) -> None:
    """
    Weights and activations of `operators` in int8, quantised as they run.

    @param source the model in 32-bit floats
    """
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=operators,
        per_channel=True,
        weight_type=QuantType.QInt8,
        use_external_data_format=bytes_of(onnx.load(source, load_external_data=False)) == 0,
        extra_options={"WeightSymmetric": True, "MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
