"""A quick look at a checkpoint before it is exported: zero-shot and CoRE per domain on validation pictures, with exact search.

`python pocket/train/evaluate.py [--checkpoint FILE]`. The product's own figures, and the choice of settings, come from `npm run eval`."""

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
def embed_pictures(model, pictures: Pictures, count: int) -> Tensor:
    return torch.cat([model.images(to_pixels(pictures.pixels[i : min(i + 96, count)])) for i in range(0, count, 96)])


def enrich(own: Tensor, query: Tensor, captions: Tensor, weight: float, k: int = 10) -> Tensor:
    """CoRE equations 4–7 with even weights: retrieve, average, interpolate, renormalise."""
    found = (query @ captions.T).topk(k, dim=1).indices
    mean = F.normalize(captions[found].mean(1), dim=-1)
    return F.normalize(weight * mean + (1 - weight) * own, dim=-1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--checkpoint", default="checkpoint.pt")
    arguments.add_argument("--count", type=int, default=2400)
    options = arguments.parse_args()
    model, tokenizer, saved = load(options.checkpoint)
    pictures = Pictures("validation", with_texts=False)
    texts = read_captions()
    captions = embed_texts(model, tokenizer, texts)
    truth = torch.tensor(pictures.classes[: options.count])
    images = embed_pictures(model, pictures, len(truth))
    for domain in pictures.meta["domains"]:
        places = [i for i, c in enumerate(saved["classes"]) if c["domain"] == domain["slug"]]
        classes = [saved["classes"][i] for i in places]
        own = embed_texts(model, tokenizer, [domain["zeroShotPrompt"].replace("{}", c["name"]) for c in classes])
        query = embed_texts(model, tokenizer, [f"a photo of a {c['name']}" for c in classes])
        mine = (truth >= places[0]) & (truth <= places[-1])
        target = truth[mine] - places[0]
        head = torch.tensor([classes[i]["part"] == "head" for i in target])
        found = (query @ captions.T).topk(10).indices.tolist()
        naming = torch.tensor(
            [sum(any(n.lower() in texts[j].lower() for n in [c["name"], *c["synonyms"]]) for j in row) / 10 for c, row in zip(classes, found)]
        )
        half = torch.tensor([c["part"] == "head" for c in classes])
        print(f"{domain['domain']}: captions naming the class among its ten, head {naming[half].mean():.2f}, tail {naming[~half].mean():.2f}")
        print(f"  {'':16s} all@1   head   tail  all@5")
        for alpha, beta in ((0, 0), (0.2, 0.5), (0.5, 0), (0.5, 0.5), (0.8, 0), (0.8, 0.25), (0.8, 0.5), (1, 0.5)):
            scores = enrich(images[mine], images[mine], captions, beta) @ enrich(own, query, captions, alpha).T
            ranked = scores.topk(5, dim=1).indices == target[:, None]
            first, five = ranked[:, 0].float(), ranked.any(1).float()
            values = [first.mean(), first[head].mean(), first[~head].mean(), five.mean()]
            print(f"  α {alpha:3} β {beta:4}      " + "  ".join(f"{value * 100:5.1f}" for value in values), flush=True)


if __name__ == "__main__":
    main()
