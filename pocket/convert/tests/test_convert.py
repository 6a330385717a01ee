"""Every family's tiny checkpoint, converted by the command, against PyTorch.

    python -m unittest discover -s pocket/convert/tests
"""

import contextlib
import functools
import hashlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import tiny  # first: it makes the converter's own modules importable
import numpy as np
import onnxruntime
import torch
from onnxruntime.transformers.float16 import convert_float_to_float16
from safetensors.torch import load_file, save_file
from transformers import CLIPModel, Siglip2Model, SiglipModel

import convert
import naflex
import onnx_towers
import precisions

ROOM = tempfile.TemporaryDirectory()
torch.backends.mha.set_fastpath_enabled(False)


def command(*arguments) -> tuple[int, str, str]:
    """Runs the command: exit status, what it printed, what it complained of."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            status = convert.main([str(argument) for argument in arguments])
        except SystemExit as exit:
            status = exit.code
    return status, said.getvalue(), complained.getvalue()


def folder(name: str) -> Path:
    return Path(ROOM.name) / name


@functools.cache
def converted(name: str, *arguments: str) -> Path:
    """A checkpoint's converted folder, made once for all tests."""
    source, out = folder(name), folder("-".join([name, "out", *arguments]))
    if not source.exists():
        MADE[name](source)
    status, _, complained = command(source, "--out", out, *arguments)
    assert status == 0, complained
    return out


MADE = {
    "clip": tiny.clip,
    "clip-legacy-end": lambda path: tiny.clip(path, act="gelu", eos=2),
    "siglip": tiny.siglip,
    "siglip2": tiny.siglip2,
    "siglip2-variable": lambda path: tiny.siglip2(path, variable=True),
    "open-clip": tiny.open_clip,
    "open-clip-quick": lambda path: tiny.open_clip(path, quick=True, second="continual_proj", custom_text=True),
}


def run(out: Path, tower: str, inputs: torch.Tensor) -> np.ndarray:
    session = onnxruntime.InferenceSession(out / "onnx" / f"{tower}.onnx", providers=["CPUExecutionProvider"])
    rows = session.run(None, {session.get_inputs()[0].name: inputs.numpy()})[0]
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def unit(rows: torch.Tensor) -> np.ndarray:
    return (rows / rows.norm(dim=1, keepdim=True)).detach().numpy()


def same(found: np.ndarray, expected: np.ndarray, difference: float = 1e-4) -> None:
    np.testing.assert_allclose(found, expected, atol=difference, rtol=0)


def ids(out: Path, texts: list[str], fill: int | None = None) -> torch.Tensor:
    """What the written tokenizer makes of texts, filled up as tokenizer_config.json says, or with `fill`."""
    settings = json.loads((out / "tokenizer_config.json").read_text())
    tokenizer = tiny.Tokenizer.from_file(str(out / "tokenizer.json"))
    length = settings["model_max_length"]
    padding = tokenizer.token_to_id(settings["pad_token"]) if fill is None else fill
    rows = [tokenizer.encode(text).ids for text in texts]
    rows = [row if len(row) <= length else [*row[: length - 1], row[-1]] for row in rows]
    return torch.tensor([row + [padding] * (length - len(row)) for row in rows])


# Neither is among what the converter itself compares on.
TEXTS = ["a pressed Specimen on yellowed paper", "bridge", " ".join(tiny.SENTENCES)]
PIXELS = torch.randn(3, 3, tiny.SIZE, tiny.SIZE, generator=torch.Generator().manual_seed(9))
TRANSFORMERS = {"clip": CLIPModel, "clip-legacy-end": CLIPModel, "siglip": SiglipModel, "siglip2": SiglipModel, "siglip2-variable": Siglip2Model}


