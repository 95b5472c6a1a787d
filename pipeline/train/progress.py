"""How far a stage has come: kept with its checkpoints, so that a broken run goes on where it was.

spaCy's loop keeps neither the optimiser nor its place in the schedule. The rate falls on a line to 0, so the
rest of that line is a schedule of its own: fewer steps, from the rate that was reached.
"""

import logging
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, TextIO

import spacy
from spacy.language import Language
from spacy.training.loggers import console_logger
from spacy.util import load_meta, registry
from thinc.api import Config

LOG = logging.getLogger(__name__)
STEPS = "trained_steps"
KEPT = "model-kept"
CHECKPOINTS = ("model-last", KEPT, "model-best")
Logger = Callable[
    [Language, TextIO, TextIO], tuple[Callable[[dict[str, Any] | None], None], Callable[[], None]]
]


@registry.loggers("factwire.Steps.v1")  # type: ignore[untyped-decorator]
def create_logger(begun: int) -> Logger:
    """Make spaCy's console logger, which also notes in the checkpoint's meta data how many steps were done.

    It is called once a step, after a checkpoint is written, so a checkpoint may have one step more behind it.

    Args:
        begun: the steps of earlier runs.
    """
    console: Logger = console_logger(progress_bar=False)

    def set_up(
        nlp: Language, stdout: TextIO, stderr: TextIO
    ) -> tuple[Callable[[dict[str, Any] | None], None], Callable[[], None]]:
        log_step, finalise = console(nlp, stdout, stderr)
        steps = count(begun)

        def log(info: dict[str, Any] | None) -> None:
            nlp.meta[STEPS] = next(steps)
            log_step(info)

        return log, finalise

    return set_up


def checkpoint(stage: Path) -> Path | None:
    """Give the last checkpoint of a stage that can be read, and keep it.

    One is broken if its writer was killed; and spaCy's loop deletes what it finds before it writes its first.

    Args:
        stage: the folder that spaCy's loop writes to.
    """
    for path in (stage / name for name in CHECKPOINTS):
        if path.exists():
            try:
                spacy.load(path)
            except Exception as error:  # a truncated file can raise anything
                LOG.warning("%s cannot be read and is passed over: %s", path, error)
            else:
                return _kept(path, stage / KEPT)
    return None


def _kept(path: Path, place: Path) -> Path:
    if path != place:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(path, place)
    return place


def steps_done(path: Path) -> int:
    """Give the steps that a checkpoint has behind it."""
    return int(load_meta(path / "meta.json").get(STEPS, 0))


def remaining(settings: Config, done: int) -> Config | None:
    """Give the settings for the rest of a stage, in place; None if nothing is left.

    Args:
        settings: of spaCy's training, with a rate that warms up and falls on a line to 0.
        done: the steps that were done.
    """
    training = settings["training"]
    steps = training["max_steps"]
    if done >= steps:
        return None
    rate = training["optimizer"]["learn_rate"]
    left = steps - done
    if done:
        rate["initial_rate"] *= min(1.0, left / max(1, steps - rate["warmup_steps"]))
        rate["warmup_steps"] = min(rate["warmup_steps"], left // 10)
    training["max_steps"] = left
    training["logger"] = {"@loggers": "factwire.Steps.v1", "begun": done}
    return settings
