"""Reads open_clip's format (open_clip_config.json and a state dict), as BioCLIP and BioCAP come, without open_clip."""

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn import functional
from transformers import CLIPConfig, CLIPModel

from checkpoint import Checkpoint, Refused
from hugging_face import Feature, plain_config
from open_clip_towers import Size, TextTower, VisionTower, quick_gelu
from tokens import Tokens, open_tokenizer, special_names

CONFIG = "open_clip_config.json"
WEIGHTS = (
    "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "model.safetensors",
    "open_clip_pytorch_model.bin", "pytorch_model.bin", "open_clip_pytorch_model.pt",
)
MEAN, DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]

# Options that change nothing once a model is trained, or that are read below.
VISION_OPTIONS = {
    "layers", "width", "head_width", "mlp_ratio", "patch_size", "image_size", "act_kwargs", "norm_kwargs", "pool_type",
    "patch_dropout", "attn_pooler_queries", "attn_pooler_heads", "final_ln_after_pool", "output_tokens", "pos_embed_type",
    "is_continual", "dual_projector", "timm_pool", "timm_proj", "timm_drop",
}
TEXT_OPTIONS = {
    "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "act_kwargs", "norm_kwargs", "pool_type",
    "pad_id", "eos_id", "output_tokens", "proj_type", "hf_tokenizer_name", "tokenizer_kwargs", "hf_proj_type",
    "hf_pooler_type", "hf_model_pretrained", "final_ln_after_pool",
}
MODEL_OPTIONS = {
    "embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "init_logit_scale", "init_logit_bias", "custom_text",
    "nonscalar_logit_scale", "output_dict", "cast_dtype",
}
EXPLAINED = {
    "timm_model_name": "its vision tower is a timm model (as MobileCLIP's and SigLIP's are in open_clip); use the checkpoint's version for transformers",
    "hf_model_name": "its text tower is another transformers model (as BiomedCLIP's is)",
    "multimodal_cfg": "it is a CoCa model with a decoder",
}


