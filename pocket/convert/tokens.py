"""A checkpoint's tokenizer: read, run as the app runs it, written."""

import json
from pathlib import Path

from tokenizers import Tokenizer, normalizers


class Tokens:
    """`tokenizer.json` with what tokenizer_config.json says of its special tokens."""

    def __init__(self, tokenizer: Tokenizer, names: dict[str, str], kind: str, length: int, lowercase: bool = False):
        """
        @param names the special tokens by their role (`pad_token`, `eos_token`, …)
        @param kind transformers' class, `CLIPTokenizer` for example
        @param length tokens that the text tower reads
        @param lowercase whether texts are lowercased before; written into tokenizer.json, so that no loader need know
        """
        tokenizer.no_truncation()
        tokenizer.no_padding()
        if lowercase:
            before = [tokenizer.normalizer] if tokenizer.normalizer else []
            tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), *before])
        self.tokenizer, self.names, self.kind, self.length = tokenizer, names, kind, length
        special = set(names.values())
        self.special = {tokenizer.token_to_id(token) for token in special} - {None}

    @property
    def padding(self) -> int:
        """The id that short texts are filled with; 0 where no token is named, as open_clip does."""
        name = self.names.get("pad_token")
        return 0 if name is None else self.tokenizer.token_to_id(name)

    def read(self, text: str) -> list[int]:
        """A text's ids, cut to the tower's length. A closing token stays last, as the towers pool there."""
        ids = self.tokenizer.encode(text).ids
        if len(ids) <= self.length:
            return ids
        return [*ids[: self.length - 1], ids[-1]] if ids[-1] in self.special else ids[: self.length]

    def rows(self, texts: list[str], padding: int | None = None) -> list[list[int]]:
        """Rows of exactly the tower's length."""
        fill = self.padding if padding is None else padding
        return [ids + [fill] * (self.length - len(ids)) for ids in map(self.read, texts)]

    def closing(self) -> int | None:
        """The token behind every text, None where there is none."""
        last = self.tokenizer.encode("fern").ids[-1]
        return last if last in self.special else None

    def write(self, folder: Path) -> None:
        self.tokenizer.save(str(folder / "tokenizer.json"))
        settings = {"tokenizer_class": self.kind, "model_max_length": self.length, "padding_side": "right", **self.names}
        (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n")


ROLES = ("bos_token", "eos_token", "unk_token", "pad_token")


def special_names(folder: Path) -> dict[str, str]:
    """The special tokens that a folder's tokenizer_config.json and special_tokens_map.json name, by role."""
    names: dict[str, str] = {}
    for file in ("special_tokens_map.json", "tokenizer_config.json"):
        path = folder / file
        found = json.loads(path.read_text()) if path.exists() else {}
        for role in ROLES:
            value = found.get(role)
            value = value.get("content") if isinstance(value, dict) else value
            if isinstance(value, str):
                names[role] = value
    return names


def open_tokenizer(folder: Path) -> Tokenizer | None:
    """tokenizer.json; made by transformers from older files where only these are there. None where nothing is."""
    if (folder / "tokenizer.json").exists():
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    if not any((folder / name).exists() for name in ("vocab.json", "spiece.model", "tokenizer.model")):
        return None
    from transformers import AutoTokenizer

    made = AutoTokenizer.from_pretrained(str(folder))
    return getattr(made, "backend_tokenizer", None)