class Transformers(unittest.TestCase):
    def test_both_towers_are_those_of_the_checkpoint(self):
        for name, kind in TRANSFORMERS.items():
            with self.subTest(name):
                out = converted(name)
                model = kind.from_pretrained(folder(name)).eval()
                texts = [text.lower() for text in TEXTS] if name.startswith("siglip2") else TEXTS
                tokens = ids(out, texts)
                same(run(out, "text_model", tokens), unit(model.get_text_features(input_ids=tokens).pooler_output))
                if name == "siglip2-variable":
                    seen = naflex.features(model, PIXELS)
                else:
                    seen = model.get_image_features(pixel_values=PIXELS).pooler_output
                same(run(out, "vision_model", PIXELS), unit(seen))

    def test_half_floats_and_int8_are_near(self):
        for name in TRANSFORMERS:
            for suffix, least in (("_fp16", 0.999), ("_quantized", 0.99)):
                with self.subTest(name, suffix=suffix):
                    out = converted(name)
                    for tower, inputs in (("vision_model", PIXELS), ("text_model", ids(out, TEXTS))):
                        rows = zip(run(out, tower, inputs[:1]), run(out, tower + suffix, inputs[:1]))
                        self.assertGreater(min(float(a @ b) for a, b in rows), least)

    def test_towers_are_named_as_transformers_js_names_them(self):
        outputs = {"clip": ("image_embeds", "text_embeds"), "siglip": ("pooler_output", "pooler_output")}
        for name, expected in outputs.items():
            for tower, entry, output in zip(("vision_model", "text_model"), ("pixel_values", "input_ids"), expected):
                session = onnxruntime.InferenceSession(converted(name) / "onnx" / f"{tower}.onnx")
                self.assertEqual([entry], [value.name for value in session.get_inputs()])
                self.assertEqual([output], [value.name for value in session.get_outputs()])

    def test_texts_shorter_than_the_context_are_taken_too(self):
        out = converted("clip")
        model = CLIPModel.from_pretrained(folder("clip")).eval()
        short = ids(out, ["bridge"])[:, :8]
        same(run(out, "text_model", short), unit(model.get_text_features(input_ids=short).pooler_output))

    def test_variable_resolution_is_fixed_at_another_size_too(self):
        out = converted("siglip2-variable", "--image-size", "64")
        model = Siglip2Model.from_pretrained(folder("siglip2-variable")).eval()
        pixels = torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(2))
        same(run(out, "vision_model", pixels), unit(naflex.features(model, pixels)))
        self.assertEqual({"height": 64, "width": 64}, json.loads((out / "preprocessor_config.json").read_text())["size"])

    def test_a_wrong_end_token_is_refused(self):
        source = tiny.clip(folder("clip-wrong-end"), eos=7)
        status, _, complained = command(source, "--out", folder("never"))
        self.assertEqual(1, status)
        self.assertIn("token 7, but its tokenizer ends texts with", complained)
        self.assertFalse(folder("never").exists())

    def test_other_kinds_of_models_are_refused(self):
        source = tiny.clip(folder("other-kind"))
        config = json.loads((source / "config.json").read_text())
        (source / "config.json").write_text(json.dumps({**config, "model_type": "jina_clip"}))
        status, _, complained = command(source, "--out", folder("never"))
        self.assertEqual(1, status)
        self.assertIn("jina_clip", complained)


