#!/usr/bin/env python3
"""A teacher for the parser: a transformer that annotates raw text with trees, from which the small network learns.

It knows nothing but the project's own training data. It first guesses hidden words of raw text, then learns the trees of
EWT and GUM; three networks that learned so from different seeds vote, and the best projective tree of their votes is kept.
What comes out (`trees.gz`) holds governors and relations alone; `crates/train/src/trees/silver.rs` tells its format.

    copydesk-train --config all.toml --raw-text all.txt         # train.toml with endless `raw_words`: all raw text
    copydesk-train --raw-text silver.txt                        # the raw text that trees are wanted for
    teacher.py prepare --shared ../shared --all all.txt --silver silver.txt --out prepared.npz
    teacher.py run --data prepared.npz --out OUT                # needs a GPU for some minutes
    leave_out.py …                                              # then, see there

Needs numpy, torch, numba; and tokenizers and xxhash to prepare. GPUs add numbers in changing order, so another run gives
other trees, about as good: the file in the repository is the one that the model was made from.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

BOS, MASK, PAD = 0, 1, 2  # the first pieces; three more stand for a sentence's beginning by source
SOURCES = {"any": BOS, "ewt": 3, "gum": 4}
SPECIAL = ["<s>", "<mask>", "<pad>", "<s:ewt>", "<s:gum>"]
GOLD = ["ewt_train", "ewt_dev", "ewt_test", "gum_train", "gum_heldout"]


# Data ------------------------------------------------------------------------------------------------------------------


def relations():
    """The names of all relations, in the order of their numbers in `Relation`."""
    rust = Path(__file__).resolve().parents[2] / "extract/src/syntax/tagset.rs"
    return re.findall(r'= "(.*?)"', rust.read_text().split(" Relation {")[1].split("\n}")[0])


def conllu(path):
    """Sentences as lists of (word, tag, governor, relation), with the name of their document."""
    sentences, sentence, document = [], [], ""
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            document = line.split("=")[-1].strip()
        elif not line and sentence:
            sentences.append((sentence, document))
            sentence = []
        elif line and line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                sentence.append((c[1], c[3] + " " + c[4], int(c[6]), c[7]))
    return sentences


def prepare(a):
    import xxhash
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    lines = [line.rstrip("\n") for line in open(a.all, encoding="utf-8", newline="\n")]
    silver = [line.rstrip("\n") for line in open(a.silver, encoding="utf-8", newline="\n")]
    tokenizer = Tokenizer(models.BPE(unk_token="<mask>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("\t", "removed")
    trainer = trainers.BpeTrainer(vocab_size=a.pieces, special_tokens=SPECIAL, limit_alphabet=400, show_progress=False)
    marked = lambda line: "\t".join("▁" + word for word in line.split("\t"))
    tokenizer.train_from_iterator((marked(line) for line in lines), trainer)

    def encode(sentences):
        pieces, lengths, words = [], [], []
        for first in range(0, len(sentences), 5000):
            part = [["▁" + word for word in s] for s in sentences[first : first + 5000]]
            for sentence, code in zip(part, tokenizer.encode_batch(part, is_pretokenized=True)):
                count = np.bincount([w for w in code.word_ids if w is not None], minlength=len(sentence))
                assert len(count) == len(sentence) and count.min() > 0, sentence
                pieces.append(np.array(code.ids, np.uint16))
                lengths.append(count.astype(np.uint16))
                words.append(len(sentence))
        return np.concatenate(pieces), np.concatenate(lengths), np.array(words, np.uint16)

    out = {}
    out["raw_pieces"], out["raw_lengths"], out["raw_words"] = encode([line.split("\t") for line in lines])
    # Where each sentence that is to be annotated lies among all: both run through the same files in the same order.
    at, places = 0, []
    for line in silver:
        while lines[at] != line:
            at += 1
        places.append(at)
        at += 1
    out["silver"] = np.array(places, np.uint32)
    names = relations()
    gold = {name: conllu(f"{a.shared}/train/syntax/{name}.conllu.gz") for name in GOLD}
    tags = sorted({t[1] for part in gold.values() for s, _ in part for t in s})
    number = {name: i for i, name in enumerate(names)}
    nearest = lambda r: number.get(r, number.get(r.split(":")[0], number["dep"]))
    for name, part in gold.items():
        p, l, w = encode([[t[0] for t in s] for s, _ in part])
        out |= {f"{name}_pieces": p, f"{name}_lengths": l, f"{name}_words": w}
        out[f"{name}_heads"] = np.array([t[2] for s, _ in part for t in s], np.uint16)
        out[f"{name}_relations"] = np.array([nearest(t[3]) for s, _ in part for t in s], np.uint8)
        out[f"{name}_tags"] = np.array([tags.index(t[1]) for s, _ in part for t in s], np.uint8)
        documents = list(dict.fromkeys(d for _, d in part))
        # Every sixth document of GUM is kept for development.
        out[f"{name}_aside"] = np.array([documents.index(d) % 6 == 5 for _, d in part])
    digest = xxhash.xxh3_64_intdigest(open(a.silver, "rb").read())
    about = {"relations": names, "tags": tags, "pieces": tokenizer.get_vocab_size(), "digest": digest}
    out["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez_compressed(a.out, **out)
    print(f"{len(lines)} sentences, {len(out['raw_lengths'])} words, {len(out['raw_pieces'])} pieces; {len(silver)} to annotate")


class Part:
    """Sentences: pieces, pieces of each word, and where known governors, relations, tags."""

    def __init__(self, data, name):
        self.pieces, self.lengths, words = (data[f"{name}_{k}"] for k in ("pieces", "lengths", "words"))
        self.word_ends = np.cumsum(words, dtype=np.int64)
        self.word_starts = self.word_ends - words
        ends = np.cumsum(self.lengths, dtype=np.int64)
        self.piece_ends = ends[self.word_ends - 1]
        self.piece_starts = np.concatenate([[0], self.piece_ends[:-1]])
        if f"{name}_heads" in data:
            self.heads, self.relations, self.tags = (data[f"{name}_{k}"] for k in ("heads", "relations", "tags"))
            self.aside = data[f"{name}_aside"]
        self.source = SOURCES.get(name[:3], BOS)

    def __len__(self):
        return len(self.word_ends)

    def sizes(self):
        return self.piece_ends - self.piece_starts


def load(path):
    data = np.load(path)
    return data, json.loads(bytes(data["about"]))


# Networks --------------------------------------------------------------------------------------------------------------

torch.backends.cuda.matmul.allow_tf32 = True
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def rotate(x, turns):
    cos, sin = turns
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.queries, self.keys, self.values, self.out = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(width, inner, bias=False) for _ in range(2))
        self.down = nn.Linear(inner, width, bias=False)
        self.norms = nn.ParameterList([nn.Parameter(torch.ones(width)) for _ in range(2)])
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.down.weight)

    def forward(self, x, turns, mask, drop):
        b, t, d = x.shape
        y = F.rms_norm(x, (d,), self.norms[0])
        split = lambda z: z.view(b, t, self.heads, -1).transpose(1, 2)
        q, k, v = split(self.queries(y)), split(self.keys(y)), split(self.values(y))
        q = rotate(F.rms_norm(q, q.shape[-1:]), turns)
        k = rotate(F.rms_norm(k, k.shape[-1:]), turns)
        y = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, attn_mask=mask)
        x = x + F.dropout(self.out(y.transpose(1, 2).reshape(b, t, d)), drop)
        y = F.rms_norm(x, (d,), self.norms[1])
        return x + F.dropout(self.down(F.silu(self.gate(y)) * self.up(y)), drop)


class Encoder(nn.Module):
    def __init__(self, pieces, width, layers, heads):
        super().__init__()
        self.width, self.each = width, width // heads
        self.table = nn.Embedding(pieces, width)
        nn.init.normal_(self.table.weight, std=0.05)
        self.layers = nn.ModuleList([Layer(width, heads, width * 11 // 4) for _ in range(layers)])
        self.norm = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(pieces))

    def forward(self, pieces, mask=None, drop=0.0):
        half = self.each // 2
        speeds = 1000.0 ** (-torch.arange(half, device=pieces.device) / half)
        angles = torch.arange(pieces.shape[1], device=pieces.device)[:, None] * speeds
        turns = angles.cos(), angles.sin()
        x = F.rms_norm(self.table(pieces), (self.width,))
        for layer in self.layers:
            x = layer(x, turns, mask, drop)
        return F.rms_norm(x, (self.width,), self.norm)

    def guess_loss(self, pieces, places, truth):
        """The loss of guessing the pieces at some places of the flattened batch."""
        x = self(pieces).flatten(0, 1)[places]
        return F.cross_entropy((x @ self.table.weight.T + self.bias).float(), truth)


class Parser(nn.Module):
    def __init__(self, encoder, relations, tags, arc=384, label=128):
        super().__init__()
        self.encoder = encoder
        d = encoder.width
        self.arcs = nn.ModuleList([nn.Linear(d, arc) for _ in range(2)])
        self.labels = nn.ModuleList([nn.Linear(d, label) for _ in range(2)])
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.label = nn.Parameter(torch.zeros(relations, label + 1, label + 1))
        nn.init.xavier_uniform_(self.arc, gain=0.3)
        self.tag = nn.Linear(d, tags)

    def forward(self, batch, drop=0.0, layer_drop=0.0):
        """Scores of arcs (dependent, governor), what relations are chosen by, and scores of tags."""
        pieces, words, n = batch["pieces"], batch["words"], batch["n"]
        mask = (pieces != PAD)[:, None, None, :]
        x = self.encoder(pieces, mask, layer_drop)
        b, t, d = x.shape
        # A word is the mean of its pieces; the one after the last takes what is no word.
        flat = (words + torch.arange(b, device=x.device)[:, None] * (n + 2)).flatten()
        sums = torch.zeros(b * (n + 2), d, device=x.device).index_add_(0, flat, x.flatten(0, 1).float())
        counts = torch.zeros(b * (n + 2), device=x.device).index_add_(0, flat, torch.ones(b * t, device=x.device))
        x = (sums / counts.clamp(min=1)[:, None]).view(b, n + 2, d)[:, : n + 1]
        x = F.dropout(x, drop)
        show = lambda part: [F.dropout(F.gelu(p(x)), drop) for p in part]
        one = lambda z: torch.cat([z, torch.ones_like(z[..., :1])], -1)
        (own, other), labels = show(self.arcs), [one(z) for z in show(self.labels)]
        arcs = one(own) @ self.arc @ other.transpose(1, 2)
        beyond = torch.arange(n + 1, device=x.device)[None, :] > batch["count"][:, None]
        arcs = arcs.float().masked_fill(beyond[:, None, :], -1e4)
        arcs = arcs.masked_fill(torch.eye(n + 1, device=x.device, dtype=torch.bool), -1e4)
        return arcs, labels, self.tag(x)

    def relate(self, labels, heads):
        """Scores of the relations to given governors."""
        own, other = labels
        other = other.gather(1, heads[..., None].expand(-1, -1, other.shape[-1]))
        return torch.einsum("bni,rij,bnj->bnr", own, self.label.to(own.dtype), other).float()


def autocast():
    return torch.autocast(DEVICE, torch.bfloat16)


# Guessing hidden words -------------------------------------------------------------------------------------------------


def orthogonal(g):
    """Gradients of a matrix with all its directions made equally strong (Newton and Schulz; Jordan 2024, «Muon»)."""
    x = g.bfloat16()
    turned = x.shape[-2] > x.shape[-1]
    x = x.mT if turned else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        y = x @ x.mT
        x = 3.4445 * x + (-4.7750 * y + 2.0315 * y @ y) @ x
    return x.mT if turned else x


class Muon:
    def __init__(self, matrices, momentum=0.95):
        self.momentum = momentum
        self.groups = {}
        for w in matrices:
            self.groups.setdefault(w.shape, []).append(w)
        self.means = {shape: torch.zeros(len(ws), *shape, device=ws[0].device) for shape, ws in self.groups.items()}

    @torch.no_grad()
    def step(self, rate, decay):
        for shape, ws in self.groups.items():
            g = torch.stack([w.grad for w in ws]).float()
            mean = self.means[shape]
            mean.lerp_(g, 1 - self.momentum)
            step = orthogonal(g.lerp(mean, self.momentum)).float()
            size = rate * max(1, shape[0] / shape[1]) ** 0.5
            torch._foreach_mul_(ws, 1 - rate * decay)
            torch._foreach_add_(ws, list(step.unbind(0)), alpha=-size)


def stream(raw):
    """All raw text in one row of pieces, each sentence behind its sign; and the number of each piece's word."""
    n = len(raw.pieces) + len(raw)
    pieces, words = np.zeros(n, np.int64), np.zeros(n, np.int64)
    shift = np.repeat(np.arange(1, len(raw) + 1), raw.piece_ends - raw.piece_starts)
    at = np.arange(len(raw.pieces)) + shift
    pieces[at] = raw.pieces
    words[at] = np.repeat(np.arange(1, len(raw.lengths) + 1), raw.lengths)
    return torch.from_numpy(pieces).to(DEVICE), torch.from_numpy(words).to(DEVICE)


