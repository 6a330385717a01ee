"""Trains the pocket SigLIP: `python pocket/train/train.py --minutes 40`, or the weights that ship a little further with `--from`.

Needs the pictures of `npm run pocket:pictures` in pocket/.work/{train,validation}. Writes pocket/.work/checkpoint.pt every few
minutes, when it is done and when it is stopped (Ctrl-C, kill); `--resume` goes on from it. What is printed is also written, a line of
JSON a report, to checkpoint.log.jsonl. The one-cycle schedule follows the time spent, so the budget is kept on any machine."""

import argparse
import json
import math
import random
import signal
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from data import WORK, Claims, Pictures, encode, read_captions, to_pixels, train_tokenizer, two_views, vary
from model import WIDTH, PocketSiglip
from shipped import load_shipped, unfold
from tokenizers import Tokenizer


def picture_loss(model, images, texts, picture_claims, text_claims, named, claims):
    """Sigmoid loss over all pairs. A text is true of every picture of which all its claims are true, not only of its own. Two kinds of
    pair do not count: a tail's name and a picture that never bore it, which stays unsaid; and a text that is wrong about nothing but
    the domain (a diagram's sentence about the part that a symbol shows)."""
    logits = images @ texts.T * model.logit_scale.exp() + model.logit_bias
    true = (1 - picture_claims) @ text_claims.T == 0
    names_it = (picture_claims * claims.names) @ (text_claims * claims.names).T > 0
    beside_domain = text_claims * (1 - claims.domains)
    only_domain = ((1 - picture_claims) @ beside_domain.T == 0) & (beside_domain.sum(1) > 0) & ~true
    counts = ~(names_it & ~named[:, None]) & ~only_domain
    losses = F.softplus(torch.where(true, -logits, logits))
    return (losses * counts).sum() / len(images)


def content_loss(reader, pooled, contents):
    """A linear reader of the pooled picture says which other pictures have equal content (their group's number, never its name).
    It sets the convolutions going, which the pairs alone leave on a plateau for long; the reader itself is thrown away."""
    return F.cross_entropy(reader(pooled), contents)


def text_loss(embeddings, half, temperature=0.05):
    """Contrastive loss between two views of the same captions (text alone): which sentences speak of the same thing."""
    logits = embeddings[:half] @ embeddings[half:].T / temperature
    target = torch.arange(half)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def rate(progress: float, top: float) -> float:
    """One cycle: up in the first tenth, then a cosine down to nearly nothing."""
    if progress < 0.1:
        return top * (0.05 + 0.95 * progress / 0.1)
    return top * (0.002 + 0.998 * 0.5 * (1 + math.cos(math.pi * min(1, (progress - 0.1) / 0.9))))


def at_present(values: list[float], progress: float, switch: float) -> float:
    """The first of one or two values, or the last from `switch` on."""
    return values[0] if progress < switch else values[-1]


@torch.no_grad()
def zero_shot(model, tokenizer, validation, count=480) -> dict[str, float]:
    """Accuracy on the first validation pictures: of head and tail of each domain, of all, and of all after a quarter turn or more."""
    model.eval()
    classes = np.array(validation.classes[:count])
    pixels = [to_pixels(validation.pixels[i : i + 96]) for i in range(0, count, 96)]
    images = torch.cat([model.images(batch) for batch in pixels])
    turned = torch.cat([model.images(torch.rot90(batch, 1 + i % 3, (2, 3))) for i, batch in enumerate(pixels)])
    report, all_right, turned_right = {}, [], []
    for domain in validation.meta["domains"]:
        places = [i for i, c in enumerate(validation.meta["classes"]) if c["domain"] == domain["slug"]]
        names = [validation.meta["classes"][i]["name"] for i in places]
        prompts = model.texts(encode(tokenizer, [domain["zeroShotPrompt"].replace("{}", name) for name in names]))
        mine = np.isin(classes, places)
        right, still_right = (
            (of[torch.from_numpy(mine)] @ prompts.T).argmax(1).numpy() == classes[mine] - places[0] for of in (images, turned)
        )
        all_right.append(right)
        turned_right.append(still_right)
        head = np.array([validation.meta["classes"][c]["part"] == "head" for c in classes[mine]])
        report[f"{domain['slug']} head"], report[f"{domain['slug']} tail"] = right[head].mean(), right[~head].mean()
    model.train()
    report |= {"all": np.concatenate(all_right).mean(), "turned": np.concatenate(turned_right).mean()}
    return {name: round(float(value), 4) for name, value in report.items()}