class OpenClip(unittest.TestCase):
    def towers(self, name: str, projection: str = "proj"):
        """The checkpoint by open_clip's own names, filled from the file anew."""
        state = load_file(folder(name) / "open_clip_model.safetensors")
        quick = json.loads((folder(name) / "open_clip_config.json").read_text())["model_cfg"].get("quick_gelu", False)
        act = tiny.quick_gelu if quick else torch.nn.functional.gelu
        size = tiny.Size(tiny.WIDTH, 2, 4)
        see = tiny.VisionTower(size, act, tiny.SIZE, tiny.PATCH, tiny.PROJECTION).eval()
        visual = {key.removeprefix("visual."): value for key, value in state.items() if key.startswith("visual.")}
        proj = visual.pop(projection)
        see.load_state_dict({**{k: v for k, v in visual.items() if not k.endswith("proj") or "." in k}, "proj": proj})
        text = {key.removeprefix("text."): value for key, value in state.items() if not key.startswith(("visual.", "logit"))}
        read = tiny.TextTower(size, act, len(text["token_embedding.weight"]), tiny.CONTEXT, tiny.PROJECTION, None).eval()
        read.load_state_dict(text)
        return see, read

    def test_both_towers_are_those_of_the_checkpoint(self):
        for name in ("open-clip", "open-clip-quick"):
            with self.subTest(name):
                out = converted(name)
                see, read = self.towers(name)
                same(run(out, "vision_model", PIXELS), unit(see(PIXELS)))
                same(run(out, "text_model", ids(out, TEXTS)), unit(read(ids(out, TEXTS))))

    def test_what_fills_short_texts_does_not_matter(self):
        out = converted("open-clip")
        same(run(out, "text_model", ids(out, TEXTS)), run(out, "text_model", ids(out, TEXTS, fill=0)), 1e-5)

    def test_nothing_behind_a_token_is_seen(self):
        out = converted("open-clip")
        first = ids(out, ["a photo of a fern"])
        other = first.clone()
        end = first[0].argmax()
        other[0, end + 1 :] = torch.randint(5, 200, (tiny.CONTEXT - int(end) - 1,))
        same(run(out, "text_model", other), run(out, "text_model", first), 1e-5)

    def test_quick_gelu_is_not_gelu(self):
        quick = converted("open-clip-quick")
        plain = converted("open-clip-quick", "--activation", "gelu")
        acts = [json.loads((out / "config.json").read_text())["vision_config"]["hidden_act"] for out in (quick, plain)]
        self.assertEqual(["quick_gelu", "gelu"], acts)
        self.assertGreater(np.abs(run(quick, "vision_model", PIXELS) - run(plain, "vision_model", PIXELS)).max(), 1e-3)

    def test_of_two_projections_the_one_named_is_exported(self):
        first, second = converted("open-clip-quick"), converted("open-clip-quick", "--projection", "continual_proj")
        see, _ = self.towers("open-clip-quick", "continual_proj")
        same(run(second, "vision_model", PIXELS), unit(see(PIXELS)))
        self.assertLess((run(first, "vision_model", PIXELS) * run(second, "vision_model", PIXELS)).sum(1).max(), 0.9)
        self.assertIn("left out: continual_proj", (first / "README.md").read_text())

    def test_what_is_another_architecture_is_refused(self):
        cases = {
            "timm": ({"timm_model_name": "vit_base_patch16_siglip_224"}, "timm"),
            "scale": ({"ls_init_value": 1e-5}, "ls_init_value"),
            "resnet": ({"layers": [3, 4, 6, 3]}, "ResNet"),
            "average": ({"pool_type": "avg"}, "class token"),
            "oblong": ({"image_size": [48, 96]}, "only squares"),
        }
        for name, (options, reason) in cases.items():
            with self.subTest(name):
                source = tiny.open_clip(folder(f"refused-{name}"), **options)
                status, _, complained = command(source, "--out", folder("never"))
                self.assertEqual(1, status)
                self.assertIn(reason, complained)

    def test_weights_left_over_are_refused(self):
        source = tiny.open_clip(folder("left-over"))
        state = load_file(source / "open_clip_model.safetensors")
        save_file({**state, "visual.ln_extra.weight": torch.ones(4)}, source / "open_clip_model.safetensors")
        status, _, complained = command(source, "--out", folder("never"))
        self.assertEqual(1, status)
        self.assertIn("ln_extra", complained)