def pretrain(a, data, about):
    start = time.time()
    torch.manual_seed(a.seed)
    encoder = Encoder(about["pieces"], a.width, a.layers, a.heads).to(DEVICE)
    pieces, words = stream(Part(data, "raw"))
    length, batch = a.length, a.batch // a.length
    count = int(batch * length * a.hide)
    matrices = [p for p in encoder.layers.parameters() if p.ndim == 2]
    others = [encoder.table.weight, encoder.bias, encoder.norm] + [p for p in encoder.layers.parameters() if p.ndim == 1]
    muon = Muon(matrices)
    adam = torch.optim.AdamW(others, lr=a.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=DEVICE == "cuda")
    loss_of = torch.compile(encoder.guess_loss, dynamic=False) if a.compile else encoder.guess_loss
    n_words = int(words.max()) + 1
    step, epoch, at, begun = 0, 0, None, None
    while True:
        if at is None or at + batch > len(order):
            shift = int(torch.randint(length, ()))
            rows = (len(pieces) - shift) // length
            order = torch.randperm(rows, device=DEVICE)
            epoch, at = epoch + 1, 0
        chosen = (order[at : at + batch, None] * length + shift) + torch.arange(length, device=DEVICE)
        at += batch
        x, w = pieces[chosen], words[chosen]
        noise = torch.rand(n_words, device=DEVICE)[w] + (w == 0) * 2
        places = noise.flatten().topk(count, largest=False).indices
        truth = x.flatten()[places]
        dice = torch.rand(count, device=DEVICE)
        instead = torch.where(dice < 0.8, MASK, torch.where(dice < 0.9, torch.randint_like(truth, 5, about["pieces"]), truth))
        hidden = x.flatten().scatter(0, places, instead).view_as(x)
        with autocast():
            loss = loss_of(hidden, places, truth)
        loss.backward()
        if begun is None:
            begun = time.time()  # building the kernels is not part of the time given
        done = min(1.0, max((time.time() - begun) / a.seconds, step / a.steps if a.steps else 0))
        pace = min(1.0, (step + 1) / 100) * min(1.0, (1 - done) / 0.7)
        muon.step(0.02 * pace, 0.05)
        adam.param_groups[0]["lr"] = a.rate * pace
        adam.step()
        encoder.zero_grad(set_to_none=True)
        step += 1
        if step % a.tell == 0 or done >= 1:
            print(f"  words: step {step}, epoch {epoch}, loss {loss.item():.3f}, {time.time() - start:.0f} s, {step * a.batch / (time.time() - begun):.0f} pieces/s", flush=True)
        if done >= 1:
            break
    torch.save({"encoder": encoder.state_dict(), "sizes": (about["pieces"], a.width, a.layers, a.heads)}, a.encoder)


