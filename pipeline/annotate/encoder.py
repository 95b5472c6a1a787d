"""The component `factwire_encoder`: a BERT encoder in numpy, and the layers that read what it gives.

`en_factwire_trf` was trained with torch (`factwire train models/configs/trf`); to use it, none is needed: the
encoder (MiniLM, Wang et al. 2020: 6 layers, 384 wide) is a few matrix products. Several windows go through it
together, since large matrices are faster; each attends to itself only, and each row of a product is computed
alone, so that a document's annotation doesn't depend on what it is batched with.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from thinc.api import Maxout, Model, chain, with_array
from tokenizers import Tokenizer

NAME = "factwire_encoder"
WINDOW, STRIDE = 128, 96
TOGETHER = 384
LEAST = 16
MAX_PIECES = 510
EPSILON = 1e-12
WEIGHTS, PIECES = "weights.npz", "tokenizer.json"

Floats = NDArray[np.float32]
Vectors = list[Any]


@Language.factory(NAME, assigns=["doc.tensor"])
def make_factwire_encoder(nlp: Language, name: str) -> "FactwireEncoder":
    """Create the component that gives tokens contextual vectors."""
    return FactwireEncoder(name)


class FactwireEncoder:
    """Sets `doc.tensor`: an array of shape (tokens, width), zero for white space.

    Args:
        name: Name of the component in the pipeline.
    """

    def __init__(self, name: str = NAME) -> None:
        self.name = name
        self.bert: Bert | None = None
        self.pieces: Tokenizer | None = None

    def set_weights(self, weights: dict[str, Floats], pieces: Tokenizer) -> None:
        """Take trained weights, named as in Hugging Face's `BertModel`, and the tokenizer of word pieces."""
        pieces.no_padding()
        pieces.no_truncation()
        self.bert, self.pieces = Bert(weights), pieces

    def __call__(self, doc: Doc) -> Doc:
        """Encode a document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Encode documents, several at a time."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            for doc, vectors in zip(batch, self.encode(batch), strict=True):
                doc.tensor = vectors  # type: ignore[assignment]
                yield doc

    def encode(self, docs: Sequence[Doc]) -> list[Floats]:
        """Return a vector for each token: the mean over its word pieces in all windows that it stands in."""
        assert self.bert is not None and self.pieces is not None, "the encoder has no weights"
        totals = [np.zeros((len(doc), self.bert.width), dtype=np.float32) for doc in docs]
        numbers = [np.zeros((len(doc), 1), dtype=np.float32) for doc in docs]
        coded = ((k, self._coded(window)) for k, doc in enumerate(docs) for window in _windows(doc))
        for group in _groups(coded):
            encoded = self.bert([window.ids for _, window in group])
            for (k, window), states in zip(group, encoded, strict=True):
                for token, i in window.pieces:
                    totals[k][token] += states[i]
                    numbers[k][token] += 1.0
        pairs = zip(totals, numbers, strict=True)
        return [(total / np.maximum(number, 1.0)).astype(np.float32) for total, number in pairs]

    def _coded(self, window: Span) -> "_Window":
        """Return the word pieces of a window; of one that has too many, the first."""
        assert self.pieces is not None
        coded = self.pieces.encode(window.text)
        ids, offsets = coded.ids[: MAX_PIECES + 1], coded.offsets[: MAX_PIECES + 1]
        if len(coded.ids) > len(ids):
            ids, offsets = [*ids, coded.ids[-1]], [*offsets, (0, 0)]
        owners = _owners(window)
        pieces = [
            (token, i)
            for i, (begin, end) in enumerate(offsets)
            for token in dict.fromkeys(owners[begin:end])
            if token >= 0
        ]
        return _Window(np.asarray(ids), pieces)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write weights in 16 bits, and the tokenizer."""
        assert self.bert is not None and self.pieces is not None, "the encoder has no weights"
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        half = {name: weight.astype(np.float16) for name, weight in self.bert.weights.items()}
        np.savez(folder / WEIGHTS, **half)  # type: ignore[arg-type]
        (folder / PIECES).write_text(self.pieces.to_str(), encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "FactwireEncoder":
        """Read what `to_disk` wrote; no object is unpickled."""
        folder = Path(path)
        with np.load(folder / WEIGHTS, allow_pickle=False) as table:
            weights = {name: table[name].astype(np.float32) for name in table.files}
        self.set_weights(weights, Tokenizer.from_str((folder / PIECES).read_text(encoding="utf-8")))
        return self


class _Window(NamedTuple):
    """A stretch of a document as the encoder takes it: ids of word pieces, and (token, piece) pairs."""

    ids: NDArray[np.int64]
    pieces: list[tuple[int, int]]


def _windows(doc: Doc) -> Iterator[Span]:
    """Yield overlapping stretches of a document."""
    for start in range(0, max(len(doc) - WINDOW, 0) + STRIDE, STRIDE) if len(doc) else ():
        yield doc[start : start + WINDOW]


def _groups(windows: Iterable[tuple[int, _Window]]) -> Iterator[list[tuple[int, _Window]]]:
    """Yield windows in groups that are large enough for fast matrix products."""
    group: list[tuple[int, _Window]] = []
    size = 0
    for owner, window in windows:
        group.append((owner, window))
        size += len(window.ids)
        if size >= TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def _owners(window: Any) -> list[int]:
    """Return the index of the token that each character of a window belongs to, -1 for white space."""
    owners = [-1] * len(window.text)
    for token in window:
        if not token.is_space:
            begin = token.idx - window.start_char
            owners[begin : begin + len(token)] = [token.i] * len(token)
    return owners


class Bert:
    """The encoder of Devlin et al. (2019), forwards only.

    Args:
        weights: By the names of Hugging Face's `BertModel`, without its pooler.
        heads: Number of attention heads.
    """

    def __init__(self, weights: dict[str, Floats], heads: int = 12) -> None:
        self.weights = weights
        self.heads = heads
        self.width = weights["embeddings.word_embeddings.weight"].shape[1]
        self.layers = 1 + max(
            int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")
        )
        self._joined = [self._attention_inputs(i) for i in range(self.layers)]

    def __call__(self, windows: Sequence[NDArray[np.int64]]) -> list[Floats]:
        """Return the last hidden states of the word pieces of windows, arrays of shape (pieces, width).

        The same ones whatever windows are beside: a product of very few rows, which is computed in another
        order and rounded otherwise, is never made.
        """
        if sum(map(len, windows)) < LEAST:
            return self([*windows, np.zeros(LEAST, dtype=np.int64)])[:-1]
        places = np.concatenate([np.arange(len(ids)) for ids in windows])
        embeddings = self.weights["embeddings.word_embeddings.weight"][np.concatenate(windows)]
        embeddings = embeddings + self.weights["embeddings.position_embeddings.weight"][places]
        embeddings = embeddings + self.weights["embeddings.token_type_embeddings.weight"][0]
        states = self._normalised(embeddings, "embeddings.LayerNorm")
        ends = list(accumulate(len(ids) for ids in windows))
        for i in range(self.layers):
            states = self._layer(states, ends, i)
        return np.split(states, ends[:-1])

    def _attention_inputs(self, i: int) -> tuple[Floats, Floats]:
        parts = [f"encoder.layer.{i}.attention.self.{part}" for part in ("query", "key", "value")]
        matrix = np.concatenate([self.weights[f"{part}.weight"] for part in parts]).T
        return np.ascontiguousarray(matrix), np.concatenate([self.weights[f"{part}.bias"] for part in parts])

    def _layer(self, states: Floats, ends: list[int], i: int) -> Floats:
        name = f"encoder.layer.{i}"
        matrix, bias = self._joined[i]
        joined = states @ matrix + bias
        attentions = [self._attention(joined[start:end]) for start, end in pairwise([0, *ends])]
        attended = self._linear(np.concatenate(attentions), f"{name}.attention.output.dense")
        states = self._normalised(states + attended, f"{name}.attention.output.LayerNorm")
        inner = gelu(self._linear(states, f"{name}.intermediate.dense"))
        return self._normalised(
            states + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _attention(self, joined: Floats) -> Floats:
        """Return what the pieces of one window gather from each other by their queries, keys and values."""
        length, size = len(joined), self.width // self.heads
        query, key, value = joined.reshape(length, 3, self.heads, size).transpose(1, 2, 0, 3)
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        attended: Floats = (weights @ value).transpose(1, 0, 2).reshape(length, self.width)
        return attended

    def _linear(self, states: Floats, name: str) -> Floats:
        result: Floats = states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result

    def _normalised(self, states: Floats, name: str) -> Floats:
        centred = states - states.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        result: Floats = centred / scale * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


def gelu(states: Floats) -> Floats:
    """Return the Gaussian error linear unit of each number."""
    result: Floats = states * np.float32(0.5) * (1 + erf(states * np.float32(np.sqrt(0.5))))
    return result


def _read_tensor(
    model: Model[list[Doc], Vectors], docs: list[Doc], is_train: bool
) -> tuple[Vectors, Callable[[Vectors], list[Doc]]]:
    width = model.get_dim("nO")
    zeros = model.ops.alloc2f
    found: list[Any] = [d.tensor if len(d.tensor) == len(d) else zeros(len(d), width) for d in docs]
    return [model.ops.asarray2f(vectors) for vectors in found], lambda _: []


@registry.architectures("factwire.Tensor.v1")  # type: ignore[untyped-decorator]
def tensor(width: int) -> Model[list[Doc], Vectors]:
    """Give the vectors that an encoder left on `doc.tensor`; it doesn't learn.

    Args:
        width: Of the vectors.
    """
    return Model("tensor", _read_tensor, dims={"nO": width})


def _join(
    model: Model[list[Doc], Vectors], docs: list[Doc], is_train: bool
) -> tuple[Vectors, Callable[[Vectors], list[Doc]]]:
    context, form = model.layers
    left, back_left = context(docs, is_train)
    right, back_right = form(docs, is_train)
    joined = [model.ops.xp.hstack(pair) for pair in zip(left, right, strict=True)]
    widths = [part.shape[1] for part in left]

    def backprop(gradients: Vectors) -> list[Doc]:
        pairs = list(zip(gradients, widths, strict=True))
        contiguous = model.ops.as_contig
        back_left([contiguous(gradient[:, :width]) for gradient, width in pairs])
        back_right([contiguous(gradient[:, width:]) for gradient, width in pairs])
        return []

    return joined, backprop


def _initialise(model: Model[list[Doc], Vectors], X: list[Doc] | None = None, Y: Any = None) -> None:
    for layer in model.layers:
        layer.initialize(X=X)


@registry.architectures("factwire.ContextAndForm.v1")  # type: ignore[untyped-decorator]
def context_and_form(
    context: Model[list[Doc], Vectors], form: Model[list[Doc], Vectors], width: int
) -> Model[list[Doc], Vectors]:
    """Join two views of each token and mix them.

    An uncased encoder doesn't see capitals, which tell a name from a noun; the second view brings them back.

    Args:
        context: Gives contextual vectors, arrays of shape (tokens, context width) by document.
        form: Gives vectors of the words' forms, arrays of shape (tokens, form width).
        width: Of what comes out, arrays of shape (tokens, width).
    """
    layers = [context, form]
    joined: Model[list[Doc], Vectors] = Model(
        "context_and_form", _join, init=_initialise, layers=layers, dims={"nO": None}
    )
    mixed: Model[Vectors, Vectors] = with_array(Maxout(nO=width, nP=2, normalize=True, dropout=0.1))
    model: Model[list[Doc], Vectors] = chain(joined, mixed)
    model.set_dim("nO", width)
    return model
