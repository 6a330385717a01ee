"""`python -m unittest discover -s pocket/train/tests`: the shipped weights, loaded to be trained on, are those that ship."""

import sys
import unittest
from pathlib import Path

import numpy as np
import onnxruntime
import torch

TRAIN = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TRAIN))

from data import encode  # noqa: E402
from export import gradient, pad  # noqa: E402
from shipped import load_shipped, module_name, unfold  # noqa: E402

SHIPPED = TRAIN.parent.parent / "public" / "models" / "pocket-siglip"
TEXTS = ["a circuit diagram of a bridge rectifier", "fern", "   spaces   and\tTABS, “quotes” – µ Ω", "a very long sentence " * 20]


def by_onnx(name: str, inputs: dict[str, np.ndarray]) -> np.ndarray:
    session = onnxruntime.InferenceSession(SHIPPED / "onnx" / f"{name}.onnx", providers=["CPUExecutionProvider"])
    return session.run(None, inputs)[0]


def pictures(count: int) -> torch.Tensor:
    """Smooth noise: something of everything that convolutions look for."""
    small = torch.rand(count, 3, 18, 18, generator=torch.Generator().manual_seed(1)) * 2 - 1
    return torch.cat([gradient(144), torch.nn.functional.interpolate(small, size=(144, 144), mode="bicubic").clamp(-1, 1)])


class Shipped(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(1)
        self.model, self.tokenizer = load_shipped(SHIPPED)

    @torch.no_grad()
    def test_logits_are_those_of_the_onnx_files(self) -> None:
        pixels, ids = pictures(6), pad(encode(self.tokenizer, TEXTS))
        expected = by_onnx("vision_model", {"pixel_values": pixels.numpy()}), by_onnx("text_model", {"input_ids": ids.numpy()})
        np.testing.assert_allclose(self.model.vision(pixels).numpy(), expected[0], atol=1e-4)
        np.testing.assert_allclose(self.model.text(ids).numpy(), expected[1], atol=1e-4)
        images, texts = (one / np.linalg.norm(one, axis=1, keepdims=True) for one in expected)
        scale, bias = self.model.logit_scale.exp().item(), self.model.logit_bias.item()
        found = self.model.images(pixels) @ self.model.texts(ids).T * scale + bias
        np.testing.assert_allclose(found.numpy(), images @ texts.T * scale + bias, atol=1e-4)

    @torch.no_grad()
    def test_statistics_change_nothing_until_it_trains_and_little_then(self) -> None:
        pixels = pictures(24)
        before = self.model.images(pixels)
        # Another one: training moves a normalisation's statistics.
        folded = load_shipped(SHIPPED)[0].train().images(pixels)
        unfold(self.model.vision, pixels)
        np.testing.assert_allclose(self.model.images(pixels).numpy(), before.numpy(), atol=1e-4)
        training = self.model.train().images(pixels)
        # Normalised by statistics of its own batch, the folded tower is another one.
        self.assertGreater((training * before).sum(1).min().item(), 0.999)
        self.assertLess((folded * before).sum(1).mean().item(), 0.9)

    def test_modules_are_told_from_outputs(self) -> None:
        for output, name in {
            "/stem/stem.0/stem.0.0/Conv_output_0": "stem.0.0",
            "/stem/stem.4/first/first.0/Conv_output_0": "stem.4.first.0",
            "/blocks.1/mlp/mlp.2/MatMul_output_0": "blocks.1.mlp.2",
            "/pool/query/MatMul_output_0": "pool.query",
        }.items():
            self.assertEqual(module_name(output), name)


if __name__ == "__main__":
    unittest.main()