# Trees -----------------------------------------------------------------------------------------------------------------


def collate(items, source=None):
    """A batch of (part, sentence)."""
    b = len(items)
    t = max(int(p.piece_ends[s] - p.piece_starts[s]) for p, s in items) + 2
    n = max(int(p.word_ends[s] - p.word_starts[s]) for p, s in items)
    pieces = np.full((b, t), PAD, np.int64)
    words = np.full((b, t), n + 1, np.int64)
    heads, relations, tags = (np.full((b, n + 1), -1, np.int64) for _ in range(3))
    count = np.zeros(b, np.int64)
    for i, (p, s) in enumerate(items):
        own = p.pieces[p.piece_starts[s] : p.piece_ends[s]]
        where = slice(p.word_starts[s], p.word_ends[s])
        k = count[i] = p.word_ends[s] - p.word_starts[s]
        pieces[i, 0] = p.source if source is None else source
        pieces[i, 1 : len(own) + 1] = own
        pieces[i, len(own) + 1] = BOS
        words[i, 0] = 0
        words[i, 1 : len(own) + 1] = np.repeat(np.arange(1, k + 1), p.lengths[where])
        if hasattr(p, "heads"):
            heads[i, 1 : k + 1], relations[i, 1 : k + 1], tags[i, 1 : k + 1] = p.heads[where], p.relations[where], p.tags[where]
    out = {"pieces": pieces, "words": words, "heads": heads, "relations": relations, "tags": tags, "count": count}
    return {k: torch.from_numpy(v).to(DEVICE, non_blocking=True) for k, v in out.items()} | {"n": n}


