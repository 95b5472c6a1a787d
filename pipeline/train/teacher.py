"""What the teacher's training needs beside spaCy's: a mixed corpus, rates by layer, a light encoder.

The teacher is one MiniLM encoder under all components. Treebanks say nothing of entities and entity sources
nothing of trees; spaCy's components skip what an example doesn't annotate, so both train one encoder.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial, wraps
from importlib import import_module
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry
from thinc.api import Optimizer

Reader = Callable[[Language], Iterable[Example]]
LAYER = re.compile(r"(?:^|\.)encoder\.layer\.(\d+)\.")
HEAD_NAMES = frozenset("WbEG")


@registry.readers("factwire.Joint.v1")  # type: ignore[untyped-decorator]
def create_joint_reader(trees: Reader, entities: Reader) -> Reader:
    """Make a reader that gives the examples of two readers: trees, then entities."""

    def read(nlp: Language) -> Iterator[Example]:
        yield from trees(nlp)
        yield from entities(nlp)

    return read


class LayerwiseAdam(Optimizer):
    """Adam whose rate falls from the heads through the encoder's layers (Howard and Ruder 2018).

    Args:
        decay: the factor from one layer to the one below it.
        heads: the factor of all that is not the encoder.
        layers: how many layers the encoder has.
    """

    def __init__(self, *args: Any, decay: float, heads: float, layers: int, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.decay = decay
        self.heads = heads
        self.layers = layers

    def scale(self, name: str) -> float:
        """Give the factor on the rate of a parameter by its name."""
        layer = LAYER.search(name)
        if layer:
            return float(self.decay ** (self.layers - 1 - int(layer[1])))
        return self.heads if len(name) <= 2 or name in HEAD_NAMES or "." not in name else 1.0

    def __call__(
        self, key: tuple[int, str], weights: Any, gradient: Any, *, lr_scale: float = 1.0
    ) -> tuple[Any, Any]:
        """Update one parameter; see ``thinc.api.Optimizer``."""
        scaled = lr_scale * self.scale(key[1])
        updated: tuple[Any, Any] = super().__call__(key, weights, gradient, lr_scale=scaled)
        return updated


@registry.optimizers("factwire.LayerwiseAdam.v1")
def create_layerwise_adam(learn_rate: Any, decay: float, heads: float, layers: int) -> LayerwiseAdam:
    """Make the optimiser from a config."""
    return LayerwiseAdam(
        learn_rate,
        decay=decay,
        heads=heads,
        layers=layers,
        beta1=0.9,
        beta2=0.999,
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
        eps=1e-8,
    )


def _in_bfloat16(torch: Any, forward: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(forward)
    def run(*args: Any, **kwargs: Any) -> Any:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = forward(*args, **kwargs)
        for name, value in output.items():
            output[name] = value.float()
        return output

    return run


def lighten(nlp: Language) -> Language:
    """Freeze the word pieces' embeddings and run the encoder in bfloat16 while it trains.

    Half of the encoder's weights are embeddings that a small treebank can only spoil; bfloat16 doubles the
    speed on processors that have it. Weights stay in 32 bits.
    """
    torch = import_module("torch")
    encoder = nlp.get_pipe("transformer").model.transformer  # type: ignore[attr-defined]
    for parameter in encoder.embeddings.parameters():
        parameter.requires_grad = False
    encoder.forward = _in_bfloat16(torch, encoder.forward)
    return nlp


@registry.callbacks("factwire.light_encoder.v1")  # type: ignore[untyped-decorator]
def create_light_encoder() -> Callable[[Language], Language]:
    """Make the callback that calls ``lighten`` after initialisation."""
    return partial(lighten)
