"""Tiny checkpoints with random weights, laid out as published ones are."""

import json
import math
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import CLIPConfig, CLIPModel, Siglip2Config, Siglip2Model, SiglipConfig, SiglipModel

sys.path.insert(0, str(Path(__file__).parent.parent))

from open_clip_towers import Size, TextTower, VisionTower, quick_gelu  # noqa: E402

SIZE, PATCH, WIDTH, CONTEXT, PROJECTION = 48, 16, 64, 20, 32
TOWER = dict(hidden_size=WIDTH, intermediate_size=2 * WIDTH, num_hidden_layers=2, num_attention_heads=4)
SENTENCES = [
    "a photo of a fern frond with brown sori along the midrib",
    "a circuit diagram of a bridge rectifier with a smoothing capacitor",
    "a dermatoscopic picture of a brown lesion with an irregular border",
    "silver fern fronds unroll on the forest floor beside three locomotives",
]
CLIP_PREPROCESSOR = {
    "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": SIZE}, "resample": 3,
    "do_center_crop": True, "crop_size": {"height": SIZE, "width": SIZE}, "do_normalize": True,
    "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
}
SIGLIP_PREPROCESSOR = {
    "image_processor_type": "SiglipImageProcessor", "do_resize": True, "size": {"height": SIZE, "width": SIZE},
    "resample": 3, "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
}
CARD = """---
license: mit
tags: [clip]
---
# Tiny

```bibtex
@misc{tiny, title = {Nothing was learnt}}
```
"""


def clip_tokenizer() -> Tokenizer:
    """CLIP's kind: lower case, byte-level BPE whose words end in </w>, start and end tokens with the highest ids."""
    made = Tokenizer(models.BPE(end_of_word_suffix="</w>", continuing_subword_prefix=""))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    words = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(words, behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=360, end_of_word_suffix="</w>", show_progress=False,
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        ),
    )
    made.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    start, end = (made.token_to_id(token) for token in ("<|startoftext|>", "<|endoftext|>"))
    made.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", end), ("<|startoftext|>", start), trim_offsets=False, add_prefix_space=False
    )
    return made


def sentence_piece(tokens: list[str], end: str) -> Tokenizer:
    """SigLIP's and Gemma's kind: spaces as letters, an end token behind."""
    made = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    made.normalizer = normalizers.Replace(" ", "▁")
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Fuse()])
    made.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=200, special_tokens=tokens, show_progress=False))
    made.post_processor = processors.TemplateProcessing(single=f"$A {end}", special_tokens=[(end, made.token_to_id(end))])
    return made


def randomise(model: torch.nn.Module, seed: int):
    """Wider than a trained model's, so that different inputs give clearly different embeddings."""
    torch.manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "logit" in name:
                continue
            if parameter.dim() > 1:
                fan_in = 4 if "embedding" in name and "patch" not in name else math.prod(parameter.shape[1:])
                parameter.normal_(0, 1 / math.sqrt(fan_in))
            elif "bias" in name or "class_embedding" in name:
                parameter.normal_(0, 0.2)
    return model.eval()


def write(folder: Path, model, tokenizer: Tokenizer, names: dict, preprocessor: dict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if model is not None:
        model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(names))
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    (folder / "README.md").write_text(CARD)
    return folder


CLIP_NAMES = {
    "tokenizer_class": "CLIPTokenizer", "bos_token": {"content": "<|startoftext|>"},
    "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
}


def clip(folder: Path, act: str = "quick_gelu", eos: int | None = None) -> Path:
    """@param eos what config.json says of the end token, where that is not the truth"""
    tokenizer = clip_tokenizer()
    end = tokenizer.token_to_id("<|endoftext|>")
    config = CLIPConfig(
        text_config=dict(
            **TOWER, vocab_size=end + 1, max_position_embeddings=CONTEXT, hidden_act=act, projection_dim=PROJECTION,
            eos_token_id=end if eos is None else eos, bos_token_id=end - 1, pad_token_id=end,
        ),
        vision_config=dict(**TOWER, image_size=SIZE, patch_size=PATCH, hidden_act=act, projection_dim=PROJECTION),
        projection_dim=PROJECTION,
    )
    return write(folder, randomise(CLIPModel(config), 1), tokenizer, CLIP_NAMES, CLIP_PREPROCESSOR)


