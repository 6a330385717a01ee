"""Writes pocket/reference: small test pictures and what PyTorch (fp32, Pillow's resize) makes of them and of some texts.

`python pocket/train/reference.py` after an export; the tests hold the browser's embeddings against these."""

import argparse
import json

import numpy as np
import torch
from PIL import Image, ImageOps

from data import HERE, encode, to_pixels
from evaluate import load
from model import IMAGE_SIZE

FOLDER = HERE.parent / "reference"
SAMPLES = HERE.parent.parent / "public" / "samples"
TEXTS = [
    "a circuit diagram of a bridge rectifier",
    "a photo of a bridge rectifier",
    "a circuit diagram of a Wien bridge oscillator",
    "a circuit diagram of a R-2R ladder",
    "a schematic symbol of a resistor",
    "a photo of a unijunction transistor",
    "a frond of bracken, a kind of fern",
    "a picture of a hart’s-tongue fern",
    "a photo of a Asplenium trichomanes",
    "Four diodes in a ring turn alternating current into direct current.",
    "Close-up of the unfurling lady fern by a waterfall, dripping after rain",
    "   spaces   and\tTABS, “quotes” – dashes … µ Ω ≥ 10k",
    "fern",
    "a very long sentence " * 20,
]


def picture_files() -> list[str]:
    """The first three samples of each domain, made small enough for a repository (Pillow's own reduction), as PNG."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    names = []
    for domain in ("circuits", "components", "ferns"):
        for path in sorted(SAMPLES.glob(f"{domain}-*"))[:3]:
            with Image.open(path) as image:
                small = ImageOps.exif_transpose(image).convert("RGB")
            small.thumbnail((420, 420), Image.Resampling.LANCZOS)
            name = f"{path.stem}.png"
            small.quantize(64).convert("RGB").save(FOLDER / name, optimize=True)
            names.append(name)
    return names


def unit(row: torch.Tensor) -> list[float]:
    values = row.double().numpy()
    return [float(f"{value:.9g}") for value in values / np.linalg.norm(values)]


@torch.no_grad()
def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkpoint", default="checkpoint.pt")
    model, tokenizer, _ = load(arguments.parse_args().checkpoint)
    FOLDER.mkdir(exist_ok=True)
    images = []
    for name in picture_files():
        with Image.open(FOLDER / name) as image:
            resized = image.convert("RGB").resize((IMAGE_SIZE, IMAGE_SIZE), Image.Resampling.BICUBIC)
        pixels = to_pixels(np.asarray(resized)[None])
        images.append({"file": name, "embedding": unit(model.vision(pixels)[0])})
    texts = [{"text": text, "embedding": unit(model.text(encode(tokenizer, [text]))[0])} for text in TEXTS]
    out = FOLDER / "embeddings.json"
    out.write_text(json.dumps({"images": images, "texts": texts}, ensure_ascii=False) + "\n")
    print(f"{len(images)} pictures and {len(texts)} texts → {out}")


if __name__ == "__main__":
    main()
