"""Writes the checkpoint in the Hugging Face layout: `python pocket/train/export.py` → public/models/pocket-siglip and pocket/classes.json,
or with `--out DIR` both into that folder, to be compared before anything is replaced.

fp32, fp16 (inputs and outputs stay fp32) and int8 of both towers, tokenizer, configurations, self-test. Refuses to end well if
fp16 or int8 stray from PyTorch (cosine below 0.999) or all variants together exceed 60 MB."""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16

from data import HERE, WORK, Pictures, encode, read_captions, to_pixels
from evaluate import load
from model import IMAGE_SIZE, MAX_TOKENS, PAD, WIDTH

SHIPPED = HERE.parent.parent / "public" / "models" / "pocket-siglip"
SELF_TEST_TEXT = "a circuit diagram of a bridge rectifier"


def gradient(size: int) -> torch.Tensor:
    """The self-test's input: `2·((x(c+1) + y(3−c)) mod s)/(s−1) − 1`."""
    c, y, x = np.meshgrid(np.arange(3), np.arange(size), np.arange(size), indexing="ij")
    return torch.from_numpy((2 * ((x * (c + 1) + y * (3 - c)) % size) / (size - 1) - 1).astype(np.float32))[None]


def pad(ids: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.pad(ids, (0, MAX_TOKENS - ids.shape[1]), value=PAD)


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """The smallest cosine between rows."""
    return float(((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)).min())


def export_tower(out: Path, tower: torch.nn.Module, name: str, example: torch.Tensor, input_name: str, quantised_types: list[str]) -> None:
    base = out / "onnx" / f"{name}.onnx"
    torch.onnx.export(
        tower,
        (example,),
        str(base),
        dynamo=False,
        opset_version=17,
        input_names=[input_name],
        output_names=["pooler_output"],
        dynamic_axes={input_name: {0: "batch_size"}, "pooler_output": {0: "batch_size"}},
    )
    half = convert_float_to_float16(onnx.load(base), keep_io_types=True)
    onnx.save(half, base.with_name(f"{name}_fp16.onnx"))
    quantize_dynamic(
        str(base),
        str(base.with_name(f"{name}_quantized.onnx")),
        op_types_to_quantize=quantised_types,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"WeightSymmetric": True, "MatMulConstBOnly": True},
    )


def check(out: Path, name: str, input_name: str, inputs: np.ndarray, expected: np.ndarray) -> bool:
    good = True
    for suffix, least in (("", 0.99999), ("_fp16", 0.999), ("_quantized", 0.999)):
        session = onnxruntime.InferenceSession(out / "onnx" / f"{name}{suffix}.onnx", providers=["CPUExecutionProvider"])
        found = np.concatenate([session.run(None, {input_name: inputs[i : i + 8]})[0] for i in range(0, len(inputs), 8)])
        value = cosine(found, expected)
        good &= value >= least
        print(f"{name}{suffix}: least cosine to PyTorch over {len(inputs)} inputs {value:.7f}{'' if value >= least else ' TOO LOW'}")
    return good


def write_configurations(out: Path, tokenizer, scale: float, bias: float) -> None:
    tower = {"hidden_size": WIDTH, "intermediate_size": 4 * WIDTH, "num_attention_heads": 4, "num_hidden_layers": 2}
    vocabulary = tokenizer.get_vocab_size()
    text = {
        "model_type": "siglip_text_model",
        **tower,
        "vocab_size": vocabulary,
        "max_position_embeddings": MAX_TOKENS,
        "pad_token_id": PAD,
        "eos_token_id": 1,
        "projection_size": WIDTH,
    }
    vision = {"model_type": "siglip_vision_model", **tower, "image_size": IMAGE_SIZE, "patch_size": 16, "num_channels": 3}
    files = {
        "config.json": {
            "model_type": "siglip",
            "architectures": ["SiglipModel"],
            "text_config": text,
            "vision_config": vision,
            "logit_scale_exp": scale,
            "logit_bias": bias,
        },
        "preprocessor_config.json": {
            "image_processor_type": "SiglipImageProcessor",
            "processor_class": "SiglipProcessor",
            "do_resize": True,
            "size": {"height": IMAGE_SIZE, "width": IMAGE_SIZE},
            "resample": 3,
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "do_normalize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "padding_side": "right",
            "pad_token": "<pad>",
            "eos_token": "</s>",
        },
    }
    for name, value in files.items():
        (out / name).write_text(json.dumps(value, indent=2) + "\n")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out / "tokenizer.json"))


@torch.no_grad()
def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkpoint", default="checkpoint.pt")
    arguments.add_argument("--out", type=Path, default=SHIPPED)
    options = arguments.parse_args()
    torch.backends.mha.set_fastpath_enabled(False)
    model, tokenizer, saved = load(options.checkpoint)
    out = options.out.resolve()
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    pixels = torch.cat([gradient(IMAGE_SIZE), to_pixels(Pictures("validation", with_texts=False).pixels[:400:5]).contiguous()])
    sentences = [SELF_TEST_TEXT, *[f"a photo of a {c['name']}" for c in saved["classes"]], *read_captions()[::97]]
    ids = pad(encode(tokenizer, sentences))
    export_tower(out, model.vision, "vision_model", pixels[:2], "pixel_values", ["MatMul", "Gemm"])
    export_tower(out, model.text, "text_model", ids[:2], "input_ids", ["MatMul", "Gemm", "Gather"])
    images, texts = model.vision(pixels).numpy(), model.text(ids).numpy()
    good = check(out, "vision_model", "pixel_values", pixels.numpy(), images)
    good &= check(out, "text_model", "input_ids", ids.numpy(), texts)

    def unit(row: np.ndarray) -> list[float]:
        return [float(f"{value:.9g}") for value in row / np.linalg.norm(row)]

    self_test = {
        "vision": {"input": "gradient", "embedding": unit(images[0].astype(np.float64))},
        "text": {"text": SELF_TEST_TEXT, "embedding": unit(texts[0].astype(np.float64))},
    }
    (out / "self-test.json").write_text(json.dumps(self_test) + "\n")
    write_configurations(out, tokenizer, model.logit_scale.exp().item(), model.logit_bias.item())
    classes = json.dumps(saved["classes"], indent=2, ensure_ascii=False) + "\n"
    total = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    (HERE.parent if out == SHIPPED.resolve() else out).joinpath("classes.json").write_text(classes)
    print(f"{total / 1e6:.1f} MB in {out}")
    if not good or total > 60e6:
        sys.exit("Not fit to ship: see above.")


if __name__ == "__main__":
    main()