def read(folder: Path, projection: str | None, quick: bool | None, tokenizer_folder: Path | None) -> Checkpoint:
    """
    @param projection the visual projection to export where there are several; `proj`, open_clip's own, where None
    @param quick whether QuickGELU is used, against what the configuration says
    @param tokenizer_folder where the tokenizer lies; the folder itself where None
    @raises Refused
    """
    found = json.loads((folder / CONFIG).read_text())
    config = found["model_cfg"]
    vision, text = config["vision_cfg"], config["text_cfg"]
    refuse_unknown(config, vision, text)
    notes: list[str] = []
    state = choose_projection(load(folder), projection, notes)
    quick = bool(config.get("quick_gelu")) if quick is None else quick
    activation_names = [activation_of(part, quick) for part in (vision, text)]

    tokenizer = open_tokenizer(tokenizer_folder or folder)
    if tokenizer is None:
        raise Refused(
            "It has no tokenizer.json (nor vocab.json). open_clip's usual tokenizer is that of "
            "openai/clip-vit-base-patch32: download its tokenizer.json and tokenizer_config.json, and name their folder by --tokenizer."
        )
    names = special_names(tokenizer_folder or folder)
    tokens = Tokens(tokenizer, names, "CLIPTokenizer", text.get("context_length", 77))
    end = end_token(text, tokens)
    check_vocabulary(text, tokens, state)

    vision_size = size_of(vision, vision.get("width", 768) // vision.get("head_width", 64))
    text_size = size_of(text, text.get("heads", 8))
    image_size, patch, output = square(vision, "image_size", 224), square(vision, "patch_size", 16), config["embed_dim"]
    see = VisionTower(vision_size, ACTIVATIONS[activation_names[0]], image_size, patch, output)
    read_text = TextTower(text_size, ACTIVATIONS[activation_names[1]], text.get("vocab_size", 49408), tokens.length, output, end)
    try:
        see.load_state_dict({name.removeprefix("visual."): w for name, w in state.items() if name.startswith("visual.")})
        read_text.load_state_dict({name: w for name, w in state.items() if not name.startswith(("visual.", "logit_"))})
    except RuntimeError as error:
        raise Refused(f"Its weights do not fit its {CONFIG}: {error}") from error
    see.eval(), read_text.eval()

    model = as_transformers(state, vision_size, text_size, activation_names, image_size, patch, output, tokens, end)
    return Checkpoint(
        family="clip",
        vision=Feature(model.vision_model, model.visual_projection),
        text=Feature(model.text_model, model.text_projection, end),
        reference_vision=see,
        # open_clip fills short texts with zeros. Nothing behind the closing token is seen, so that any filling will do.
        reference_text=lambda texts: read_text(torch.tensor(tokens.rows(texts, padding=0))),
        config=plain_config(model.config),
        preprocessor=preprocessor(found.get("preprocess_cfg", {}), image_size),
        tokens=tokens,
        image_size=image_size,
        logit_scale=math.exp(state["logit_scale"].item()),
        logit_bias=state["logit_bias"].item() if "logit_bias" in state else None,
        notes=[*notes, f"Activation: {activation_names[0]}, as {CONFIG} or --activation says."],
    )


def refuse_unknown(config: dict, vision: dict, text: dict) -> None:
    """Refuses what would make another architecture of it: an option unknown here may change every embedding."""
    for part, options in ((config, MODEL_OPTIONS), (vision, VISION_OPTIONS), (text, TEXT_OPTIONS)):
        for name, value in part.items():
            if name in options or value in (None, False, 0, "", "default"):
                continue
            reason = EXPLAINED.get(name, f"its {CONFIG} has {name} = {value!r}, which this converter does not know")
            raise Refused(f"It cannot be converted: {reason}.")
    if isinstance(vision.get("layers"), list):
        raise Refused("It cannot be converted: its vision tower is a ResNet; only vision transformers are known here.")
    if vision.get("pool_type", "tok") != "tok":
        raise Refused("It cannot be converted: its vision tower does not read its class token.")
    if text.get("pool_type", "argmax") not in ("argmax", "eos") or text.get("proj_type", "linear") != "linear":
        raise Refused("It cannot be converted: its text tower is not read at the closing token, or not projected.")


def load(folder: Path) -> dict[str, torch.Tensor]:
    """The weights by name, without what training put around them."""
    for name in WEIGHTS:
        path = folder / name
        if path.exists():
            break
    else:
        raise Refused(f"It has none of {', '.join(WEIGHTS)}.")
    state = load_file(path) if path.suffix == ".safetensors" else torch.load(path, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state)
    state = {name.removeprefix("module."): weights for name, weights in state.items()}
    # Models with a text tower of their own class keep it under "text.".
    state = {name.removeprefix("text."): weights for name, weights in state.items()}
    buffers = ("attn_mask", "input_resolution", "context_length", "vocab_size")
    return {name: weights.float() for name, weights in state.items() if name not in buffers}


def choose_projection(state: dict[str, torch.Tensor], wanted: str | None, notes: list[str]) -> dict[str, torch.Tensor]:
    """
    Leaves one visual projection. BioCLIP 2 and BioCAP were trained with two: `proj` towards taxonomic names, which
    their `encode_image` gives, and `continual_proj` or `caption_proj` towards general captions.
    """
    shape = state["visual.proj"].shape if "visual.proj" in state else None
    found = [
        name.removeprefix("visual.")
        for name, weights in state.items()
        if name.startswith("visual.") and name.endswith("proj") and name.count(".") == 1 and weights.shape == shape
    ]
    chosen = wanted or "proj"
    if chosen not in found:
        raise Refused(f"It has no visual projection {chosen!r}; it has {', '.join(found) or 'none'}.")
    if len(found) > 1:
        others = ", ".join(name for name in found if name != chosen)
        notes.append(f"Of its {len(found)} visual projections {chosen!r} is exported; left out: {others} (--projection).")
    kept = {name: weights for name, weights in state.items() if name.removeprefix("visual.") not in found}
    return {**kept, "visual.proj": state[f"visual.{chosen}"]}


ACTIVATIONS = {
    "quick_gelu": quick_gelu,
    "gelu": functional.gelu,
    "gelu_pytorch_tanh": lambda x: functional.gelu(x, approximate="tanh"),
}


def activation_of(part: dict, quick: bool) -> str:
    """transformers' name of a tower's activation. To run a QuickGELU model with GELU loses some 10 % in silence."""
    arguments = part.get("act_kwargs") or {}
    if quick and not arguments:
        return "quick_gelu"
    if not quick and arguments in ({}, {"approximate": "none"}):
        return "gelu"
    if not quick and arguments == {"approximate": "tanh"}:
        return "gelu_pytorch_tanh"
    raise Refused(f"It cannot be converted: its activation has arguments {arguments}, which are not known here.")


def size_of(part: dict, heads: int) -> Size:
    norm = part.get("norm_kwargs") or {}
    if set(norm) - {"eps"}:
        raise Refused(f"It cannot be converted: its normalisation has arguments {norm}, which are not known here.")
    width = part.get("width", 768 if "image_size" in part else 512)
    return Size(width, part.get("layers", 12), heads, part.get("mlp_ratio", 4.0), norm.get("eps", 1e-5))


def square(part: dict, name: str, usual: int) -> int:
    value = part.get(name, usual)
    sides = value if isinstance(value, list) else [value]
    if len(set(sides)) != 1:
        raise Refused(f"It cannot be converted: its {name} is {value}; only squares are known here.")
    return sides[0]


def end_token(text: dict, tokens: Tokens) -> int | None:
    """The token at which texts are read; None for the highest of each text. Checked against what the tokenizer writes."""
    closing = tokens.closing()
    by_name = text.get("pool_type", "argmax") == "eos"
    sought = text.get("eos_id", 2) if by_name else max(tokens.tokenizer.get_vocab().values())
    if closing is None or sought != closing:
        raise Refused(
            f"Its text tower reads embeddings at token {sought}, but its tokenizer ends texts with {closing}. "
            "The tokenizer is not this checkpoint's: name another by --tokenizer."
        )
    return sought if by_name else None


def check_vocabulary(text: dict, tokens: Tokens, state: dict) -> None:
    rows, highest = len(state["token_embedding.weight"]), max(tokens.tokenizer.get_vocab().values())
    if highest >= rows:
        raise Refused(f"Its tokenizer has tokens up to {highest}, its text tower only {rows}: they do not belong together.")


def as_transformers(state, vision: Size, text: Size, activations, image_size, patch, output, tokens: Tokens, end) -> CLIPModel:
    """The same model in transformers' names, whose graph is what loaders of ONNX checkpoints know."""
    part = lambda size, act: {
        "hidden_size": size.width, "intermediate_size": int(size.width * size.mlp_ratio), "num_hidden_layers": size.layers,
        "num_attention_heads": size.heads, "hidden_act": act, "layer_norm_eps": size.epsilon,
    }
    closing = tokens.closing() if end is None else end
    opening = tokens.tokenizer.encode("").ids[0]
    config = CLIPConfig(
        text_config={
            **part(text, activations[1]), "vocab_size": len(state["token_embedding.weight"]),
            "max_position_embeddings": tokens.length, "projection_dim": output,
            "bos_token_id": opening, "eos_token_id": closing, "pad_token_id": tokens.padding,
        },
        vision_config={**part(vision, activations[0]), "image_size": image_size, "patch_size": patch, "projection_dim": output},
        projection_dim=output,
    )
    config._attn_implementation = "eager"
    model = CLIPModel(config).eval()
    weights = {
        "logit_scale": state["logit_scale"].reshape(()),
        "visual_projection.weight": state["visual.proj"].T,
        "text_projection.weight": state["text_projection"].T,
        "vision_model.embeddings.class_embedding": state["visual.class_embedding"],
        "vision_model.embeddings.patch_embedding.weight": state["visual.conv1.weight"],
        "vision_model.embeddings.position_embedding.weight": state["visual.positional_embedding"],
        "text_model.embeddings.token_embedding.weight": state["token_embedding.weight"],
        "text_model.embeddings.position_embedding.weight": state["positional_embedding"],
        **norm("vision_model.pre_layrnorm", "visual.ln_pre", state),
        **norm("vision_model.post_layernorm", "visual.ln_post", state),
        **norm("text_model.final_layer_norm", "ln_final", state),
    }
    for tower, prefix, size in (("vision_model", "visual.", vision), ("text_model", "", text)):
        for i in range(size.layers):
            weights |= block(f"{tower}.encoder.layers.{i}", f"{prefix}transformer.resblocks.{i}", state)
    missing, unexpected = model.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.endswith("position_ids")]
    if missing or unexpected:
        raise Refused(f"Its weights do not fit transformers' CLIP: missing {missing}, not known {unexpected}.")
    return model


