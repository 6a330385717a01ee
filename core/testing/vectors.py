"""Golden vectors of the methods that have none from elsewhere: `python core/testing/vectors.py`, numpy alone.

Computed in double precision from the papers' equations, apart from the TypeScript: nothing of it is read here. Inputs are
rounded before they are used, so that what the file holds is what was computed with.
"""

import json
import math
import pathlib
import re

import numpy as np

rng = np.random.default_rng(20240607)
D, SCALE = 12, 40.0
PHOTOS, CLASSES, PAIRS = 6, 5, 30


def unit(x):
    x = np.asarray(x, float)
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def vectors(*shape, around=None, spread=1.0):
    """Random directions, rounded; renormalise before use."""
    drawn = rng.normal(size=(*shape, D))
    if around is not None:
        drawn = unit(around) + spread * drawn / math.sqrt(D)
    return np.round(unit(drawn), 6)


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def plain(x):
    return np.round(np.asarray(x, float), 9).tolist()


classes = vectors(CLASSES)
photos = np.concatenate([vectors(1, around=classes[i % CLASSES], spread=1.2) for i in range(PHOTOS)])
W, Z = unit(classes), unit(photos)


# CuPL (Pratt et al., ICCV 2023): the mean of a class's sentences joins the prompts of its names; all renormalised.
def cupl():
    names = [vectors(1 + c % 2, around=classes[c], spread=0.4) for c in range(CLASSES)]
    described = [None if c == 3 else vectors(1 + c, around=classes[c], spread=0.7) for c in range(CLASSES)]
    prototypes = []
    for own, sentences in zip(names, described):
        if sentences is None:
            prototypes.append(unit(unit(own).mean(0)))
            continue
        sentence = unit(unit(sentences).mean(0))
        prototypes.append(unit(np.vstack([unit(own), sentence]).mean(0)))
    return {
        "names": [n.tolist() for n in names],
        "descriptions": [None if s is None else s.tolist() for s in described],
        "scores": plain(Z @ np.array(prototypes).T),
    }


# REAL (Parashar et al., CVPR 2024): prompt with the synonym that most captions hold, as whole words, case folded.
def real():
    captions = [
        "A male fern by the brook",
        "Dryopteris filix-mas in shade",
        "dryopteris filix-mas, dryopteris filix-mas",
        "MALE FERN, and again: male fern",
        "the males of fern country",
        "Male-fern spores",
        "A Royal Fern",
        "Osmunda regalis in a bog",
        "osmunda REGALIS, or royal fern",
        "Osmunda regalis var. gracilis",
        "hard ferns",
    ]
    synonyms = [["male fern", "Dryopteris filix-mas"], ["royal fern", "Osmunda regalis"], ["hard fern", "deer fern"]]

    def words(text):
        return re.findall(r"\w+", text.lower())

    def holds(caption, name):
        have, want = words(caption), words(name)
        return any(have[i : i + len(want)] == want for i in range(len(have) - len(want) + 1))

    counts = [[sum(holds(c, name) for c in captions) for name in names] for names in synonyms]
    prompts = vectors(len(synonyms), 2)
    chosen = [int(np.argmax(count)) for count in counts]  # the first of equals
    prototypes = np.array([unit(prompts[c, at]) for c, at in enumerate(chosen)])
    return {
        "captions": captions,
        "synonyms": synonyms,
        "prompts": prompts.tolist(),
        "counts": counts,
        "scores": plain(Z @ prototypes.T),
    }


# Tip-Adapter (Zhang et al., ECCV 2022), training-free: logits + λ Σ exp(−b (1 − z·z_i)) onehot(label_i).
def tip_adapter():
    labels = [0, 0, 1, 3, 4, 1]
    accepted = np.concatenate([vectors(1, around=classes[c], spread=0.9) for c in labels])
    results = []
    for weight, sharpness in [(1.0, 5.5), (7.5, 1.25)]:
        affinity = np.exp(-sharpness * (1 - Z @ unit(accepted).T))
        scores = SCALE * Z @ W.T + weight * affinity @ np.eye(CLASSES)[labels]
        results.append({"weight": weight, "sharpness": sharpness, "scores": plain(scores)})
    return {"scale": SCALE, "accepted": accepted.tolist(), "labels": labels, "results": results}


