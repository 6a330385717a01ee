"""Makes checkpoints of full size with random weights, and what PyTorch computes with them:

    python scripts/full-size/make-checkpoints.py FOLDER [NAME ...]

siglip-base   SigLIP B/16, 224 px: Unigram vocabulary of 32,000, 64 tokens
siglip2-base  SigLIP 2 B/16, 224 px: Gemma's kind of vocabulary, 256,000, which makes most of its text tower
clip-b16      CLIP B/16, 224 px: projections, QuickGELU, 49,408 byte pairs, 77 tokens

Each becomes FOLDER/NAME, converted by pocket/convert, with reference.json beside the weights: texts, and normalised
embeddings of these and of the twenty pictures in FOLDER/photos. What is there already is not made again."""

import json
import math
import shutil
import string
import subprocess
import sys
from itertools import islice, product
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import CLIPConfig, CLIPModel, SiglipConfig, SiglipModel

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "pocket" / "convert"))

from hugging_face import features, read_tokens  # noqa: E402

PHOTOS = 20
TEXTS = ["a photo of a fern", "a circuit diagram of a bridge rectifier", "FERN, fern; Fern!", "three locomotives in a shed"]
CLIP_MEAN, CLIP_STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
TOWER = dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)
VISION = dict(**TOWER, image_size=224, patch_size=16)
LETTERS = string.ascii_lowercase


def words(alphabet: str, lengths=(2, 3, 4)):
    """All strings over an alphabet, the short ones first: each is one that came before it and a letter."""
    for length in lengths:
        yield from map("".join, product(alphabet, repeat=length))


def sentence_piece(model, end: str) -> Tokenizer:
    """SigLIP's and Gemma's kind: spaces as letters, an end token behind."""
    made = Tokenizer(model)
    made.normalizer = normalizers.Replace(" ", "▁")
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Fuse()])
    made.post_processor = processors.TemplateProcessing(single=f"$A {end}", special_tokens=[(end, made.token_to_id(end))])
    return made


def unigram() -> Tokenizer:
    pieces = [*"▁", *string.ascii_letters, *string.digits, *string.punctuation]
    pieces += islice(words("▁" + LETTERS), 32_000 - 3 - len(pieces))
    scored = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    scored += [(piece, -1.0 - i / 1000) for i, piece in enumerate(pieces)]
    made = sentence_piece(models.Unigram(scored, unk_id=2), "</s>")
    unpunctuated = normalizers.Replace(Regex(r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""), "")
    made.normalizer = normalizers.Sequence([normalizers.Lowercase(), unpunctuated, made.normalizer])
    return made


def byte_pairs(special: list[str], letters: list[str], pairs) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """A vocabulary and its merges, in which every pair is a token before it and one letter."""
    vocabulary = {token: i for i, token in enumerate([*special, *letters])}
    merges = []
    for left, right in pairs:
        vocabulary[left + right] = len(vocabulary)
        merges.append((left, right))
    return vocabulary, merges


def gemma() -> Tokenizer:
    letters = ["▁", *string.ascii_letters, *string.digits, *string.punctuation]
    special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    pairs = ((word[:-1], word[-1]) for word in islice(words("▁" + LETTERS), 256_000 - len(special) - len(letters)))
    vocabulary, merges = byte_pairs(special, letters, pairs)
    return sentence_piece(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True), "<eos>")


def clip_tokenizer() -> Tokenizer:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    letters += [letter + "</w>" for letter in letters]
    ends = (((word[:-1], word[-1] + "</w>"), (word[:-1], word[-1])) for word in words(LETTERS))
    pairs = islice((pair for both in ends for pair in both), 49_406 - len(letters))
    vocabulary, merges = byte_pairs([], letters, pairs)
    vocabulary |= {"<|startoftext|>": 49_406, "<|endoftext|>": 49_407}
    made = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>", continuing_subword_prefix=""))
    made.add_special_tokens(["<|startoftext|>", "<|endoftext|>"])
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    found = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(found, behavior="removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", 49_407), ("<|startoftext|>", 49_406), trim_offsets=False, add_prefix_space=False
    )
    return made


def siglip_preprocessor(resample: int) -> dict:
    return {
        "image_processor_type": "SiglipImageProcessor", "do_resize": True, "size": {"height": 224, "width": 224},
        "resample": resample, "do_rescale": True, "do_normalize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
    }


CLIP_PREPROCESSOR = {
    "image_processor_type": "CLIPImageProcessor", "do_resize": True, "size": {"shortest_edge": 224}, "resample": 3,
    "do_center_crop": True, "crop_size": {"height": 224, "width": 224}, "do_rescale": True, "do_normalize": True,
    "image_mean": CLIP_MEAN, "image_std": CLIP_STD,
}


