"""The weights that ship, as a model to go on training with.

An export folds each batch normalisation into its convolution and drops the names of matrices; both are undone here. What training needs
besides, the statistics that were folded away, is measured on pictures (`unfold`)."""

import json
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from tokenizers import Tokenizer

from model import MAX_TOKENS, PocketSiglip


def module_name(output: str) -> str:
    """The module that made an ONNX node's output: `/stem/stem.4/first/first.0/Conv_output_0` → `stem.4.first.0`. A segment that
    begins with the one before it says more of it; any other lies in it."""
    found: list[str] = []
    for segment in output.strip("/").split("/")[:-1]:
        if found and segment.startswith(f"{found[-1]}."):
            found[-1] = segment
        else:
            found.append(segment)
    return ".".join(found)


def named_weights(file: Path) -> dict[str, np.ndarray]:
    """An exported tower's weights by the names that PyTorch has for them; convolutions with their folded bias."""
    graph = onnx.load(file).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: array for name, array in arrays.items() if not name.startswith("onnx::")}
    for node in graph.node:
        if node.op_type == "Conv":
            name = module_name(node.output[0])
            found[f"{name}.weight"], found[f"{name}.bias"] = (arrays[one] for one in node.input[1:3])
        elif node.op_type == "MatMul" and node.input[1] in arrays:
            # A linear map of rows is a product with its transposed weight.
            found[f"{module_name(node.output[0])}.weight"] = arrays[node.input[1]].T
    return found


def convolutions(tower: nn.Module) -> list[tuple[str, nn.Conv2d, nn.BatchNorm2d]]:
    """A tower's convolutions, each with its name and with the normalisation behind it."""
    found = []
    for name, part in tower.named_modules():
        children = list(part.children()) if isinstance(part, nn.Sequential) else []
        for i, (one, after) in enumerate(zip(children, children[1:])):
            if isinstance(one, nn.Conv2d) and isinstance(after, nn.BatchNorm2d):
                found.append((f"{name}.{i}", one, after))
    return found


@torch.no_grad()
def load_tower(tower: nn.Module, file: Path) -> None:
    """Puts an exported tower's weights into a tower that does the same when it is not training. Throws a RuntimeError for weights of
    another shape."""
    weights = {name: torch.from_numpy(np.array(array)) for name, array in named_weights(file).items()}
    for name, _, norm in convolutions(tower):
        bias = weights.pop(f"{name}.bias")
        behind = f"{name.rpartition('.')[0]}.{int(name.rpartition('.')[2]) + 1}"
        weights |= {
            f"{behind}.weight": torch.ones_like(bias),
            f"{behind}.bias": bias,
            f"{behind}.running_mean": torch.zeros_like(bias),
            # So that the normalisation, which adds its epsilon, divides by one.
            f"{behind}.running_var": torch.full_like(bias, 1 - norm.eps),
            f"{behind}.num_batches_tracked": norm.num_batches_tracked,
        }
    tower.load_state_dict(weights)


@torch.no_grad()
def unfold(tower: nn.Module, pixels: Tensor, at_once: int = 192) -> None:
    """Gives each normalisation the mean and variance that its convolution has on pictures, and the scale and shift that leave what the
    tower does unchanged: a training step then normalises by nearly the same. Leaves the tower not training."""
    tower.eval()
    sums: dict[nn.Module, list[Tensor]] = {}

    def note(part: nn.Module, _, output: Tensor) -> None:
        own = output.double()
        sums.setdefault(part, []).append(torch.stack([own.mean((0, 2, 3)), own.square().mean((0, 2, 3))]) * len(own))

    pairs = convolutions(tower)
    hooks = [one.register_forward_hook(note) for _, one, _ in pairs]
    for i in range(0, len(pixels), at_once):
        tower(pixels[i : i + at_once])
    for hook in hooks:
        hook.remove()
    for _, one, norm in pairs:
        mean, square = torch.stack(sums[one]).sum(0) / len(pixels)
        variance = (square - mean.square()).clamp(min=1e-6)
        scale = (variance + norm.eps).sqrt()
        norm.bias.copy_(norm.bias.double() + mean)
        norm.weight.copy_(scale)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)


def load_shipped(folder: Path) -> tuple[PocketSiglip, Tokenizer]:
    """A checkpoint in the Hugging Face layout as `export.py` writes it, fp32, with its tokenizer, its scale and its bias."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    model = PocketSiglip(tokenizer.get_vocab_size())
    load_tower(model.vision, folder / "onnx" / "vision_model.onnx")
    load_tower(model.text, folder / "onnx" / "text_model.onnx")
    configuration = json.loads((folder / "config.json").read_text())
    with torch.no_grad():
        model.logit_scale.fill_(math.log(configuration["logit_scale_exp"]))
        model.logit_bias.fill_(configuration["logit_bias"])
    return model.eval(), tokenizer