# The caption ensemble of X-MoRe (section 4.1): the m pairs whose images are nearest, of those the k captions nearest to the
# photo, mean over them of softmax_c(scale · t·W).
def caption_ensemble():
    images, captions = vectors(PAIRS), vectors(PAIRS)
    m, k = 12, 5
    chosen, p = [], []
    for z in Z:
        near = np.argsort(-(unit(images) @ z), kind="stable")[:m]
        best = near[np.argsort(-(unit(captions)[near] @ z), kind="stable")[:k]]
        chosen.append(best.tolist())
        p.append(softmax(SCALE * unit(captions)[best] @ W.T).mean(0))
    return {
        "scale": SCALE,
        "m": m,
        "k": k,
        "images": images.tolist(),
        "captions": captions.tolist(),
        "chosen": chosen,
        "p": plain(p),
    }


# BM25 (Robertson and Zaragoza 2009, eq. 3.15 and the idf that is never negative, as Lucene has it), k1 1.2, b 0.75.
def bm25():
    texts = [
        "bridge rectifier with four diodes",
        "diode",
        "a diode next to a diode and a diode",
        "full wave rectifier rectifier rectifier",
        "half wave rectifier without a bridge",
        "the bridge over the river",
        "an inverter",
        "a a a a a a a a bridge",
        "long sentence about nothing that would matter to anybody who reads of a rectifier",
    ]
    queries = ["bridge rectifier", "diode", "full wave bridge rectifier", "rectifier rectifier wave"]
    # Plurals are folded before anything is counted; "diodes" is the only one here.
    documents = [[{"diodes": "diode"}.get(w, w) for w in t.split()] for t in texts]
    average = sum(map(len, documents)) / len(documents)
    k1, b = 1.2, 0.75
    hits = []
    for query in queries:
        found = []
        for i, document in enumerate(documents):
            score = 0.0
            for term in dict.fromkeys(query.split()):
                tf = document.count(term)
                n = sum(term in other for other in documents)
                idf = math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))
                score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(document) / average))
            if score > 0:
                found.append((-score, i))
        hits.append([[i, round(-s, 9)] for s, i in sorted(found)])
    return {"texts": texts, "queries": queries, "hits": hits}


# Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): Σ 1 / (60 + rank).
def fusion():
    name, meaning = [4, 9, 2, 7, 11, 3], [9, 5, 2, 8, 4, 7, 1]
    score = {i: sum(1 / (60 + 1 + ranks.index(i)) for ranks in (name, meaning) if i in ranks) for i in name + meaning}
    best = sorted(score, key=lambda i: -score[i])[:8]
    assert len({round(score[i], 12) for i in best}) == len(best), "a tie: its order is not the paper's"
    return {"name": name, "meaning": meaning, "k": 8, "ids": best, "scores": plain([score[i] for i in best])}


# CaSED's candidates (Conti et al., NeurIPS 2023): nouns and compounds of cleaned captions, without stop and meta words, singular
# and plural merged, under three letters dropped; those in most captions first, then as they appear; "object" for none.
def cased_candidates():
    nouns = {
        "bridge": "bridge",
        "bridges": "bridge",
        "rectifier": "rectifier",
        "rectifiers": "rectifier",
        "diode": "diode",
        "diodes": "diode",
        "ic": "ic",
        "photo": "photo",
        "image": "image",
        "board": "board",
    }
    captions = [
        ["Photo of <b>Bridge Rectifiers</b> on a board_2", "diodes: see https://a.example/bridge.png", "a diode ic 4007"],
        ["an image of the", "Photo 12345.jpg", "by www.bridge.example"],
        ["bridges|bridge", "DIODE bridge-rectifier.jpeg", "the diode, the rectifier"],
    ]
    meta = {"photo", "image", "picture", "view"}

    def phrases(caption):
        text = re.sub(r"(https?://|www\.)\S+", " ", caption)
        text = re.sub(r"<[^>]*>", " ", text)
        text = re.sub(r"\.(jpe?g|png|gif)\b", " ", text)
        text = re.sub(r"[0-9]+", "", text)
        text = re.sub(r"[_|\-/]+", " ", text).lower()
        run = []
        for token in text.split():
            word, ends = token.rstrip(",.:;"), token[-1] in ",.:;"
            if word in nouns and len(word) >= 3 and word not in meta:
                run.append(word)
            elif run:
                yield run
                run = []
            if ends and run:
                yield run
                run = []
        if run:
            yield run

    def names(caption):
        for run in phrases(caption):
            for at, word in enumerate(run):
                yield nouns[word]
                if at < len(run) - 1:  # each compound that keeps the head
                    yield " ".join([*run[at:-1], nouns[run[-1]]])

    found = []
    for those in captions:
        counts = {}
        for caption in those:
            for name in dict.fromkeys(names(caption)):
                counts[name] = counts.get(name, 0) + 1
        found.append(sorted(counts, key=lambda name: -counts[name]) or ["object"])
    return {"nouns": nouns, "captions": captions, "names": found}