def batches(items, size, random=None):
    """Batches of about so many pieces, of sentences about as long."""
    sizes = np.array([p.piece_ends[s] - p.piece_starts[s] for p, s in items], float)
    order = np.argsort(sizes + (random.normal(0, 3, len(sizes)) if random else 0), kind="stable")
    out, batch, longest = [], [], 0
    for i in order:
        longest = max(longest, sizes[i] + 2)
        if batch and longest * (len(batch) + 1) > size:
            out.append(batch)
            batch, longest = [], sizes[i] + 2
        batch.append(items[i])
    out.append(batch)
    if random:
        random.shuffle(out)
    return out


def tune(a, data, about):
    """One network learns trees."""
    torch.manual_seed(a.seed)
    random = np.random.default_rng(a.seed)
    saved = torch.load(a.encoder, map_location=DEVICE)
    encoder = Encoder(*saved["sizes"])
    encoder.load_state_dict(saved["encoder"])
    parser = Parser(encoder, len(about["relations"]), len(about["tags"])).to(DEVICE)
    items = []
    for name in ("ewt_train", "ewt_test", "gum_train"):
        part = Part(data, name)
        items += [(part, s) for s in range(len(part)) if part.sizes()[s] < 200 and not (name == "gum_train" and part.aside[s])]
    heads = [p for name, p in parser.named_parameters() if not name.startswith("encoder")]
    groups = [{"params": list(encoder.parameters()), "most": a.rate}, {"params": heads, "most": a.rate * 4}]
    adam = torch.optim.AdamW(groups, lr=a.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=DEVICE == "cuda")
    steps = a.epochs * len(batches(items, a.batch, random))
    step, start = 0, time.time()
    for epoch in range(a.epochs):
        total = 0.0
        for chosen in batches(items, a.batch, random):
            source = None if random.random() < 0.7 else BOS  # some are read without telling where they come from
            batch = collate(chosen, source)
            pieces = batch["pieces"]
            hide = (torch.rand_like(pieces, dtype=torch.float) < a.hide) & (pieces >= len(SPECIAL))
            batch["pieces"] = pieces.masked_fill(hide, MASK)
            with autocast():
                arcs, labels, tags = parser(batch, a.drop, a.layer_drop)
                related = parser.relate(labels, batch["heads"].clamp(min=0))
            loss_of = lambda scores, truth: F.cross_entropy(scores.flatten(0, 1).float(), truth.flatten(), ignore_index=-1)
            loss = loss_of(arcs, batch["heads"]) + loss_of(related, batch["relations"]) + 0.3 * loss_of(tags, batch["tags"])
            loss.backward()
            nn.utils.clip_grad_norm_(parser.parameters(), 1.0)
            pace = min(1.0, (step + 1) / (0.08 * steps)) * max(0.0, 1 - step / steps)
            for group in adam.param_groups:
                group["lr"] = group["most"] * pace
            adam.step()
            parser.zero_grad(set_to_none=True)
            step += 1
            total += loss.detach()
        print(f"  {a.out}: epoch {epoch}, loss {float(total) / steps * a.epochs:.3f}, {time.time() - start:.0f} s", flush=True)
    torch.save({k: v.half() for k, v in parser.state_dict().items()}, a.out)
    for name, part, chosen in asides(data):
        for source in SOURCES:
            print(f"  {a.out}: {name} read as {source}: UAS %.2f LAS %.2f" % score(part, chosen, annotate([parser], part, chosen, SOURCES[source])), flush=True)