def siglip(folder: Path) -> Path:
    tokenizer = sentence_piece(["<pad>", "</s>", "<unk>"], "</s>")
    config = SiglipConfig(
        text_config=dict(
            **TOWER, vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=CONTEXT, projection_size=WIDTH,
            pad_token_id=1, eos_token_id=1, bos_token_id=0,
        ),
        vision_config=dict(**TOWER, image_size=SIZE, patch_size=PATCH),
    )
    model = randomise(SiglipModel(config), 2)
    model.logit_scale.data.fill_(math.log(20))
    model.logit_bias.data.fill_(-8)
    names = {"tokenizer_class": "SiglipTokenizer", "pad_token": "</s>", "eos_token": "</s>", "unk_token": "<unk>"}
    return write(folder, model, tokenizer, names, SIGLIP_PREPROCESSOR)


def siglip2(folder: Path, variable: bool = False) -> Path:
    """SigLIP 2 with Gemma's kind of tokenizer; of fixed resolution it is a SiglipModel, of variable one a class of its own."""
    tokenizer = sentence_piece(["<pad>", "<eos>", "<bos>", "<unk>"], "<eos>")
    text = dict(
        **TOWER, vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=CONTEXT, projection_size=WIDTH,
        pad_token_id=0, eos_token_id=1, bos_token_id=2,
    )
    if variable:
        config = Siglip2Config(text_config=text, vision_config=dict(**TOWER, num_patches=(SIZE // PATCH) ** 2, patch_size=PATCH))
        model = randomise(Siglip2Model(config), 3)
        preprocessor = {"image_processor_type": "Siglip2ImageProcessor", "patch_size": PATCH, "max_num_patches": 9, "resample": 2,
                        "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "do_normalize": True, "do_rescale": True}
    else:
        model = randomise(SiglipModel(SiglipConfig(text_config=text, vision_config=dict(**TOWER, image_size=SIZE, patch_size=PATCH))), 4)
        preprocessor = SIGLIP_PREPROCESSOR
    model.logit_scale.data.fill_(math.log(30))
    model.logit_bias.data.fill_(-9)
    names = {"tokenizer_class": "GemmaTokenizer", "pad_token": "<pad>", "eos_token": "<eos>", "bos_token": "<bos>", "unk_token": "<unk>"}
    return write(folder, model, tokenizer, names, preprocessor)


def open_clip(folder: Path, quick: bool = False, second: str | None = None, custom_text: bool = False, **options) -> Path:
    """
    open_clip's own format.

    @param second name of a second visual projection, as BioCLIP 2 (`continual_proj`) and BioCAP (`caption_proj`) have one
    @param custom_text whether the text tower's weights lie under "text."
    @param options put into the vision tower's configuration
    """
    tokenizer = clip_tokenizer()
    end = tokenizer.token_to_id("<|endoftext|>")
    act = quick_gelu if quick else torch.nn.functional.gelu
    size = Size(WIDTH, 2, 4)
    see = randomise(VisionTower(size, act, SIZE, PATCH, PROJECTION), 5)
    read = randomise(TextTower(size, act, end + 1, CONTEXT, PROJECTION, None), 6)
    state = {f"visual.{name}": weights for name, weights in see.state_dict().items()}
    state |= {f"{'text.' if custom_text else ''}{name}": weights for name, weights in read.state_dict().items()}
    state["logit_scale"] = torch.tensor(math.log(50))
    if second:
        state[f"visual.{second}"] = torch.randn(WIDTH, PROJECTION)
    config = {
        "model_cfg": {
            "embed_dim": PROJECTION,
            **({"quick_gelu": True} if quick else {}),
            "vision_cfg": {"image_size": SIZE, "layers": 2, "width": WIDTH, "head_width": 16, "patch_size": PATCH, **options},
            "text_cfg": {"context_length": CONTEXT, "vocab_size": end + 1, "width": WIDTH, "heads": 4, "layers": 2},
        },
        "preprocess_cfg": {"interpolation": "bicubic", "resize_mode": "shortest"},
    }
    write(folder, None, tokenizer, CLIP_NAMES, {})
    (folder / "preprocessor_config.json").unlink()
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    save_file({name: weights.contiguous() for name, weights in state.items()}, folder / "open_clip_model.safetensors")
    return folder