# Shares: a softmax of scaled cosines or logits; of masses (probabilities likewise) the powers, as parts of their sum.
# Margin: best minus second.
def shares():
    cosines = plain(Z @ W.T)
    logits = plain(0.3 * SCALE * np.array(cosines))
    masses = plain(rng.random((PHOTOS, CLASSES)) ** 3)
    probabilities = plain(softmax(0.5 * SCALE * np.array(cosines)))
    given = {"cosine": cosines, "logit": logits, "mass": masses, "probability": probabilities}
    scales = {"cosine": SCALE, "logit": 0.6, "mass": 1.7, "probability": 0.4}

    def parts(powers):
        return powers / powers.sum(1, keepdims=True)

    p = {
        "cosine": softmax(scales["cosine"] * np.array(cosines)),
        "logit": softmax(scales["logit"] * np.array(logits)),
        "mass": parts(np.array(masses) ** scales["mass"]),
        "probability": parts(np.array(probabilities) ** scales["probability"]),
    }
    margins = {name: -np.diff(-np.sort(-of, axis=1)[:, :2], axis=1)[:, 0] for name, of in p.items()}
    return {
        "outputs": [
            {
                "output": name,
                "scale": scales[name],
                "scores": given[name],
                "shares": plain(p[name]),
                "margins": plain(margins[name]),
            }
            for name in given
        ],
    }


# TransCLIP (Zanella et al., NeurIPS 2024), with the constants of the released code: 3 neighbours, 8 photos a first mean, 10 rounds
# of 5 steps, 50/6 for the neighbours, exponents over 50. Squares are summed as written, class by class.
def transduced(features, start, accepted=None, trust=1.0, gamma=0.0):
    n, d = features.shape
    cosines = features @ features.T

    def nearest(i):
        others = np.where(np.arange(n) == i, -np.inf, cosines[i])
        return np.argsort(-others, kind="stable")[:3]

    edges = np.zeros((n, n))
    for i in range(n):
        edges[i, nearest(i)] = cosines[i, nearest(i)]
    known, below, said = np.zeros((0, d)), np.zeros((0, n)), np.zeros((0, start.shape[1]))
    if accepted:
        known = features[[photo for photo, _ in accepted]]
        below = np.zeros((len(accepted), n))
        said = np.zeros((len(accepted), start.shape[1]))
        for s, (photo, label) in enumerate(accepted):
            below[s, nearest(photo)] = cosines[photo, nearest(photo)]
            said[s, label] = 1
    each, each_known = (1 / n, gamma * 50 / len(accepted)) if accepted else (1.0, 0.0)
    means = []
    for c in range(start.shape[1]):
        if said[:, c].sum() > 0:
            means.append(unit(said[:, c] @ known))
            continue
        surest = np.argsort(-start[:, c], kind="stable")[:8]
        means.append(unit(start[surest, c] @ features[surest]))
    means, spread, z = np.array(means), np.full(d, 1 / d), start

    def decide(z):
        far = -0.5 * (((features[:, None, :] - means[None]) ** 2) / spread).sum(2)
        for _ in range(5):
            a = far + 50 / 6 * (edges.T @ z + edges @ z + below.T @ said)
            z = start**trust * np.exp((a - a.max(1, keepdims=True)) / 50)
            z = z / z.sum(1, keepdims=True)
        return z

    for _ in range(10):
        z = decide(z)
        means = unit(each * z.T @ features + each_known * said.T @ known)
        squares = (each * z[:, :, None] * (features[:, None, :] - means[None]) ** 2).sum((0, 1))
        squares += (each_known * said[:, :, None] * (known[:, None, :] - means[None]) ** 2).sum((0, 1))
        spread = squares / (each * z.sum() + each_known * said.sum())
    return decide(z)


