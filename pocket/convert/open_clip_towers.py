"""open_clip's two transformers, written out so that a checkpoint's own names of weights fit them exactly.

They are what an exported tower is compared with: whatever the translation to transformers' names and settings (in
open_clip.py) gets wrong shows as a difference. Loading is strict, so that no weight is left over and none is missing.
"""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn


@dataclass
class Size:
    """The measures of one transformer."""

    width: int
    layers: int
    heads: int
    mlp_ratio: float = 4.0
    epsilon: float = 1e-5


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    """OpenAI's cheaper stand-in for GELU: x·σ(1.702·x)."""
    return x * torch.sigmoid(1.702 * x)


class Mlp(nn.Module):
    def __init__(self, size: Size, activation: Callable):
        super().__init__()
        self.c_fc = nn.Linear(size.width, int(size.width * size.mlp_ratio))
        self.c_proj = nn.Linear(int(size.width * size.mlp_ratio), size.width)
        self.activation = activation

    def forward(self, x):
        return self.c_proj(self.activation(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, size: Size, activation: Callable):
        super().__init__()
        self.ln_1 = nn.LayerNorm(size.width, size.epsilon)
        self.attn = nn.MultiheadAttention(size.width, size.heads, batch_first=True)
        self.ln_2 = nn.LayerNorm(size.width, size.epsilon)
        self.mlp = Mlp(size, activation)

    def forward(self, x, mask):
        normed = self.ln_1(x)
        x = x + self.attn(normed, normed, normed, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    def __init__(self, size: Size, activation: Callable):
        super().__init__()
        self.resblocks = nn.ModuleList([Block(size, activation) for _ in range(size.layers)])

    def forward(self, x, mask=None):
        for block in self.resblocks:
            x = block(x, mask)
        return x


class VisionTower(nn.Module):
    def __init__(self, size: Size, activation: Callable, image_size: int, patch: int, output: int):
        super().__init__()
        self.conv1 = nn.Conv2d(3, size.width, patch, patch, bias=False)
        self.class_embedding = nn.Parameter(torch.zeros(size.width))
        self.positional_embedding = nn.Parameter(torch.zeros((image_size // patch) ** 2 + 1, size.width))
        self.ln_pre = nn.LayerNorm(size.width, size.epsilon)
        self.transformer = Transformer(size, activation)
        self.ln_post = nn.LayerNorm(size.width, size.epsilon)
        self.proj = nn.Parameter(torch.zeros(size.width, output))

    def forward(self, pixels):
        patches = self.conv1(pixels).flatten(2).transpose(1, 2)
        first = self.class_embedding.expand(len(pixels), 1, -1)
        x = self.ln_pre(torch.cat([first, patches], 1) + self.positional_embedding)
        return self.ln_post(self.transformer(x)[:, 0]) @ self.proj


class TextTower(nn.Module):
    def __init__(self, size: Size, activation: Callable, vocabulary: int, length: int, output: int, end: int | None):
        """@param end the token at which the embedding is read; the highest of each text where None"""
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, size.width)
        self.positional_embedding = nn.Parameter(torch.zeros(length, size.width))
        self.transformer = Transformer(size, activation)
        self.ln_final = nn.LayerNorm(size.width, size.epsilon)
        self.text_projection = nn.Parameter(torch.zeros(size.width, output))
        self.end = end

    def forward(self, ids):
        length = ids.shape[1]
        # A token sees itself and those before it.
        mask = torch.full((length, length), float("-inf")).triu(1)
        x = self.token_embedding(ids) + self.positional_embedding[:length]
        x = self.ln_final(self.transformer(x, mask))
        at = ids.argmax(1) if self.end is None else (ids == self.end).int().argmax(1)
        return x[torch.arange(len(ids)), at] @ self.text_projection