def siglip_base():
    text = dict(**TOWER, vocab_size=32_000, max_position_embeddings=64, pad_token_id=1, bos_token_id=0, eos_token_id=1)
    config = SiglipConfig(text_config=text, vision_config=VISION)
    names = {"tokenizer_class": "SiglipTokenizer", "model_max_length": 64, "pad_token": "</s>", "eos_token": "</s>"}
    return SiglipModel, config, unigram(), names, siglip_preprocessor(3)


def siglip2_base():
    text = dict(**TOWER, vocab_size=256_000, max_position_embeddings=64, pad_token_id=0, bos_token_id=2, eos_token_id=1)
    config = SiglipConfig(text_config=text, vision_config=VISION)
    names = {"tokenizer_class": "GemmaTokenizer", "model_max_length": 64, "pad_token": "<pad>", "eos_token": "<eos>"}
    return SiglipModel, config, gemma(), names, siglip_preprocessor(2)


def clip_b16():
    text = dict(
        hidden_size=512, intermediate_size=2048, num_hidden_layers=12, num_attention_heads=8, vocab_size=49_408,
        max_position_embeddings=77, eos_token_id=49_407, bos_token_id=49_406, pad_token_id=49_407,
    )
    config = CLIPConfig(text_config=text, vision_config=VISION, projection_dim=512)
    end = "<|endoftext|>"
    names = {
        "tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>", "eos_token": end,
        "pad_token": end, "unk_token": end,
    }
    return CLIPModel, config, clip_tokenizer(), names, CLIP_PREPROCESSOR


MADE = {"siglip-base": siglip_base, "siglip2-base": siglip2_base, "clip-b16": clip_b16}


def randomise(model: torch.nn.Module) -> torch.nn.Module:
    """Wider than transformers' own beginning, so that different inputs give clearly different embeddings."""
    torch.manual_seed(5)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "logit" in name:
                continue
            if parameter.dim() > 1:
                embeds = "embedding" in name and "patch" not in name
                fan_in = 4 if embeds else math.prod(parameter.shape[1:])
                parameter.normal_(0, (0.5 if embeds else 0.7) / math.sqrt(fan_in))
            elif "bias" in name or "class_embedding" in name:
                parameter.normal_(0, 0.1)
    return model.eval()


def photos(folder: Path) -> list[Path]:
    """Pictures of 640 × 480 without loss: every decoder gives their very pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{i:02}.png" for i in range(PHOTOS)]
    for i, path in enumerate(paths):
        if path.exists():
            continue
        coarse = np.random.default_rng(i).integers(0, 256, (3 + i, 4 + i, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((640, 480), Image.Resampling.BICUBIC).save(path)
    return paths


def pixels(path: Path, preprocessor: dict) -> torch.Tensor:
    picture = Image.open(path)
    resample = Image.Resampling(preprocessor["resample"])
    if preprocessor.get("do_center_crop"):
        # 640 × 480 with its shorter side at 224 is 298 pixels wide, of which the middle is cut out.
        picture = picture.resize((298, 224), resample).crop((37, 0, 261, 224))
    else:
        picture = picture.resize((224, 224), resample)
    values = np.asarray(picture, np.float32) / 255
    values = (values - np.array(preprocessor["image_mean"], np.float32)) / np.array(preprocessor["image_std"], np.float32)
    return torch.from_numpy(values.transpose(2, 0, 1)[None].astype(np.float32))


def rows(embeddings: torch.Tensor) -> list[list[float]]:
    return (embeddings / embeddings.norm(dim=-1, keepdim=True)).double().numpy().round(8).tolist()


def make(name: str, root: Path) -> None:
    target, source = root / name, root / f"{name}-source"
    if (target / "reference.json").exists():
        return
    for left in (target, source):
        shutil.rmtree(left, ignore_errors=True)
    kind, config, tokenizer, names, preprocessor = MADE[name]()
    config._attn_implementation = "eager"
    torch.backends.mha.set_fastpath_enabled(False)
    model = randomise(kind(config))
    model.save_pretrained(source)
    tokenizer.save(str(source / "tokenizer.json"))
    (source / "tokenizer_config.json").write_text(json.dumps(names))
    (source / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    tokens = read_tokens(source, config.text_config.max_position_embeddings, "clip" if kind is CLIPModel else "siglip")
    with torch.no_grad():
        texts = features(model.get_text_features(input_ids=torch.tensor(tokens.rows(TEXTS))))
        seen = torch.cat([
            features(model.get_image_features(pixel_values=pixels(path, preprocessor))) for path in photos(root / "photos")
        ])
        reference = {"texts": TEXTS, "textEmbeddings": rows(texts), "photoEmbeddings": rows(seen)}
    # Its memory is wanted by the converter.
    del model
    convert = ROOT / "pocket" / "convert" / "convert.py"
    subprocess.run([sys.executable, convert, source, "--out", target, "--licence", "apache-2.0"], check=True)
    (target / "reference.json").write_text(json.dumps(reference))
    shutil.rmtree(source)


if __name__ == "__main__":
    for each in sys.argv[2:] or MADE:
        make(each, Path(sys.argv[1]))
