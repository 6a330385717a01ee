"""Where a checkpoint lies, and on what terms it is given."""

import re
from pathlib import Path

import yaml

from checkpoint import Origin, Refused

PATTERNS = ["*.json", "*.txt", "*.model", "README.md", "LICENSE*", "LICENCE*", "CITATION*"]


def locate(source: str, revision: str | None) -> tuple[Path, str | None]:
    """
    The folder of a checkpoint, fetched from the hub where it is no folder of this machine, and its commit there.

    @raises Refused where there is neither
    """
    folder = Path(source)
    if folder.is_dir():
        return folder, None
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        info = HfApi().model_info(source, revision=revision)
        names = [file.rfilename for file in info.siblings or []]
        # The same weights often lie there twice; safetensors cannot run code.
        weights = [name for name in names if name.endswith(".safetensors")] or [name for name in names if name.endswith((".bin", ".pt"))]
        return Path(snapshot_download(source, revision=info.sha, allow_patterns=[*PATTERNS, *weights])), info.sha
    except (HfHubHTTPError, HFValidationError, OSError) as error:
        raise Refused(f"It is no folder here, and the hub does not give it: {error}") from error


def read_origin(folder: Path, source: str, commit: str | None, licence: str | None, citation: Path | None) -> Origin:
    """Licence and citation as the checkpoint's own card states them; what is said on the command line goes first."""
    path = folder / "README.md"
    text = path.read_text(errors="replace") if path.exists() else ""
    files = [file for pattern in ("LICENSE*", "LICENCE*", "CITATION*") for file in sorted(folder.glob(pattern)) if file.is_file()]
    cited = citation.read_text().strip() if citation else citation_in(text)
    if cited is None:
        cited = next((f"See {file.name}." for file in files if file.name.startswith("CITATION")), None)
    name = source if commit else folder.resolve().name
    return Origin(name, commit, licence or licence_in(text), cited, files)


def licence_in(card: str) -> str | None:
    """`license` in the head of a model card; the name of one that hubs have no word for."""
    head = re.match(r"\A---\s*\n(.*?)\n---\s*\n", card, re.DOTALL)
    try:
        stated = yaml.safe_load(head.group(1)) if head else None
    except yaml.YAMLError:
        return None
    if not isinstance(stated, dict):
        return None
    found = stated.get("license_name") if stated.get("license") == "other" else stated.get("license")
    found = ", ".join(map(str, found)) if isinstance(found, list) else found
    return str(found) if found else None


def citation_in(card: str) -> str | None:
    """Every BibTeX entry of a model card, as one block."""
    blocks = re.findall(r"```[a-z]*\s*\n(\s*@\w+\s*\{.*?)```", card, re.DOTALL)
    return "\n\n".join(f"```bibtex\n{block.strip()}\n```" for block in blocks) or None
