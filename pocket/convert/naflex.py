"""SigLIP 2 of variable resolution (NaFlex) as a SigLIP of one fixed, square resolution."""

import math

import torch
from transformers import Siglip2Model, SiglipConfig, SiglipModel


def fix(model: Siglip2Model, image_size: int | None) -> SiglipModel:
    """
    The same weights behind an ordinary patch convolution, positions resized to the one grid that will ever come.

    @param image_size side of the picture in pixels, a multiple of the patch; the grid of the checkpoint's own positions
        where None
    """
    from checkpoint import Refused

    vision, text = model.config.vision_config, model.config.text_config
    side = math.isqrt(vision.num_patches)
    size = side * vision.patch_size if image_size is None else image_size
    if size % vision.patch_size:
        raise Refused(f"--image-size must be a multiple of its patches' {vision.patch_size} px.")
    grid = size // vision.patch_size
    shared = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "hidden_act", "layer_norm_eps")
    pick = lambda part, keys: {key: getattr(part, key) for key in keys if hasattr(part, key)}
    config = SiglipConfig(
        text_config=pick(text, (*shared, "vocab_size", "max_position_embeddings", "projection_size", "bos_token_id", "eos_token_id", "pad_token_id")),
        vision_config={**pick(vision, (*shared, "num_channels", "patch_size")), "image_size": size},
    )
    config._attn_implementation = "eager"
    fixed = SiglipModel(config).eval()
    weights = dict(model.state_dict())
    patch, channels = vision.patch_size, vision.num_channels
    # A patch is flattened row by row, channels last.
    kernel = weights["vision_model.embeddings.patch_embedding.weight"].reshape(-1, patch, patch, channels)
    weights["vision_model.embeddings.patch_embedding.weight"] = kernel.permute(0, 3, 1, 2).contiguous()
    embeddings = model.vision_model.embeddings
    positions = embeddings.position_embedding.weight.reshape(side, side, -1)
    resized = embeddings.resize_positional_embeddings(positions, torch.tensor([[grid, grid]]), max_length=grid * grid)
    weights["vision_model.embeddings.position_embedding.weight"] = resized[0].detach()
    missing, unexpected = fixed.load_state_dict(weights, strict=False)
    missing = [name for name in missing if not name.endswith("position_ids")]
    if missing or unexpected:
        raise Refused(f"Its weights are not those of a SigLIP 2 model: missing {missing}, not known {unexpected}.")
    return fixed


def features(model: Siglip2Model, pixels: torch.Tensor) -> torch.Tensor:
    """Runs the checkpoint as it is, on square pictures `[n, 3, size, size]`."""
    count, channels, size, _ = pixels.shape
    patch = model.config.vision_config.patch_size
    grid = size // patch
    patches = pixels.reshape(count, channels, grid, patch, grid, patch).permute(0, 2, 4, 3, 5, 1)
    return model.vision_model(
        patches.reshape(count, grid * grid, -1),
        torch.ones(count, grid * grid, dtype=torch.int64),
        torch.tensor([[grid, grid]] * count),
    ).pooler_output


def preprocessor(own: dict, size: int) -> dict:
    """SigLIP's way of preparing pictures, with the checkpoint's own means and filter."""
    kept = ("do_rescale", "rescale_factor", "do_normalize", "image_mean", "image_std", "resample")
    return {
        "image_processor_type": "SiglipImageProcessor",
        "do_resize": True,
        "size": {"height": size, "width": size},
        "resample": 2,
        **{key: own[key] for key in kept if own.get(key) is not None},
    }
