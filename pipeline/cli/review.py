"""Commands for a person: the review page, the report, corrections into gold, what to look at next."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.evaluate import (
    DEFAULT_SEED,
    Articles,
    Gold,
    Only,
    Predicted,
    Samples,
    Seed,
    Split,
    chosen_ids,
)
from pipeline.cli.pipes import say
from pipeline.run.words import count

Corpus = Annotated[
    Path | None, typer.Option(help="The articles: a file or folder; without them no text is shown.")
]


def register(app: typer.Typer, annotate: typer.Typer) -> None:
    """Add these commands to `factwire` and `factwire annotate`."""
    app.command()(review)
    app.command()(report)
    annotate.command("apply")(annotate_apply)
    annotate.command("queue")(annotate_queue)


def review(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="Records, JSON lines.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("review.html"),
    corpus: Corpus = None,
    gold: Annotated[Path | None, typer.Option(help="Gold records: misses and errors are marked.")] = None,
    entities: Annotated[
        Path | None, typer.Option(help="Entities to mark: JSON lines of `id` and `entities`.")
    ] = None,
    queue: Annotated[
        Path | None, typer.Option(help="Output of `factwire annotate queue`: its articles come first.")
    ] = None,
) -> None:
    """Write one self-contained page to look at facts in their texts and to correct them."""
    from pipeline.evaluate import load_articles, load_records
    from pipeline.evaluate.ner import load_entities
    from pipeline.review.page import LIMIT, write_page
    from pipeline.review.queue import load_queue

    articles = load_articles(corpus) if corpus else {}
    known = articles or None
    records = load_records(facts, known)
    marked = load_entities(entities, known) if entities else None
    compared = load_records(gold, known) if gold else None
    first = load_queue(queue, records) if queue else []
    left_out = write_page(records, articles, output, compared, marked, first)
    say(f"{count(len(records), 'fact')} in {output}")
    if left_out:
        say(f"{count(left_out, 'article')} without facts not in it: a page holds {LIMIT:,}")


def report(
    gold: Gold,
    facts: Predicted,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("report.html"),
    articles: Articles = None,
    only: Only = None,
    split: Split = None,
    examples: Annotated[int, typer.Option(min=0, help="Sentences shown of each cause of errors.")] = 5,
    samples: Samples = 1000,
    seed: Seed = DEFAULT_SEED,
) -> None:
    """Write one self-contained page about a run: figures, plots, samples of errors and of right facts."""
    from pipeline.evaluate import evaluate_files, load_articles
    from pipeline.evaluate.triggers import is_trigger
    from pipeline.review.report import Run, write_report

    found = evaluate_files(gold, facts, articles, chosen_ids(only, split, articles), samples, seed)
    known = load_articles(articles) if articles else None
    run = Run(found, f"Report on {facts.name}", known, is_trigger, examples)
    write_report(run, output)
    say(f"{count(len(run.predicted()), 'fact')} of {count(len(found.scores), 'article')} in {output}")


def annotate_apply(
    corrections: Annotated[
        list[Path], typer.Argument(metavar="CORRECTIONS", help="JSON lines of the page; later ones win.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File for the new gold.")],
    gold: Annotated[
        Path | None, typer.Option(help="Gold records to merge into; without them a new gold begins.")
    ] = None,
    articles: Annotated[Path | None, typer.Option(help="The articles: offsets are checked.")] = None,
    annotator: Annotated[str | None, typer.Option(help="Name where a line brings none.")] = None,
    facts: Annotated[Path | None, typer.Option(help="Records of a run: tell F1 before and after.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="File to which the figures are added as a JSON line.")
    ] = None,
) -> None:
    """Merge corrections of the review page into gold; a wrong line is refused."""
    from pipeline.evaluate import load_articles, load_records, records_of
    from pipeline.evaluate.files import write_text
    from pipeline.review.corrections import apply_corrections, load_corrections
    from pipeline.review.growth import add_figures, figure_lines, growth

    known = load_articles(articles) if articles else None
    before = load_records(gold, known) if gold else []
    found = [c for path in corrections for c in load_corrections(path, known, annotator)]
    merged = apply_corrections(before, found)
    after = records_of(merged, known, str(output))
    told = growth(before, after, found, load_records(facts, known) if facts else None)
    write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in merged), output)
    if figures is not None:
        add_figures(told, figures)
    for line in figure_lines(told):
        say(line)


def annotate_queue(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="Records of a run, JSON lines.")],
    gold: Annotated[Path | None, typer.Option(help="Gold that is there: its articles are left out.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """Choose the facts most worth a human's look next, by uncertainty and novelty, as JSON lines."""
    from dataclasses import asdict

    from pipeline.evaluate import load_records
    from pipeline.review.queue import queue

    for candidate in queue(load_records(facts), load_records(gold) if gold else [], limit):
        typer.echo(json.dumps(asdict(candidate)))