def asides(data):
    """What is kept for development: EWT dev and every sixth document of GUM's training part."""
    ewt, gum = Part(data, "ewt_dev"), Part(data, "gum_train")
    return [("EWT dev", ewt, list(range(len(ewt)))), ("GUM aside", gum, [s for s in range(len(gum)) if gum.aside[s]])]


def eisner():
    """The decoder, made when it is first needed."""
    import numba

    @numba.njit(cache=False)
    def decode(scores, heads):
        # scores[d, h]; the root governs one word (its arcs are made dear).
        n = scores.shape[0]
        complete = np.zeros((n, n, 2), np.float32)
        incomplete = np.zeros((n, n, 2), np.float32)
        split_c = np.zeros((n, n, 2), np.int32)
        split_i = np.zeros((n, n), np.int32)
        for width in range(1, n):
            for i in range(n - width):
                j = i + width
                best, at = np.float32(-1e30), i
                for k in range(i, j):
                    v = complete[i, k, 1] + complete[k + 1, j, 0]
                    if v > best:
                        best, at = v, k
                split_i[i, j] = at
                incomplete[i, j, 0] = best + scores[i, j] if i > 0 else np.float32(-1e30)
                incomplete[i, j, 1] = best + scores[j, i] - (np.float32(1e4) if i == 0 else np.float32(0))
                best, at = np.float32(-1e35), i
                for k in range(i, j):
                    v = complete[i, k, 0] + incomplete[k, j, 0]
                    if v > best:
                        best, at = v, k
                complete[i, j, 0], split_c[i, j, 0] = best, at
                best, at = np.float32(-1e35), i + 1
                for k in range(i + 1, j + 1):
                    v = incomplete[i, k, 1] + complete[k, j, 1]
                    if v > best:
                        best, at = v, k
                complete[i, j, 1], split_c[i, j, 1] = best, at
        stack = np.zeros((4 * n + 8, 4), np.int32)
        stack[0] = np.array([0, n - 1, 1, 1])
        top = 1
        while top > 0:
            top -= 1
            i, j, right, done = stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3]
            if i == j:
                continue
            if done == 0:
                if right == 1:
                    heads[j] = i
                else:
                    heads[i] = j
                k = split_i[i, j]
                stack[top] = np.array([i, k, 1, 1])
                stack[top + 1] = np.array([k + 1, j, 0, 1])
            elif right == 1:
                k = split_c[i, j, 1]
                stack[top] = np.array([i, k, 1, 0])
                stack[top + 1] = np.array([k, j, 1, 1])
            else:
                k = split_c[i, j, 0]
                stack[top] = np.array([k, j, 0, 0])
                stack[top + 1] = np.array([i, k, 0, 1])
            top += 2

    @numba.njit(parallel=True, cache=False)
    def decode_all(scores, counts, heads):
        for b in numba.prange(scores.shape[0]):
            n = counts[b] + 1
            decode(np.ascontiguousarray(scores[b, :n, :n]), heads[b])

    return decode_all