def norm(to: str, name: str, state: dict) -> dict:
    return {f"{to}.{kind}": state[f"{name}.{kind}"] for kind in ("weight", "bias")}


def block(to: str, name: str, state: dict) -> dict:
    """One layer; open_clip keeps query, key and value in one matrix."""
    made = {**norm(f"{to}.layer_norm1", f"{name}.ln_1", state), **norm(f"{to}.layer_norm2", f"{name}.ln_2", state)}
    for kind in ("weight", "bias"):
        for part, values in zip("qkv", state[f"{name}.attn.in_proj_{kind}"].chunk(3)):
            made[f"{to}.self_attn.{part}_proj.{kind}"] = values
        made[f"{to}.self_attn.out_proj.{kind}"] = state[f"{name}.attn.out_proj.{kind}"]
        made[f"{to}.mlp.fc1.{kind}"] = state[f"{name}.mlp.c_fc.{kind}"]
        made[f"{to}.mlp.fc2.{kind}"] = state[f"{name}.mlp.c_proj.{kind}"]
    return made


def preprocessor(own: dict, size: int) -> dict:
    """open_clip's preprocess_cfg in the words of preprocessor_config.json."""
    mode, filter_name = own.get("resize_mode", "shortest"), own.get("interpolation", "bicubic")
    if mode not in ("shortest", "squash") or filter_name not in ("bicubic", "bilinear"):
        raise Refused(f"Its pictures are prepared by {mode!r} and {filter_name!r}; known are shortest or squash, bicubic or bilinear.")
    # torchvision, which open_clip prepares pictures with, cuts an odd margin half to even; transformers cuts it down.
    crop = {"do_center_crop": True, "crop_size": {"height": size, "width": size}, "size": {"shortest_edge": size},
            "crop_rounding": "half-even"}
    squeeze = {"do_center_crop": False, "size": {"height": size, "width": size}}
    return {
        "image_processor_type": "CLIPImageProcessor",
        "do_convert_rgb": True,
        "do_resize": True,
        **(crop if mode == "shortest" else squeeze),
        "resample": 3 if filter_name == "bicubic" else 2,
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": list(own.get("mean", MEAN)),
        "image_std": list(own.get("std", DEVIATION)),
    }
