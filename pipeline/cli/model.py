"""Commands on the language model: train it, measure it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import E, FactwireError

Data = Annotated[Path, typer.Option(help="Folder of the shared data, with `ud` and `ner`.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the `factwire` command."""
    app.command()(train)
    app.command()(evaluate_model)


def train(
    config: Annotated[
        Path, typer.Argument(metavar="CONFIG", help="Folder of configs, such as models/configs/sm.")
    ],
    data: Data,
    out: Annotated[Path, typer.Option(help="Folder of the stages and the model.")] = Path("out/train"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an earlier run stopped.")] = False,
    package: Annotated[bool, typer.Option("--package", help="Also build the model's wheel.")] = False,
    trial: Annotated[
        bool, typer.Option("--trial", help="All stages with little data and few steps (minutes).")
    ] = False,
) -> None:
    """Train the language model (hours), stage by stage."""
    for folder in (config, data):
        _folder(folder)
    from pipeline.train.run import train as run_training

    model = run_training(str(config), data, out, resume, trial)
    typer.echo(str(_package(model, out) if package else model))


def evaluate_model(
    data: Data,
    model: Annotated[str | None, typer.Option(help="spaCy model, by name or path.")] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="File for the scores as JSON; default stdout.")
    ] = None,
) -> None:
    """Measure the language model on test splits: tags, trees, sentences, entities, speed."""
    from pipeline.annotate.model import best_model
    from pipeline.train.evaluation import evaluate_model as measure

    _folder(data)
    _write(measure(model or best_model(), data), output)


def _folder(path: Path) -> None:
    if not path.is_dir():
        raise FactwireError(E.E001, path=path)


def _package(model: Path, out: Path) -> Path:
    from pipeline.train.package import package

    return package(model, out / "wheel")


def _write(scores: dict[str, Any], output: str | None) -> None:
    import json

    from pipeline.write import open_output

    with open_output(output) as stream:
        stream.write(json.dumps(scores, indent=1).encode() + b"\n")