def transclip():
    count, k, scale, alpha, beta = 14, 3, 30.0, 0.3, 0.6
    images = np.concatenate([vectors(1, around=classes[i % CLASSES], spread=2.0) for i in range(count)])
    of_images = np.array([vectors(k, around=classes[(i + i // 5) % CLASSES], spread=1.5) for i in range(count)])
    of_classes = np.array([vectors(k, around=classes[c], spread=1.5) for c in range(CLASSES)])
    features = unit(images)

    def enriched(own, captions, share, tau):
        weights = softmax(unit(captions) @ own / tau)
        return unit(share * unit(weights @ unit(captions)) + (1 - share) * own)

    by_looks = softmax(scale * features @ W.T)
    plus = np.array([enriched(z, t, beta, 100) for z, t in zip(features, of_images)])
    plus_classes = np.array([enriched(w, u, alpha, 1) for w, u in zip(W, of_classes)])
    by_core = softmax(scale * plus @ plus_classes.T)
    accepted = [[0, 0], [3, 1], [7, 2], [12, 2], [9, 4]]

    def chosen(start):
        right = []
        for gamma in (0.002, 0.01, 0.02, 0.2):
            z = transduced(features, start, accepted, 0.5, gamma)
            count_right = 0
            for photo, label in accepted:
                others = np.where(np.arange(count) == photo, -np.inf, features @ features[photo])
                near = np.argsort(-others, kind="stable")[:3]
                count_right += int(np.argmax(others[near] @ z[near])) == label
            right.append((count_right, z))
        return max(right, key=lambda pair: pair[0])[1]  # the first of equals

    return {
        "scale": scale,
        "images": images.tolist(),
        "imageCaptions": of_images.tolist(),
        "classCaptions": of_classes.tolist(),
        "alpha": alpha,
        "beta": beta,
        "accepted": accepted,
        "z": plain(transduced(features, by_looks)),
        "zFromCore": plain(transduced(features, by_core)),
        "lambda": 0.5,
        "gamma": 0.2,
        "zAccepted": plain(transduced(features, by_looks, accepted, 0.5, 0.2)),
        "zChosen": plain(chosen(by_core)),
    }


# CoRE (Dall'Asen et al., EMNLP 2024, eq. 2-7) where near-duplicates count once: of the k captions, those joined by a cosine at or
# above the threshold, directly or through others, form a component, of which the nearest to the query counts. Preset "Varied captions",
# and the released code's settings. Where zero-shot has a share, the score is (1 - share) cos(z+, W+) + share cos(z, W).
def varied_captions():
    retrieved = 12

    def side(owns):
        """Captions of each: directions of their own, and chains of near-duplicates about them; best first."""
        queries, captions, similarities = [], [], []
        for own in owns:
            query = vectors(1, around=own, spread=0.5)[0]
            first = vectors(5, around=own, spread=1.2)
            chains = [np.round(unit(unit(first[i % 5]) + 0.22 * rng.normal(size=D) / math.sqrt(D)), 6) for i in range(3)]
            links = [np.round(unit(unit(c) + 0.22 * rng.normal(size=D) / math.sqrt(D)), 6) for c in chains]
            more = vectors(1, around=own, spread=0.9)
            found = np.vstack([first, chains, links, more])
            near = unit(found) @ unit(query)
            order = np.argsort(-near, kind="stable")
            queries.append(query)
            captions.append(found[order])
            similarities.append(near[order])
        return np.array(captions), np.array(similarities)

    of_images, image_similarities = side(photos)
    of_classes, class_similarities = side(classes)
    assert of_images.shape[1] == retrieved

    def kept(captions, threshold):
        cosines = unit(captions) @ unit(captions).T
        # What f32 could round to the other side would be no test.
        assert np.abs(cosines - threshold)[~np.eye(len(captions), dtype=bool)].min() > 1e-4
        joined = (cosines >= threshold).astype(int)
        reach = np.linalg.matrix_power(joined, len(captions)) > 0
        return [i for i in range(len(captions)) if not reach[i, :i].any()]

    def enriched(own, captions, similarities, share, setting, weigh):
        captions, similarities = captions[: setting["k"]], similarities[: setting["k"]]
        if setting["nearDuplicateCosine"] is not None:
            left = kept(captions, setting["nearDuplicateCosine"])
            captions, similarities = captions[left], similarities[left]
        direction = unit(weigh(similarities) @ unit(captions))
        return unit(share * direction + (1 - share) * unit(own)), len(captions)

    results = []
    for setting in [
        {"alpha": 0.9, "beta": 0.7, "tauI2t": 100, "tauT2t": 1, "k": 12, "nearDuplicateCosine": 0.96},
        {"alpha": 0.9, "beta": 0.7, "tauI2t": 100, "tauT2t": 1, "k": 12, "nearDuplicateCosine": 0.9},
        {"alpha": 0.9, "beta": 0.7, "tauI2t": 0.05, "tauT2t": 0.1, "k": 7, "nearDuplicateCosine": 0.94},
        {"alpha": 0.9, "beta": 0.7, "tauI2t": 100, "tauT2t": 1, "k": 12, "nearDuplicateCosine": None},
        {"alpha": 0.9, "beta": 0.7, "tauI2t": 100, "tauT2t": 1, "k": 11, "nearDuplicateCosine": 0.96, "zeroShotShare": 0.3},
        {"alpha": 0.4, "beta": 1, "tauI2t": 100, "tauT2t": 1, "k": 5, "nearDuplicateCosine": None, "zeroShotShare": 0.85},
        {"alpha": 0.2, "beta": 0.5, "tauI2t": 100, "tauT2t": 0.01, "k": 10, "nearDuplicateCosine": 0.94, "imageWeights": "linear"},
    ]:
        linear, part = setting.get("imageWeights") == "linear", setting.get("zeroShotShare", 0)
        of_photo = (lambda s: s / np.abs(s).sum()) if linear else (lambda s: softmax(s / setting["tauI2t"]))
        z = [enriched(o, t, s, setting["beta"], setting, of_photo) for o, t, s in zip(photos, of_images, image_similarities)]
        w = [
            enriched(o, t, s, setting["alpha"], setting, lambda s: softmax(s / setting["tauT2t"]))
            for o, t, s in zip(classes, of_classes, class_similarities)
        ]
        results.append(
            {
                **setting,
                "counted": [[n for _, n in z], [n for _, n in w]],
                "scores": plain((1 - part) * np.array([v for v, _ in z]) @ np.array([v for v, _ in w]).T + part * Z @ W.T),
            }
        )
    counted = {n for result in results for n in sum(result["counted"], [])}
    assert len(counted) > 3, "too few captions are near-duplicates"
    return {
        "imageCaptions": of_images.tolist(),
        "imageSimilarities": plain(image_similarities),
        "classCaptions": of_classes.tolist(),
        "classSimilarities": plain(class_similarities),
        "results": results,
    }


# Likeness: over the captions nearest to a photo, the mean of their highest cosine to a class, not below 0.
def likeness():
    captions = [vectors(n, around=photos[i], spread=1.5) for i, n in enumerate([10, 10, 10, 4, 1])]
    captions.append(-vectors(10, around=classes.mean(0), spread=0.3))
    means = [float((unit(t) @ W.T).max(1).mean()) for t in captions]
    assert means[-1] < 0 < min(means[:-1])
    return {"captions": [t.tolist() for t in captions], "likeness": plain(np.maximum(0, means))}


file = {
    "note": "Made by core/testing/vectors.py; see there.",
    "classes": classes.tolist(),
    "images": photos.tolist(),
    "cupl": cupl(),
    "real": real(),
    "tipAdapter": tip_adapter(),
    "captionEnsemble": caption_ensemble(),
    "bm25": bm25(),
    "fusion": fusion(),
    "casedCandidates": cased_candidates(),
    "shares": shares(),
    "transclip": transclip(),
    "variedCaptions": varied_captions(),
    "likeness": likeness(),
}
path = pathlib.Path(__file__).parent / "fixtures" / "further.json"
path.write_text(json.dumps(file, ensure_ascii=False, separators=(",", ":")) + "\n")
print(f"{path.name}: {path.stat().st_size} bytes")