DECODE = []  # the decoder, once it is made
NAMES, MAIN, ROOT = [], [], [0]  # the relations, those without subtypes, the number of the root's


@torch.no_grad()
def annotate(parsers, part, chosen, source, size=60000):
    """Trees by vote: governors and relations of each chosen sentence, and how probable its arcs are in the mean."""
    if not DECODE:
        DECODE.append(eisner())
    found = {}
    for items in batches([(part, s) for s in chosen], size if DEVICE == "cuda" else 3000):
        batch = collate(items, source)
        votes, seen = 0, []
        with autocast():
            for parser in parsers:
                arcs, labels, _ = parser(batch)
                votes = votes + arcs.log_softmax(-1) / len(parsers)
                seen.append(labels)
        heads = np.zeros(votes.shape[:2], np.int64)
        DECODE[0](votes.float().cpu().numpy(), batch["count"].cpu().numpy(), heads)
        governors = torch.from_numpy(heads).to(DEVICE)
        with autocast():
            related = sum(parser.relate(labels, governors).softmax(-1) for parser, labels in zip(parsers, seen))
        # Only the root's dependent is a root.
        is_root = torch.zeros(related.shape[-1], dtype=torch.bool, device=DEVICE)
        is_root[ROOT[0]] = True
        related = related.masked_fill(is_root[None, None] != (governors == 0)[..., None], -1)
        relations = related.argmax(-1).cpu().numpy()
        sure = votes.gather(2, governors[..., None]).exp()[..., 0].float().cpu().numpy()
        for i, (_, s) in enumerate(items):
            k = int(batch["count"][i])
            found[s] = heads[i, 1 : k + 1], relations[i, 1 : k + 1], float(sure[i, 1 : k + 1].mean())
    return found