class Folder(unittest.TestCase):
    def test_golden_embeddings_are_pytorchs(self):
        out = converted("siglip")
        model = SiglipModel.from_pretrained(folder("siglip")).eval()
        test = json.loads((out / "self-test.json").read_text())
        self.assertEqual("gradient", test["vision"]["input"])
        seen = unit(model.get_image_features(pixel_values=onnx_towers.gradient(tiny.SIZE)).pooler_output)
        same(np.array([test["vision"]["embedding"]]), seen, 1e-6)
        read = model.get_text_features(input_ids=ids(out, [test["text"]["text"]])).pooler_output
        same(np.array([test["text"]["embedding"]]), unit(read), 1e-6)

    def test_the_listing_names_every_file_by_its_content(self):
        out = converted("clip")
        listing = json.loads((out / "files.json").read_text())
        there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        self.assertEqual(there - {"files.json"}, set(listing))
        for name, entry in listing.items():
            content = (out / name).read_bytes()
            self.assertEqual({"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}, entry)

    def test_scale_bias_and_terms_are_kept(self):
        config = json.loads((converted("siglip") / "config.json").read_text())
        self.assertAlmostEqual(20, config["logit_scale_exp"], 4)
        self.assertAlmostEqual(-8, config["logit_bias"], 4)
        config = json.loads((converted("open-clip") / "config.json").read_text())
        self.assertAlmostEqual(50, config["logit_scale_exp"], 4)
        self.assertNotIn("logit_bias", config)
        card = (converted("open-clip") / "README.md").read_text()
        self.assertTrue(card.startswith("---\nlicense: mit\n"))
        self.assertIn("Nothing was learnt", card)

    def test_pictures_are_prepared_as_open_clip_does(self):
        settings = json.loads((converted("open-clip") / "preprocessor_config.json").read_text())
        self.assertEqual({"shortest_edge": tiny.SIZE}, settings["size"])
        self.assertTrue(settings["do_center_crop"])
        self.assertEqual("half-even", settings["crop_rounding"])
        self.assertEqual(3, settings["resample"])
        self.assertEqual(tiny.CLIP_PREPROCESSOR["image_mean"], settings["image_mean"])

    def test_large_weights_lie_in_declared_chunks_outside_the_graph(self):
        out = converted("siglip", "--external-data-above", "150000")
        declared = json.loads((out / "config.json").read_text())["transformers.js_config"]["use_external_data_format"]
        chunks = sorted(path.name for path in (out / "onnx").glob("vision_model.onnx_data*"))
        self.assertEqual(["vision_model.onnx_data"] + [f"vision_model.onnx_data_{i}" for i in range(1, len(chunks))], chunks)
        self.assertGreater(len(chunks), 1)
        self.assertEqual(len(chunks), declared["vision_model.onnx"])
        same(run(out, "vision_model", PIXELS), run(converted("siglip"), "vision_model", PIXELS), 1e-5)
        for suffix in ("_fp16", "_quantized"):
            rows = zip(run(out, f"text_model{suffix}", ids(out, TEXTS)), run(converted("siglip"), f"text_model{suffix}", ids(out, TEXTS)))
            self.assertGreater(min(float(a @ b) for a, b in rows), 0.9999)
        listed = json.loads((out / "files.json").read_text())
        self.assertTrue(all(f"onnx/{name}" in listed for name in chunks))

    def test_a_folder_in_use_is_left_alone(self):
        status, _, complained = command(folder("clip"), "--out", converted("clip"))
        self.assertEqual(2, status)
        self.assertIn("not empty", complained)


class Precisions(unittest.TestCase):
    def loud(self, name: str) -> Path:
        """A checkpoint in which one channel of the residual stream grows beyond half floats."""
        source = tiny.siglip(folder(name))
        state = load_file(source / "model.safetensors")
        for i in range(2):
            state[f"vision_model.encoder.layers.{i}.mlp.fc2.bias"][3] = 60_000
        save_file(state, source / "model.safetensors", metadata={"format": "pt"})
        return source

    def test_what_half_floats_cannot_hold_stays_in_32_bits(self):
        source, out = self.loud("loud"), folder("loud-out")
        status, said, complained = command(source, "--out", out)
        self.assertEqual(0, status, complained)
        self.assertRegex(said, r"vision_model_fp16.*[1-9]\d* operations in 32 bits")
        plain, half = run(out, "vision_model", PIXELS[:1]), run(out, "vision_model_fp16", PIXELS[:1])
        self.assertGreater(float((plain * half).sum()), 0.999)
        # Without this care the same tower gives no numbers.
        model = onnx_towers.load(out / "onnx" / "vision_model.onnx")
        naive = convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=True)
        values = [value.name for value in naive.graph.value_info if value.type.tensor_type.elem_type == 10]
        computed = {name for node in naive.graph.node for name in node.output}
        for value in naive.graph.value_info:
            if value.name in values and value.name in computed:
                naive.graph.output.extend([value])
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(naive.SerializeToString(), options)
        self.assertFalse(all(np.isfinite(value).all() for value in session.run(None, {"pixel_values": PIXELS[:1].numpy()})))

    def test_a_precision_that_strays_is_left_out_and_said(self):
        source = tiny.siglip(folder("strays"))
        state = load_file(source / "model.safetensors")
        # One value so large that eight bits have nothing left for the others.
        state["vision_model.encoder.layers.1.layer_norm2.bias"][5] = 4_000
        state["vision_model.encoder.layers.1.mlp.fc1.weight"][:, 5] = 0
        save_file(state, source / "model.safetensors", metadata={"format": "pt"})
        status, said, _ = command(source, "--out", folder("strays-out"))
        self.assertEqual(0, status)
        self.assertRegex(said, r"vision_model_quantized.*LEFT OUT")
        self.assertFalse((folder("strays-out") / "onnx" / "vision_model_quantized.onnx").exists())
        self.assertTrue((folder("strays-out") / "onnx" / "text_model_quantized.onnx").exists())
        self.assertNotIn("onnx/vision_model_quantized.onnx", json.loads((folder("strays-out") / "files.json").read_text()))

    def test_masks_are_softened_and_other_values_kept(self):
        values = np.array([0, -3.4e38, -np.inf, 5], np.float32)
        tensor = onnx_towers.onnx.numpy_helper.from_array(values, "mask")
        graph = onnx_towers.onnx.helper.make_graph([], "g", [], [], [tensor])
        model = onnx_towers.onnx.helper.make_model(graph)
        precisions.soften_masks(model)
        found = onnx_towers.onnx.numpy_helper.to_array(model.graph.initializer[0])
        self.assertEqual([0, precisions.MASKED, precisions.MASKED, 5], found.tolist())


if __name__ == "__main__":
    unittest.main()
