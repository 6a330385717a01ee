"""Turns a dual encoder into a folder that Fernglass (and transformers.js) loads:

    python pocket/convert/convert.py SOURCE --out FOLDER

SOURCE is a folder or an id on the Hugging Face hub, of transformers' CLIP, SigLIP or SigLIP 2, or of open_clip
(open_clip_config.json and weights). Both towers are written as ONNX in 32-bit floats, half floats and int8, compared with
PyTorch, and left out where they stray."""

import argparse
import logging
import os
import sys
import warnings
from pathlib import Path

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
sys.path.insert(0, str(Path(__file__).parent))

import torch  # noqa: E402

import hugging_face  # noqa: E402
import open_clip  # noqa: E402
from checkpoint import Checkpoint, Refused  # noqa: E402
from folder import SUFFIXES, write_rest, write_towers  # noqa: E402
from onnx_towers import MOST_BYTES  # noqa: E402
from source import locate, read_origin  # noqa: E402


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="a folder, or an id on the hub such as imageomics/bioclip")
    parser.add_argument("--out", required=True, type=Path, help="the folder to write; empty or not there yet")
    parser.add_argument("--revision", help="branch, tag or commit on the hub")
    parser.add_argument("--precisions", default="fp32,fp16,q8", help="which to write (fp32,fp16,q8)")
    parser.add_argument("--projection", help="visual projection, where a checkpoint has several (proj)")
    parser.add_argument("--activation", choices=["gelu", "quick_gelu"], help="against what open_clip_config.json says")
    parser.add_argument("--tokenizer", type=Path, help="folder with tokenizer.json, where the checkpoint has none")
    parser.add_argument("--image-size", type=int, help="side in pixels, for SigLIP 2 of variable resolution")
    parser.add_argument("--licence", help="where the checkpoint does not say it itself, e.g. mit")
    parser.add_argument("--citation", type=Path, help="file with the citation, where the checkpoint does not say it itself")
    parser.add_argument("--external-data-above", type=int, default=MOST_BYTES, help=argparse.SUPPRESS)
    options = parser.parse_args(given)
    precisions = options.precisions.split(",")
    if not set(precisions) <= set(SUFFIXES) or not precisions:
        parser.error(f"--precisions takes {', '.join(SUFFIXES)}")
    if options.out.exists() and any(options.out.iterdir()):
        parser.error(f"{options.out} is not empty")
    try:
        return convert(options, precisions)
    except Refused as refusal:
        print(f"{options.source}: {refusal}", file=sys.stderr)
        return 1


def convert(options: argparse.Namespace, precisions: list[str]) -> int:
    # One kernel computes otherwise in inference than in training; the exporter sees the latter.
    torch.backends.mha.set_fastpath_enabled(False)
    # What the exporter and the quantiser advise their own callers; what matters here is measured below.
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    folder, commit = locate(options.source, options.revision)
    with torch.no_grad():
        checkpoint = read(folder, options)
        origin = read_origin(folder, options.source, commit, options.licence, options.citation)
        measured = write_towers(checkpoint, options.out, precisions, options.external_data_above)
        write_rest(checkpoint, origin, options.out, measured)
    for each in measured:
        wide = f", {each.kept} operations in 32 bits" if each.kept else ""
        fate = "" if each.passes else "  LEFT OUT: too far from PyTorch"
        print(f"{each.file:30} {each.bytes / 1e6:9.1f} MB  smallest cosine {each.cosine:.6f}{wide}{fate}")
    for note in checkpoint.notes:
        print(note)
    if origin.licence is None:
        print("The checkpoint states no licence: say it by --licence before you share the folder.")
    print(f"Written to {options.out}.")
    return 0


def read(folder: Path, options: argparse.Namespace) -> Checkpoint:
    """open_clip's own configuration goes first: some such repositories carry a config.json of another model too."""
    if (folder / open_clip.CONFIG).exists():
        if options.image_size:
            raise Refused("--image-size is for SigLIP 2 checkpoints of variable resolution.")
        quick = None if options.activation is None else options.activation == "quick_gelu"
        return open_clip.read(folder, options.projection, quick, options.tokenizer)
    if options.projection or options.activation:
        raise Refused("--projection and --activation are for open_clip's format; this checkpoint says both itself.")
    if not (folder / "config.json").exists():
        raise Refused(f"{folder} has neither config.json nor {open_clip.CONFIG}.")
    return hugging_face.read(folder, options.image_size)


if __name__ == "__main__":
    sys.exit(main())
