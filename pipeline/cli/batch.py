"""`factwire batch`: archives of any size, resumable."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.messages import is_plain
from pipeline.cli.options import EXIT_FAILED, EXIT_PARTLY
from pipeline.cli.pipes import own_pipes, say
from pipeline.cli.reading import (
    AnyLanguage,
    DateColumn,
    IdColumn,
    Inputs,
    Model,
    Published,
    Rules,
    SaveArticles,
    TextColumn,
    Timeout,
    TitleColumn,
    Workers,
    read_options,
)


class Engine(StrEnum):
    """Where a batch runs."""

    local = "local"
    ray = "ray"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(batch)


def batch(
    inputs: Inputs,
    out: Annotated[Path, typer.Option(help="Folder for the output; a run that it holds is gone on with.")],
    workers: Workers = 1,
    timeout: Timeout = 120.0,
    cascade: Annotated[
        bool,
        typer.Option(
            "--cascade/--no-cascade", help="Spare the model articles without any word that facts need."
        ),
    ] = True,
    engine: Annotated[
        Engine,
        typer.Option(help="local: processes of this machine; ray: a Ray cluster, with --workers actors."),
    ] = Engine.local,
    ray_address: Annotated[
        str | None, typer.Option(help="Of the Ray cluster; else RAY_ADDRESS, else one of this machine alone.")
    ] = None,
    shard_size: Annotated[int, typer.Option(min=1, help="Articles that are written together.")] = 200,
    save_articles: SaveArticles = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Give up the run that the folder holds, and begin anew.")
    ] = False,
    model: Model = None,
    rules: Rules = None,
    published: Published = None,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    date_column: DateColumn = None,
    title_column: TitleColumn = None,
    any_language: AnyLanguage = False,
) -> None:
    """Extract the facts of an archive into a folder; a run that was interrupted is gone on with."""
    from pipeline.run.batch import BatchOptions, Extractor, producer_of, run_batch
    from pipeline.run.progress import BatchLog, BatchProgress
    from pipeline.run.rulecheck import with_rules

    reading = read_options(published, text_column, id_column, date_column, title_column, any_language)
    work = Extractor.load(model, cascade, save_articles, reading, with_rules(rules))
    options = BatchOptions(
        inputs=tuple(inputs),
        out=out,
        reading=reading,
        workers=workers,
        timeout=timeout,
        shard_size=shard_size,
        keep=save_articles,
        restart=restart,
        engine=engine.value,
        address=ray_address,
        producer=producer_of(work.nlp),
    )
    progress = BatchProgress() if sys.stderr.isatty() and is_plain() else BatchLog(say)
    try:
        with own_pipes():
            report = run_batch(options, work, say, progress)
    except (KeyboardInterrupt, SystemExit):
        say(f"stopped; what is done is safe in {out}, and the same command goes on with it")
        raise
    say(report.summary())
    if report.failed:
        say(f"what is in quarantine can be run again: factwire batch {out / 'quarantine.jsonl'} --out ...")
        raise typer.Exit(EXIT_PARTLY if report.articles else EXIT_FAILED)
