"""Joins a checkpoint's two towers into the one graph that transformers.js's zero-shot pipeline wants, for `npm run bench -- photos`.

    python bench/photos/combine.py FOLDER...

Needs onnx (pocket/convert/requirements.txt). Reads onnx/vision_model_quantized.onnx and onnx/text_model_quantized.onnx of
each folder; writes .cache/bench-photos/combined/NAME/model_quantized.onnx.
"""

import json
import sys
from pathlib import Path

import onnx
from onnx import TensorProto, compose, helper

OUT = Path(__file__).parents[2] / ".cache/bench-photos/combined"


def combine(folder):
    config = json.loads((folder / "config.json").read_text())
    # Ten and minus ten where the checkpoint does not say: the time is the same.
    scale, bias = config.get("logit_scale_exp", 10.0), config.get("logit_bias", -10.0)
    towers = {}
    for name in ("vision", "text"):
        tower = onnx.load(folder / f"onnx/{name}_model_quantized.onnx")
        kept = [output for output in tower.graph.output if output.name == "pooler_output"]
        del tower.graph.output[:]
        tower.graph.output.extend(kept)
        towers[name] = compose.add_prefix(tower, f"{name}/")
        # Photos and texts are not as many as each other, whatever both towers call their number.
        del towers[name].graph.value_info[:]
        for put in towers[name].graph.input:
            put.type.tensor_type.shape.dim[0].dim_param = f"{name}s"
        for put in [*tower.graph.input]:
            rename(towers[name].graph, f"{name}/{put.name}", put.name)
    both = compose.merge_models(towers["vision"], towers["text"], io_map=[])
    graph = both.graph
    width = config["vision_config"]["hidden_size"]
    graph.initializer.append(helper.make_tensor("two", TensorProto.FLOAT, [], [2.0]))
    across = helper.make_node("Constant", [], ["across"], value=helper.make_tensor("", TensorProto.INT64, [1], [1]))
    graph.node.append(across)
    for name, short in (("vision", "image"), ("text", "text")):
        # Of squares, a sum: its axes are an input in every opset from 13 on.
        pooled, norm, squares = f"{name}/pooler_output", f"{short}_norm", f"{short}_squares"
        graph.node.append(helper.make_node("Pow", [pooled, "two"], [squares]))
        graph.node.append(helper.make_node("ReduceSum", [squares, "across"], [f"{short}_sum"], keepdims=1))
        graph.node.append(helper.make_node("Sqrt", [f"{short}_sum"], [norm]))
        graph.node.append(helper.make_node("Div", [pooled, norm], [f"{short}_embeds"]))
    for name, value in (("scale", scale), ("bias", bias)):
        graph.initializer.append(helper.make_tensor(f"logit_{name}", TensorProto.FLOAT, [], [value]))
    for name, left, right in (("image", "image", "text"), ("text", "text", "image")):
        graph.node.append(helper.make_node("Transpose", [f"{right}_embeds"], [f"{name}_across"], perm=[1, 0]))
        graph.node.append(helper.make_node("MatMul", [f"{left}_embeds", f"{name}_across"], [f"{name}_cosines"]))
        graph.node.append(helper.make_node("Mul", [f"{name}_cosines", "logit_scale"], [f"{name}_scaled"]))
        graph.node.append(helper.make_node("Add", [f"{name}_scaled", "logit_bias"], [f"logits_per_{name}"]))
    del graph.output[:]
    for name, shape in (
        ("logits_per_image", ["images", "texts"]),
        ("logits_per_text", ["texts", "images"]),
        ("image_embeds", ["images", width]),
        ("text_embeds", ["texts", width]),
    ):
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    out = OUT / folder.name
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(both, out / "model_quantized.onnx")
    print(out)


def rename(graph, old, new):
    for put in graph.input:
        if put.name == old:
            put.name = new
    for node in graph.node:
        for i, name in enumerate(node.input):
            if name == old:
                node.input[i] = new


for path in sys.argv[1:]:
    combine(Path(path).absolute())