def score(part, chosen, found):
    words = right = both = 0
    main = np.array([MAIN.index(r.split(":")[0]) for r in NAMES])
    for s in chosen:
        where = slice(part.word_starts[s], part.word_ends[s])
        same = found[s][0] == part.heads[where]
        words += len(same)
        right += same.sum()
        both += (same & (main[found[s][1]] == main[part.relations[where]])).sum()
    return 100 * right / words, 100 * both / words


def silver(a, data, about):
    """Annotates raw text by the vote of all networks."""
    start = time.time()
    parsers = []
    for path in a.parsers:
        sizes = torch.load(a.encoder, map_location="cpu")["sizes"]
        parser = Parser(Encoder(*sizes), len(about["relations"]), len(about["tags"])).to(DEVICE)
        parser.load_state_dict(torch.load(path, map_location=DEVICE))
        parsers.append(parser.eval())
    best = {}
    for name, part, chosen in asides(data):
        for source in SOURCES:
            best[name, source] = score(part, chosen, annotate(parsers, part, chosen, SOURCES[source]))
            print(f"  vote: {name} read as {source}: UAS %.2f LAS %.2f" % best[name, source], flush=True)
    source = a.source or max(SOURCES, key=lambda s: best["GUM aside", s][1])
    raw = Part(data, "raw")
    found = {}
    chosen = [int(s) for s in data["silver"][: a.most or None]]
    for first in range(0, len(chosen), 20000):
        found |= annotate(parsers, raw, chosen[first : first + 20000], SOURCES[source])
        print(f"  {len(found)} sentences read as {source}, {time.time() - start:.0f} s", flush=True)
    sure = np.array([found[s][2] for s in chosen])
    least = np.quantile(sure, a.unsure)
    print(f"  arcs are sure to {sure.mean():.3f} in the mean; sentences below {least:.3f} are left out")
    keep = sure >= least
    kept = [found[s] for s, k in zip(chosen, keep) if k]
    ways = [np.where(h == 0, 0, h - np.arange(1, len(h) + 1)).astype(np.int8) for h, _, _ in kept]
    out = [np.uint64(about["digest"]).tobytes(), np.uint32(len(chosen)).tobytes(), keep.astype(np.uint8).tobytes()]
    out += [np.concatenate(ways).tobytes(), np.concatenate([r for _, r, _ in kept]).astype(np.uint8).tobytes()]
    packed = gzip.compress(b"".join(out), 9, mtime=0)
    Path(a.out).write_bytes(packed)
    print(f"  {len(kept)} trees of {sum(map(len, ways))} words: {len(packed)} bytes, {time.time() - start:.0f} s", flush=True)
    part = Part(data, "gum_heldout")
    chosen = list(range(len(part)))
    print(f"  vote: GUM held-out read as {source}: UAS %.2f LAS %.2f" % score(part, chosen, annotate(parsers, part, chosen, SOURCES[source])), flush=True)


