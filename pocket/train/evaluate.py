"""What the checkpoint can do before it is exported: zero-shot and CoRE on a split, exact search, and a sweep of the settings.

`python pocket/train/evaluate.py --split validation --sweep`. The product's own figures come from `npm run eval`."""

import argparse

import torch
from torch import Tensor
from torch.nn import functional as F

from data import WORK, Pictures, encode, read_captions, to_pixels
from model import PocketSiglip
from tokenizers import Tokenizer


def load(checkpoint: str) -> tuple[PocketSiglip, Tokenizer, dict]:
    saved = torch.load(WORK / checkpoint, weights_only=False)
    tokenizer = Tokenizer.from_str(saved["tokenizer"])
    model = PocketSiglip(tokenizer.get_vocab_size())
    model.load_state_dict(saved["model"])
    return model.eval(), tokenizer, saved


@torch.no_grad()
def embed_texts(model, tokenizer, texts: list[str]) -> Tensor:
    return torch.cat([model.texts(encode(tokenizer, texts[i : i + 256])) for i in range(0, len(texts), 256)])


@torch.no_grad()
def embed_pictures(model, pictures: Pictures) -> Tensor:
    count = len(pictures.classes)
    return torch.cat([model.images(to_pixels(pictures.pixels[i : i + 100])) for i in range(0, count, 100)])


def enrich(own: Tensor, query: Tensor, captions: Tensor, k: int, temperature: float, weight: float) -> Tensor:
    """CoRE equations 4–5 (class side) and 6–7 (image side): retrieve, average, interpolate, renormalise."""
    scores, found = (query @ captions.T).topk(k, dim=1)
    mix = (scores / temperature).softmax(1)
    mean = F.normalize((mix[:, :, None] * captions[found]).sum(1), dim=-1)
    return F.normalize(weight * mean + (1 - weight) * own, dim=-1)


def accuracy(images: Tensor, classes: Tensor, truth: Tensor, head: Tensor) -> list[float]:
    """Acc@1 overall, head, tail, and Acc@5 overall."""
    ranked = (images @ classes.T).topk(5, dim=1).indices == truth[:, None]
    first, five = ranked[:, 0].float(), ranked.any(1).float()
    return [first.mean().item(), first[head].mean().item(), first[~head].mean().item(), five.mean().item()]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkpoint", default="checkpoint.pt")
    arguments.add_argument("--split", default="validation")
    arguments.add_argument("--sweep", action="store_true")
    arguments.add_argument("--styles", action="store_true")
    arguments.add_argument("--per-class", action="store_true")
    options = arguments.parse_args()
    model, tokenizer, saved = load(options.checkpoint)
    pictures = Pictures(options.split, with_texts=False)
    names = [c["name"] for c in saved["classes"]]
    truth = torch.tensor(pictures.classes)
    head = torch.tensor([saved["classes"][c]["part"] == "head" for c in pictures.classes])
    images = embed_pictures(model, pictures)
    texts = read_captions()
    captions = embed_texts(model, tokenizer, texts)
    classes = embed_texts(model, tokenizer, [f"a circuit diagram of a {name}" for name in names])
    retrieval = embed_texts(model, tokenizer, [f"a photo of a {name}" for name in names])

    found = (retrieval @ captions.T).topk(10).indices
    own = torch.tensor(
        [
            sum(any(n.lower() in texts[j].lower() for n in [c["name"], *c["synonyms"]]) for j in row) / 10
            for c, row in zip(saved["classes"], found.tolist())
        ]
    )
    is_head = torch.tensor([c["part"] == "head" for c in saved["classes"]])
    print(f"captions naming the class among its ten: head {own[is_head].mean():.2f}, tail {own[~is_head].mean():.2f}")

    def row(label: str, alpha: float, beta: float, t2t=1.0, i2t=100.0, k=10) -> None:
        result = accuracy(
            enrich(images, images, captions, k, i2t, beta), enrich(classes, retrieval, captions, k, t2t, alpha), truth, head
        )
        print(f"{label:36s} " + "  ".join(f"{value * 100:5.1f}" for value in result), flush=True)

    print(f"{'':36s} all@1  head   tail  all@5")
    row("zero-shot", 0, 0)
    row("paper α .2 β .5 τ 1, 100 k 10", 0.2, 0.5)
    if options.sweep:
        for alpha in (0, 0.2, 0.4, 0.6, 0.8, 1):
            for beta in (0, 0.25, 0.5, 0.75):
                row(f"α {alpha} β {beta}", alpha, beta)
        for t2t in (0.01, 0.03, 0.1):
            row(f"α .5 β .25 τ_t2t {t2t}", 0.5, 0.25, t2t)
        for i2t in (0.01, 0.03, 0.1):
            row(f"α .5 β .5 τ_i2t {i2t}", 0.5, 0.5, 1, i2t)
        for k in (5, 20):
            row(f"α .5 β .25 k {k}", 0.5, 0.25, k=k)
    if options.styles or options.per_class:
        zero = (images @ classes.T).argmax(1) == truth
        core = (enrich(images, images, captions, 10, 100, 0.5) @ enrich(classes, retrieval, captions, 10, 1, 0.8).T).argmax(1) == truth
        groups = [names[c] for c in pictures.classes] if options.per_class else pictures.styles
        for group in dict.fromkeys(groups):
            chosen = torch.tensor([g == group for g in groups])
            print(f"{group:36s} zero-shot {zero[chosen].float().mean() * 100:5.1f}  α .8 β .5 {core[chosen].float().mean() * 100:5.1f}")


if __name__ == "__main__":
    main()
