"""Writes a checkpoint as a folder: towers in every precision that passes, configuration, self-test, terms, listing."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
import yaml
from onnxruntime import InferenceSession

from checkpoint import Checkpoint, Origin, Refused
from onnx_towers import MOST_BYTES, TEXTS, export, load, pictures, save
from precisions import half, int8

SUFFIXES = {"fp32": "", "fp16": "_fp16", "q8": "_quantized"}
LEAST_COSINE = {"fp32": 0.99999, "fp16": 0.999, "q8": 0.99}
"""What a precision must reach against PyTorch on every input; the app refuses a tower below 0.99."""
MOST_DIFFERENCE = 1e-4
"""Between embeddings of length 1, in 32-bit floats."""


@dataclass
class Measured:
    """How a tower at a precision compares with PyTorch."""

    file: str
    precision: str
    bytes: int
    cosine: float
    """The smallest over all inputs; NaN where a result was no number."""
    difference: float
    """The largest between components, embeddings of length 1."""
    kept: int = 0
    """Operations left in 32-bit floats."""

    @property
    def passes(self) -> bool:
        exact = self.precision != "fp32" or self.difference <= MOST_DIFFERENCE
        return self.cosine >= LEAST_COSINE[self.precision] and exact


def unit(rows: np.ndarray) -> np.ndarray:
    rows = rows.astype(np.float64)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def run(path: Path, entry: str, inputs: np.ndarray) -> np.ndarray:
    """Embeddings by onnxruntime: each input alone, as int8 scales by the largest of a batch, and all the first at once."""
    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    alone = np.concatenate([session.run(None, {entry: row[None]})[0] for row in inputs])
    together = session.run(None, {entry: inputs[:3]})[0]
    if together.shape != alone[:3].shape:
        raise Refused(f"{path.name} gives {together.shape} for a batch of 3, not {alone[:3].shape}.")
    return alone


def measure(path: Path, precision: str, entry: str, inputs: np.ndarray, expected: np.ndarray) -> Measured:
    found = unit(run(path, entry, inputs))
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    return Measured(path.name, precision, size, float((found * expected).sum(1).min()), float(np.abs(found - expected).max()))


@dataclass
class TowerInputs:
    """A tower, what it is given, and what PyTorch makes of it."""

    name: str
    module: torch.nn.Module
    entry: str
    output: str
    inputs: np.ndarray
    expected: np.ndarray
    quantised: list[str]


def towers(checkpoint: Checkpoint) -> list[TowerInputs]:
    """Both towers with PyTorch's embeddings, of length 1, by the checkpoint's own code."""
    vision_output, text_output = checkpoint.output
    pixels = pictures(checkpoint.image_size)
    ids = torch.tensor(checkpoint.tokens.rows(TEXTS))
    with torch.no_grad():
        seen = unit(checkpoint.reference_vision(pixels).numpy())
        read = unit(checkpoint.reference_text(TEXTS).numpy())
    return [
        TowerInputs("vision_model", checkpoint.vision, "pixel_values", vision_output, pixels.numpy(), seen, ["MatMul", "Gemm"]),
        TowerInputs("text_model", checkpoint.text, "input_ids", text_output, ids.numpy(), read, ["MatMul", "Gemm", "Gather"]),
    ]


def write_towers(checkpoint: Checkpoint, out: Path, precisions: list[str], most: int = MOST_BYTES) -> list[Measured]:
    """
    Writes both towers in the precisions asked for, and leaves out what strays from PyTorch.

    @param most bytes of weights above which they lie outside the graph
    @raises Refused where the towers in 32-bit floats are not PyTorch's
    """
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    measured, chunks = [], {}
    for tower in towers(checkpoint):
        path = out / "onnx" / f"{tower.name}.onnx"
        with torch.no_grad():
            model = export(tower.module.eval(), tower.entry, torch.from_numpy(tower.inputs[:2]), tower.output, path)
        # Saving moves weights out of the model, and half floats are made from it: saved copies are read again.
        chunks[path.name] = save(model, path, most)
        plain = measure(path, "fp32", tower.entry, tower.inputs, tower.expected)
        measured.append(plain)
        if not plain.passes:
            raise Refused(
                f"{path.name} strays from PyTorch: cosine {plain.cosine:.6f}, largest difference {plain.difference:.1e}. "
                "Nothing of it should be used; please report the checkpoint."
            )
        for precision in precisions:
            if precision != "fp32":
                measured.append(lower(tower, path, precision, most, chunks))
    if "fp32" not in precisions:
        for path in (out / "onnx").glob("*_model.onnx*"):
            path.unlink()
        measured = [each for each in measured if each.precision != "fp32"]
    declare_chunks(checkpoint.config, {name: n for name, n in chunks.items() if n > 0 and (out / "onnx" / name).exists()})
    return measured


def lower(tower: TowerInputs, plain: Path, precision: str, most: int, chunks: dict[str, int]) -> Measured:
    """Writes a tower at a lower precision; removes it again where it strays."""
    path = plain.with_name(f"{tower.name}{SUFFIXES[precision]}.onnx")
    kept = 0
    if precision == "fp16":
        model, kept = half(load(plain), tower.entry, tower.inputs)
    else:
        int8(plain, path, tower.quantised)
        model = load(path)
    chunks[path.name] = save(model, path, most)
    found = measure(path, precision, tower.entry, tower.inputs, tower.expected)
    found.kept = kept
    if not found.passes:
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
    return found


def declare_chunks(config: dict, chunks: dict[str, int]) -> None:
    """Says in config.json, as transformers.js expects, which files have how many chunks of external data."""
    if chunks:
        config["transformers.js_config"] = {"use_external_data_format": chunks}


def write_rest(checkpoint: Checkpoint, origin: Origin, out: Path, measured: list[Measured]) -> None:
    """Everything but the towers. files.json comes last: a folder without it is not finished."""
    config = {**checkpoint.config, "logit_scale_exp": checkpoint.logit_scale}
    if checkpoint.logit_bias is not None:
        config["logit_bias"] = checkpoint.logit_bias
    write_json(out / "config.json", config)
    write_json(out / "preprocessor_config.json", checkpoint.preprocessor)
    checkpoint.tokens.write(out)
    vision, text = towers(checkpoint)
    golden = lambda row: [float(f"{value:.9g}") for value in row]
    self_test = {
        "vision": {"input": "gradient", "embedding": golden(vision.expected[0])},
        "text": {"text": TEXTS[0], "embedding": golden(text.expected[0])},
    }
    (out / "self-test.json").write_text(json.dumps(self_test) + "\n")
    for file in origin.licence_files:
        shutil.copy(file, out / file.name)
    (out / "README.md").write_text(card(checkpoint, origin, measured))
    write_listing(out)


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_listing(out: Path) -> None:
    """files.json: `{path: {bytes, sha256}}` of everything else."""
    listing = {}
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name != "files.json":
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            listing[path.relative_to(out).as_posix()] = {"bytes": path.stat().st_size, "sha256": digest}
    write_json(out / "files.json", listing)


def card(checkpoint: Checkpoint, origin: Origin, measured: list[Measured]) -> str:
    """The model card, its licence in the head as hubs read it."""
    head = {"license": origin.licence or "unknown", "base_model": origin.name, "library_name": "transformers.js"}
    rows = [
        f"| {each.file} | {each.bytes:,} | {each.cosine:.6f} | {'yes' if each.passes else 'no, left out'} |" for each in measured
    ]
    bias = "none" if checkpoint.logit_bias is None else f"{checkpoint.logit_bias:.6g}"
    revision = f", revision {origin.revision}" if origin.revision else ""
    return "\n".join([
        "---", yaml.safe_dump(head, sort_keys=False, allow_unicode=True).strip(), "---", "",
        f"# {origin.name}, as two ONNX towers", "",
        f"Converted from {origin.name}{revision} by Fernglass's `pocket/convert`. The weights are those of the checkpoint; "
        f"its terms hold for these files too. Licence: {origin.licence or 'not stated by the checkpoint: ask its authors'}.", "",
        f"Logit scale {checkpoint.logit_scale:.6g}, bias {bias}.", *[f"\n{note}" for note in checkpoint.notes], "",
        f"Compared with PyTorch on {len(pictures(8))} pictures and {len(TEXTS)} texts:", "",
        "| file | bytes | smallest cosine | kept |", "| --- | --- | --- | --- |", *rows, "",
        "## Citation", "", origin.citation or "The checkpoint names none.", "",
    ])