def run(a, _data, _about):
    """All steps: words, three networks side by side, votes."""
    me = [sys.executable, "-u", __file__]
    common = ["--data", a.data, "--encoder", f"{a.scratch}/encoder.pt"]
    subprocess.run([*me, "pretrain", *common, *a.pretrain.split()], check=True)
    networks = [f"{a.scratch}/parser{seed}.pt" for seed in (1, 2, 3)]
    rates = [str(float(r)) for r in a.rates.split(",")]
    tuning = [
        subprocess.Popen([*me, "tune", *common, "--seed", str(seed + 1), "--rate", rate, "--out", network, *a.tune.split()])
        for seed, (network, rate) in enumerate(zip(networks, rates))
    ]
    assert all(p.wait() == 0 for p in tuning)
    subprocess.run([*me, "silver", *common, "--parsers", *networks, "--out", f"{a.out}/trees.gz", *a.annotate.split()], check=True)


def main():
    p = argparse.ArgumentParser()
    commands = p.add_subparsers(dest="command", required=True)
    c = commands.add_parser("prepare")
    c.add_argument("--shared", default="../shared")
    c.add_argument("--all")
    c.add_argument("--silver")
    c.add_argument("--out")
    c.add_argument("--pieces", type=int, default=16000)
    c = commands.add_parser("pretrain")
    c.add_argument("--seconds", type=float, default=125)
    c.add_argument("--steps", type=int, default=0)
    c.add_argument("--width", type=int, default=512)
    c.add_argument("--layers", type=int, default=10)
    c.add_argument("--heads", type=int, default=8)
    c.add_argument("--batch", type=int, default=192 * 256)
    c.add_argument("--length", type=int, default=256)
    c.add_argument("--hide", type=float, default=0.2)
    c.add_argument("--rate", type=float, default=2e-3)
    c.add_argument("--tell", type=int, default=200)
    c.add_argument("--compile", type=int, default=1)
    c = commands.add_parser("tune")
    c.add_argument("--epochs", type=int, default=7)
    c.add_argument("--batch", type=int, default=4000)
    c.add_argument("--rate", type=float, default=4e-4)
    c.add_argument("--hide", type=float, default=0.1)
    c.add_argument("--drop", type=float, default=0.33)
    c.add_argument("--layer-drop", type=float, default=0.1)
    c = commands.add_parser("silver")
    c.add_argument("--parsers", nargs="+")
    c.add_argument("--source", default="")
    c.add_argument("--unsure", type=float, default=0.06)
    c.add_argument("--most", type=int, default=0)
    c = commands.add_parser("run")
    c.add_argument("--scratch", default="/tmp")
    c.add_argument("--rates", default="3e-4,5e-4,8e-4")
    for stage in ("pretrain", "tune", "annotate"):
        c.add_argument(f"--{stage}", default="", help="further arguments of that stage")
    for name, c in commands.choices.items():
        if name != "prepare":
            c.add_argument("--data", required=True)
            c.add_argument("--encoder")
            c.add_argument("--out")
            c.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    if a.command == "prepare":
        return prepare(a)
    data, about = load(a.data)
    NAMES.extend(about["relations"])
    MAIN.extend(sorted({r.split(":")[0] for r in NAMES}))
    ROOT[0] = NAMES.index("root")
    {"pretrain": pretrain, "tune": tune, "silver": silver, "run": run}[a.command](a, data, about)


if __name__ == "__main__":
    main()