def train_reader(model, reader, pictures, contents, steps: int, seed: int, most: int = 5760) -> float:
    """Trains the reader alone on what towers that know the pictures already make of some of them: its first gradients would undo what
    they know. Returns its loss."""
    chance = np.random.default_rng(seed)
    chosen = np.sort(chance.choice(len(contents), min(most, len(contents)), replace=False))
    model.eval()
    with torch.no_grad():
        pooled = torch.cat([model.vision(to_pixels(pictures.pixels[chosen[i : i + 192]])) for i in range(0, len(chosen), 192)])
    target = contents[chosen]
    optimiser = torch.optim.AdamW(reader.parameters(), lr=3e-2, weight_decay=0)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 3e-2 * (1 - step / steps)
        some = torch.from_numpy(chance.integers(len(chosen), size=512))
        loss = content_loss(reader, pooled[some], target[some])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return loss.item()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=40)
    arguments.add_argument("--batch", type=int, default=192)
    arguments.add_argument("--texts", type=int, default=128, help="captions per step for the text tower alone")
    arguments.add_argument(
        "--association", type=float, nargs="+", default=[0.1], help="part of captions whose halves are taught to belong together; a second value holds from --switch on"
    )
    arguments.add_argument("--rate", type=float, default=1.2e-3)
    arguments.add_argument("--text-weight", type=float, default=2)
    arguments.add_argument("--content-weight", type=float, nargs="+", default=[5], help="of the reader's loss; a second value as for --association")
    arguments.add_argument("--switch", type=float, default=0.575, help="part of the budget after which second values hold")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--report", type=float, default=60, help="seconds between reports")
    arguments.add_argument("--pictures", default="train", help="folder of the training pictures in pocket/.work")
    arguments.add_argument("--from", dest="start", type=Path, help="folder of an exported checkpoint, whose weights to go on from")
    arguments.add_argument("--reader-steps", type=int, default=200, help="with --from: steps in which the reader alone learns")
    arguments.add_argument("--precision", choices=["bf16", "fp32"], default="bf16", help="of the towers' products")
    arguments.add_argument("--out", default="checkpoint.pt")
    arguments.add_argument("--resume", action="store_true")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    checkpoint_file = WORK / options.out
    if options.resume and not checkpoint_file.exists():
        sys.exit(f"There is no {checkpoint_file} to resume from.")
    saved = torch.load(checkpoint_file, weights_only=False) if options.resume else None
    # A resumed run must not see what it saw at its start.
    begin = options.seed + (saved["step"] if saved else 0)
    random.seed(begin)
    torch.manual_seed(begin)

    pictures, validation, captions = Pictures(options.pictures), Pictures("validation", with_texts=False), read_captions()
    shipped = None
    if saved:
        tokenizer = Tokenizer.from_str(saved["tokenizer"])
    elif options.start:
        shipped, tokenizer = load_shipped(options.start)
    else:
        some = [text for row in pictures.texts[::7] for text, _ in row]
        names = [f"a photo of a {name}" for c in pictures.meta["classes"] for name in [c["name"], *c["synonyms"]]]
        tokenizer = train_tokenizer(some + captions + names)
    claims = Claims(pictures)
    # Something else is one content more, the last.
    contents = torch.tensor(pictures.classes) % (len(pictures.meta["classes"]) + 1)
    named_all = torch.tensor(pictures.named)
    model = (shipped or PocketSiglip(tokenizer.get_vocab_size())).to(memory_format=torch.channels_last)
    reader = nn.Linear(WIDTH, len(pictures.meta["classes"]) + 1)
    if shipped:
        some_places = np.sort(np.random.default_rng(options.seed).choice(len(pictures.classes), min(1920, len(pictures.classes)), replace=False))
        unfold(model.vision, vary(to_pixels(pictures.pixels[some_places])))
        found = train_reader(model, reader, pictures, contents, options.reader_steps, options.seed)
        print(f"from {options.start}: reader {found:.2f}, zero-shot {zero_shot(model, tokenizer, validation)}", flush=True)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim == 1] + list(reader.parameters())
    calibration = [model.logit_scale, model.logit_bias]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0}, {"params": calibration, "weight_decay": 0, "faster": 5}], lr=1e-3, betas=(0.9, 0.98)
    )
    spent, step = 0.0, 0
    if saved:
        model.load_state_dict(saved["model"])
        reader.load_state_dict(saved["reader"])
        optimiser.load_state_dict(saved["optimiser"])
        spent, step = saved["spent"], saved["step"]
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(pictures.classes):,} pictures", flush=True)

    def save() -> None:
        torch.save(
            {
                "model": model.state_dict(),
                "reader": reader.state_dict(),
                "optimiser": optimiser.state_dict(),
                "tokenizer": tokenizer.to_str(),
                "classes": pictures.meta["classes"],
                "spent": spent,
                "step": step,
                "budget": options.minutes,
            },
            checkpoint_file.with_suffix(".tmp"),
        )
        checkpoint_file.with_suffix(".tmp").replace(checkpoint_file)

    log_file = checkpoint_file.with_suffix(".log.jsonl")
    if not saved:
        log_file.unlink(missing_ok=True)
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: stopped.append(number))
    reduced = torch.autocast("cpu", torch.bfloat16) if options.precision == "bf16" else nullcontext()
    budget, running, reported, stored = options.minutes * 60, None, time.time(), time.time()
    order, cursor = np.random.default_rng(options.seed + step).permutation(len(pictures.classes)), 0
    model.train()
    while spent < budget and not stopped:
        began = time.time()
        if cursor + options.batch > len(order):
            order, cursor = np.random.default_rng(options.seed + step).permutation(len(order)), 0
        chosen = np.sort(order[cursor : cursor + options.batch])
        cursor += options.batch
        texts = [random.choice(pictures.texts[i]) for i in chosen]
        pixels = vary(to_pixels(pictures.pixels[chosen]))
        ids = encode(tokenizer, [text for text, _ in texts])
        views = [
            two_views(caption, other, at_present(options.association, spent / budget, options.switch))
            for caption, other in zip(*[iter(random.sample(captions, 2 * options.texts))] * 2)
        ]
        view_ids = encode(tokenizer, [a for a, _ in views] + [b for _, b in views])
        for group in optimiser.param_groups:
            group["lr"] = rate(spent / budget, options.rate) * group.get("faster", 1)
        with reduced:
            pooled = model.vision(pixels).float()
            texts_embedded, views_embedded = model.texts(ids), model.texts(view_ids)
        picture_claims = claims.rows([pictures.claims[i] for i in chosen])
        text_claims = claims.rows([claim for _, claim in texts])
        images = F.normalize(pooled, dim=-1)
        loss = picture_loss(
            model, images, texts_embedded, picture_claims, text_claims, named_all[chosen], claims
        )
        words = text_loss(views_embedded, len(views))
        read = content_loss(reader, pooled, contents[chosen])
        optimiser.zero_grad(set_to_none=True)
        content_weight = at_present(options.content_weight, spent / budget, options.switch)
        (loss + options.text_weight * words + content_weight * read).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        step += 1
        now = (loss.item(), words.item(), read.item())
        if not all(map(math.isfinite, now)):
            sys.exit(f"The loss is not finite at step {step}: {now}. {checkpoint_file} is as it was stored last; resume with a lower --rate.")
        running = now if running is None else tuple(0.97 * r + 0.03 * n for r, n in zip(running, now))
        spent += time.time() - began
        if time.time() - reported > options.report or spent >= budget:
            figures = zero_shot(model, tokenizer, validation)
            reported = time.time()
            scale = model.logit_scale.exp().item()
            print(
                f"{spent / 60:5.1f} min, step {step}, {step * options.batch / spent:.0f} pictures/s, "
                f"loss {running[0]:.2f}, text {running[1]:.2f}, content {running[2]:.2f}, scale {scale:.1f}, "
                f"zero-shot {', '.join(f'{name} {value:.2f}' for name, value in figures.items())}",
                flush=True,
            )
            line = {"minutes": spent / 60, "step": step, "loss": running[0], "text": running[1], "content": running[2], "scale": scale}
            with log_file.open("a") as log:
                log.write(json.dumps(line | {"zeroShot": figures}) + "\n")
        if time.time() - stored > 180:
            stored = time.time()
            save()
    save()
    print(f"{'stopped' if stopped else 'done'} after {spent / 60:.1f} minutes, step {step} → {checkpoint_file}", flush=True)


if __name__ == "__main__":
    main()
