"""What every kind of source is read into, and what the folder is made from."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import torch

from tokens import Tokens


class Refused(Exception):
    """A checkpoint that cannot be converted faithfully; the message says why, and what to do instead."""


@dataclass
class Origin:
    """Where a checkpoint comes from, and on what terms."""

    name: str
    """Its id on the hub, or its folder's name."""
    revision: str | None
    """The commit that was converted; None for a local folder."""
    licence: str | None = None
    citation: str | None = None
    licence_files: list[Path] = field(default_factory=list)


@dataclass
class Checkpoint:
    """A dual encoder in PyTorch."""

    family: str
    """`clip` (softmax, projected embeddings) or `siglip` (sigmoid, pooled embeddings)."""
    vision: torch.nn.Module
    """What is exported: float32 `[n, 3, size, size]` → `[n, d]`."""
    text: torch.nn.Module
    """What is exported: int64 `[n, length]` → `[n, d]`."""
    reference_vision: Callable[[torch.Tensor], torch.Tensor]
    """What the exported tower is compared with: the checkpoint run by the code it was made for, or as near as there is."""
    reference_text: Callable[[list[str]], torch.Tensor]
    config: dict
    """config.json, in transformers' own form."""
    preprocessor: dict
    """preprocessor_config.json."""
    tokens: Tokens
    image_size: int
    logit_scale: float
    """exp(t), as it multiplies cosines."""
    logit_bias: float | None
    notes: list[str] = field(default_factory=list)
    """What whoever converts should know: choices made, differences that remain."""

    @property
    def output(self) -> tuple[str, str]:
        """Names of the two towers' outputs, vision first, as transformers.js' own exports have them."""
        return ("image_embeds", "text_embeds") if self.family == "clip" else ("pooler_output", "pooler_output")
