"""A small SigLIP: two towers that meet in one space. What others see of it is `pixel_values → pooler_output` and
`input_ids → pooler_output`; the insides are ours (a convolutional stem learns at this scale, plain patches do not)."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH = 192
IMAGE_SIZE = 144
MAX_TOKENS = 48
PAD = 0


class Attention(nn.Module):
    """Multi-head attention written out, so that it exports as plain matrix products."""

    def __init__(self, width: int, heads: int = 4):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(self, queries: Tensor, context: Tensor, bias: Tensor | None = None) -> Tensor:
        n, d = context.shape[0], context.shape[2]

        def split(x: Tensor) -> Tensor:
            return x.reshape(n, -1, self.heads, d // self.heads).transpose(1, 2)

        q, k, v = split(self.query(queries)), split(self.key(context)), split(self.value(context))
        scores = q @ k.transpose(2, 3) * (d // self.heads) ** -0.5
        if bias is not None:
            scores = scores + bias
        mixed = scores.softmax(-1) @ v
        return self.out(mixed.transpose(1, 2).reshape(n, -1, d))


class Mlp(nn.Sequential):
    def __init__(self, width: int, inner: int):
        super().__init__(nn.Linear(width, inner), nn.GELU(approximate="tanh"), nn.Linear(inner, width))


class Block(nn.Module):
    """Pre-norm transformer block."""

    def __init__(self, width: int):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention, self.mlp = Attention(width), Mlp(width, 4 * width)

    def forward(self, x: Tensor, bias: Tensor | None = None) -> Tensor:
        y = self.norm1(x)
        x = x + self.attention(y, y, bias)
        return x + self.mlp(self.norm2(x))


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class VisionTower(nn.Module):
    """`[n, 3, 144, 144]` → `[n, 192]`: convolutions to a 9 × 9 grid, two transformer blocks, attention pooling."""

    def __init__(self, width: int = WIDTH):
        super().__init__()
        self.stem = nn.Sequential(
            convolution(3, 32, 2),
            convolution(32, 64, 2),
            convolution(64, 64),
            convolution(64, 128, 2),
            Residual(128),
            convolution(128, width, 2),
            Residual(width),
            Residual(width),
        )
        self.position = nn.Parameter(torch.randn(1, (IMAGE_SIZE // 16) ** 2, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width) for _ in range(2))
        self.norm = nn.LayerNorm(width)
        self.probe = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pool = Attention(width)
        self.pool_norm = nn.LayerNorm(width)
        self.pool_mlp = Mlp(width, 2 * width)

    def forward(self, pixel_values: Tensor) -> Tensor:
        x = self.stem(pixel_values).flatten(2).transpose(1, 2) + self.position
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        pooled = self.pool(self.probe.expand(x.shape[0], -1, -1), x)[:, 0]
        return pooled + self.pool_mlp(self.pool_norm(pooled))


class TextTower(nn.Module):
    """`[n, tokens]` → `[n, 192]`: two transformer blocks, mean over the tokens that are not padding, one linear map."""

    def __init__(self, vocabulary: int, width: int = WIDTH):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        nn.init.normal_(self.tokens.weight, std=0.05)
        self.position = nn.Parameter(torch.randn(1, MAX_TOKENS, width) * 0.01)
        self.blocks = nn.ModuleList(Block(width) for _ in range(2))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, width)

    def forward(self, input_ids: Tensor) -> Tensor:
        present = (input_ids != PAD).to(self.position.dtype)
        # −10,000 rather than −∞: finite in fp16 too.
        bias = (1 - present)[:, None, None, :] * -10000.0
        x = self.tokens(input_ids) + self.position[:, : input_ids.shape[1]]
        for block in self.blocks:
            x = block(x, bias)
        x = self.norm(x) * present[:, :, None]
        return self.out(x.sum(1) / present.sum(1, keepdim=True).clamp(min=1))


class PocketSiglip(nn.Module):
    """Both towers with the sigmoid loss's scale (as logarithm) and bias."""

    def __init__(self, vocabulary: int):
        super().__init__()
        self.vision, self.text = VisionTower(), TextTower(vocabulary)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(10.0)))
        self.logit_bias = nn.Parameter(torch.tensor(-5.0))

    def images(self, pixel_values: Tensor) -> Tensor:
        return F.normalize(self.vision(pixel_values).float(), dim=-1)

    def texts(self, input_ids: Tensor) -> Tensor:
        return F.normalize(self.text(input_ids).float(), dim=-1)
