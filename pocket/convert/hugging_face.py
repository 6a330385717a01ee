"""Reads checkpoints of transformers: CLIPModel, SiglipModel, and Siglip2Model at a fixed resolution."""

import json
from pathlib import Path

import torch

import naflex
from checkpoint import Checkpoint, Refused
from tokens import Tokens, open_tokenizer, special_names


class Feature(torch.nn.Module):
    """A tower and its projection as one module."""

    def __init__(self, tower: torch.nn.Module, projection: torch.nn.Module | None, end: int | None = None):
        """@param end the token at which a text is read, where the tower is not to look for it by its own rule"""
        super().__init__()
        self.tower, self.projection, self.end = tower, projection, end

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        output = self.tower(inputs)
        pooled = output.pooler_output
        if self.end is not None:
            at = (inputs == self.end).int().argmax(1)
            pooled = output.last_hidden_state[torch.arange(len(inputs)), at]
        return pooled if self.projection is None else self.projection(pooled)


def features(output) -> torch.Tensor:
    """What `get_image_features` gives: a tensor, or since transformers 5 an object that holds it."""
    return output if isinstance(output, torch.Tensor) else output.pooler_output


def read(folder: Path, image_size: int | None) -> Checkpoint:
    """
    @param image_size side of the picture for checkpoints of variable resolution; their own where None
    @raises Refused
    """
    from transformers import CLIPModel, Siglip2Model, SiglipModel

    kind = json.loads((folder / "config.json").read_text()).get("model_type")
    classes = {"clip": CLIPModel, "siglip": SiglipModel, "siglip2": Siglip2Model}
    if kind not in classes:
        raise Refused(
            f"Its config.json says model_type {kind!r}; this converter knows {', '.join(classes)} and open_clip's "
            "own format (open_clip_config.json)."
        )
    if image_size is not None and kind != "siglip2":
        raise Refused("--image-size is for SigLIP 2 checkpoints of variable resolution; this one has a fixed one.")
    loaded = classes[kind].from_pretrained(folder, attn_implementation="eager", dtype=torch.float32).eval()
    preprocessor = read_preprocessor(folder)
    notes = []
    if kind == "siglip2":
        fixed = naflex.fix(loaded, image_size)
        look = lambda pixels: naflex.features(loaded, pixels)
        preprocessor = naflex.preprocessor(preprocessor, fixed.config.vision_config.image_size)
        notes.append(
            f"The checkpoint takes pictures of any shape; here each is squeezed to "
            f"{fixed.config.vision_config.image_size} px square."
        )
    else:
        fixed = loaded
        look = lambda pixels: features(loaded.get_image_features(pixel_values=pixels))
    family = "clip" if kind == "clip" else "siglip"
    tokens = read_tokens(folder, fixed.config.text_config.max_position_embeddings, family)
    check_pooling(fixed, tokens, family)
    return Checkpoint(
        family=family,
        vision=Feature(fixed.vision_model, getattr(fixed, "visual_projection", None)),
        text=Feature(fixed.text_model, getattr(fixed, "text_projection", None)),
        reference_vision=look,
        reference_text=lambda texts: features(loaded.get_text_features(input_ids=torch.tensor(tokens.rows(texts)))),
        config=plain_config(fixed.config),
        preprocessor=preprocessor,
        tokens=tokens,
        image_size=fixed.config.vision_config.image_size,
        logit_scale=loaded.logit_scale.exp().item(),
        logit_bias=loaded.logit_bias.item() if hasattr(loaded, "logit_bias") else None,
        notes=notes,
    )


def read_preprocessor(folder: Path) -> dict:
    """preprocessor_config.json, or the part of processor_config.json that newer transformers write instead."""
    path, newer = folder / "preprocessor_config.json", folder / "processor_config.json"
    found = json.loads(path.read_text()) if path.exists() else None
    if found is None and newer.exists():
        found = json.loads(newer.read_text()).get("image_processor")
    if found is None:
        raise Refused(
            "It has no preprocessor_config.json, so nobody can say how its pictures are to be cut and normalised. "
            "Put the one of the model it was trained from beside its config.json."
        )
    return found


def read_tokens(folder: Path, length: int, family: str) -> Tokens:
    tokenizer = open_tokenizer(folder)
    if tokenizer is None:
        raise Refused("It has no tokenizer.json (nor vocab.json, spiece.model). Give a folder that has: --tokenizer.")
    settings = folder / "tokenizer_config.json"
    found = json.loads(settings.read_text()) if settings.exists() else {}
    kind = found.get("tokenizer_class", "CLIPTokenizer" if family == "clip" else "SiglipTokenizer").removesuffix("Fast")
    # SigLIP 2 was trained on lowercased text; its tokenizer, Gemma's, keeps case.
    lowercase = family == "siglip" and any(name in kind.lower() for name in ("gemma", "siglip2"))
    return Tokens(tokenizer, special_names(folder), kind, length, lowercase)


def check_pooling(model, tokens: Tokens, family: str) -> None:
    """
    CLIP's text embedding is read at the closing token, which configurations name wrongly now and then.

    @raises Refused where the model would look for another token than the one its tokenizer writes
    """
    if family != "clip":
        return
    closing, sought = tokens.closing(), model.config.text_config.eos_token_id
    if closing is None:
        raise Refused("Its tokenizer ends texts with no special token, at which CLIP reads a text's embedding.")
    # transformers takes the highest id of a text where the configuration says 2, as all did that were made before 2023.
    if sought == 2:
        sought = max(tokens.tokenizer.get_vocab().values())
    if sought != closing:
        raise Refused(
            f"Its text tower reads embeddings at token {sought}, but its tokenizer ends texts with {closing} "
            f"({tokens.tokenizer.id_to_token(closing)!r}). Correct text_config.eos_token_id in config.json."
        )


TOWER_KEYS = (
    "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps",
)
TEXT_KEYS = (*TOWER_KEYS, "vocab_size", "max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id", "projection_size")
VISION_KEYS = (*TOWER_KEYS, "image_size", "patch_size", "num_channels")


def plain_config(config) -> dict:
    """A configuration that states everything, so that no reader has to know this version's defaults."""
    pick = lambda part, keys: {key: getattr(part, key) for key in keys if getattr(part, key, None) is not None}
    made = {
        "model_type": config.model_type,
        "architectures": ["CLIPModel" if config.model_type == "clip" else "SiglipModel"],
        "text_config": {"model_type": config.text_config.model_type, **pick(config.text_config, TEXT_KEYS)},
        "vision_config": {"model_type": config.vision_config.model_type, **pick(config.vision_config, VISION_KEYS)},
    }
    if config.model_type == "clip":
        made["projection_dim"] = config.projection_dim
    return made
