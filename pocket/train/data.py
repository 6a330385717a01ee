"""Pictures, texts and the tokenizer, as arrays."""

import json
import random
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from model import MAX_TOKENS, PAD

HERE = Path(__file__).resolve().parent
WORK = HERE.parent / ".work"
PROMPTS = ["", "", "", "", "a photo of a", "a picture of a", "a circuit diagram of a", "a schematic symbol of a", "a frond of"]
CAPTIONS = HERE.parent / "captions" / "captions.tsv"


def read_captions() -> list[str]:
    return [line.split("\t", 1)[1] for line in CAPTIONS.read_text("utf8").splitlines()]


def train_tokenizer(texts: list[str], size: int = 4000) -> Tokenizer:
    """Lower-cased byte-level BPE of our own text, padded to MAX_TOKENS, an end token after each text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=size,
            special_tokens=["<pad>", "</s>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def encode(tokenizer: Tokenizer, texts: list[str]) -> torch.Tensor:
    """Token ids `[n, longest]`, padded on the right."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    ids = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = row
    return torch.from_numpy(ids)


def to_pixels(pictures: np.ndarray) -> torch.Tensor:
    """`[n, s, s, 3]` bytes → `[n, 3, s, s]` in [-1, 1], channels last in memory."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def vary(pixels: torch.Tensor) -> torch.Tensor:
    """Random pose (scale, aspect, rotation, shear, shift), contrast, brightness, tint, sharpness and, now and then, negative."""
    n = pixels.shape[0]
    turn, shear = torch.randn(n) * 0.06, torch.randn(n) * 0.04
    sx, sy = torch.empty(n).uniform_(0.86, 1.18), torch.empty(n).uniform_(0.86, 1.18)
    shift = torch.empty(n, 2).uniform_(-0.08, 0.08)
    pose = torch.stack(
        [torch.stack([turn.cos() * sx, shear - turn.sin() * sy, shift[:, 0]], 1), torch.stack([turn.sin() * sx, turn.cos() * sy, shift[:, 1]], 1)], 1
    )
    grid = F.affine_grid(pose, list(pixels.shape), align_corners=False)
    pixels = F.grid_sample(pixels, grid, mode="bilinear", padding_mode="border", align_corners=False)
    sharpness = torch.randn(n, 1, 1, 1) * 0.4
    pixels = pixels + sharpness * (pixels - F.avg_pool2d(pixels, 3, 1, 1))
    contrast = torch.empty(n, 1, 1, 1).uniform_(0.5, 1.2)
    contrast = contrast * torch.where(torch.rand(n, 1, 1, 1) < 0.1, -1.0, 1.0)
    pixels = pixels * contrast * torch.empty(n, 3, 1, 1).uniform_(0.85, 1.1) + torch.empty(n, 3, 1, 1).uniform_(-0.2, 0.2)
    return pixels.clamp(-1, 1).contiguous(memory_format=torch.channels_last)


class Pictures:
    """A rendered split: bytes mapped from disk, and what is known of each picture. `classes` are places in the list of all domains'
    classes, −1 for pictures of something else."""

    def __init__(self, split: str, with_texts: bool = True):
        folder = WORK / split
        self.meta = json.loads((folder / "meta.json").read_text())
        size = self.meta["size"]
        self.pixels = np.memmap(folder / "pictures.u8", np.uint8, "r", shape=(self.meta["count"], size, size, 3))
        self.classes, self.named, self.styles, self.domains = [], [], [], []
        self.claims: list[list[str]] = []
        self.texts: list[list[tuple[str, list[str]]]] = []
        with (folder / "pictures.jsonl").open() as lines:
            for line in lines:
                row = json.loads(line)
                self.classes.append(row["class"])
                self.named.append(row["named"])
                self.styles.append(row["style"])
                self.domains.append(row["domain"])
                if with_texts:
                    # Few claims, many times: one string each takes a fifth of the memory.
                    self.claims.append([sys.intern(claim) for claim in row["claims"]])
                    self.texts.append([(text["text"], [sys.intern(claim) for claim in text["claims"]]) for text in row["texts"]])


class Claims:
    """Claims as columns of multi-hot rows."""

    def __init__(self, pictures: Pictures):
        self.columns = {claim: i for i, claim in enumerate(sorted({c for row in pictures.claims for c in row}))}
        self.names = torch.tensor([claim.startswith("name:") for claim in self.columns]).float()
        self.domains = torch.tensor([claim.startswith("domain:") for claim in self.columns]).float()

    def rows(self, claims: list[list[str]]) -> torch.Tensor:
        rows = torch.zeros(len(claims), len(self.columns))
        for i, row in enumerate(claims):
            rows[i, [self.columns[claim] for claim in row]] = 1
        return rows


def two_views(caption: str, other: str, association: float) -> tuple[str, str]:
    """A run of a caption's words, alone or in a prompt, and the same run among words of another caption.

    Mostly the views share the run and nothing else: what is taught is that sentences naming the same thing belong together. That a name
    goes with certain parts is taught now and then (`association`: how often a caption's two halves are the views), as an encoder picks up a
    little of what rare names mean from its reading; the rest stays in the captions, for retrieval to find."""
    words, around = caption.split(), other.split()
    if len(words) > 1 and random.random() < association:
        cut = random.randint(1, len(words) - 1)
        return " ".join(words[:cut]), " ".join(words[cut:])
    length = random.randint(min(2, len(words)), min(8, len(words)))
    start = random.randint(0, len(words) - length)
    run = words[start : start + length]
    before, after = around[: random.randint(0, 4)], around[len(around) - random.randint(0, 4) :]
    return " ".join([random.choice(PROMPTS), *run]).strip(), " ".join([*before, *run, *after])
