"""Commands that measure: evaluate, errors, compare, agreement, ner, annotate."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.pipes import say

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.evaluate.render import Section
    from pipeline.read import Article

EXIT_FAILED = 1
EXIT_PARTLY = 3


class Form(StrEnum):
    """How figures are written."""

    table = "table"
    json = "json"
    markdown = "markdown"


class Tool(StrEnum):
    """Where annotations go to or come from."""

    jsonl = "jsonl"
    labelstudio = "labelstudio"
    doccano = "doccano"
    brat = "brat"
    docbin = "docbin"


Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="Gold records, JSON lines.")]
Predicted = Annotated[Path, typer.Argument(metavar="FACTS", help="Records of a run, JSON lines.")]
Articles = Annotated[
    Path | None,
    typer.Option(help="The articles, JSON lines: offsets are checked, sentences shown."),
]
Only = Annotated[Path | None, typer.Option(help="JSON list of the ids of the articles to compare.")]
Split = Annotated[
    str | None, typer.Option(help="Compare only articles with this value in their field `split`.")
]
Format = Annotated[Form, typer.Option("--format", "-f", help="How to write the figures.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File; default stdout.")]
Samples = Annotated[int, typer.Option(min=0, help="Bootstrap samples for the 95% intervals.")]
Seed = Annotated[int, typer.Option(help="Seed of what is random.")]
DEFAULT_SEED = 20240229

annotate_app = typer.Typer(
    name="annotate",
    help="Annotations to and from tools, corrections into gold, what to look at next.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add these commands to the `factwire` command."""
    for command in (evaluate, errors, compare, agreement, ner):
        app.command()(command)
    app.add_typer(annotate_app)


def evaluate(
    gold: Gold,
    facts: Predicted,
    articles: Articles = None,
    only: Only = None,
    split: Split = None,
    form: Format = Form.table,
    output: Output = None,
    full: Annotated[
        bool, typer.Option("--full", help="Also roles, spans, styles, lengths, calibration.")
    ] = False,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Leave out facts of less confidence.")
    ] = None,
    samples: Samples = 1000,
    seed: Seed = DEFAULT_SEED,
) -> None:
    """Compare facts with gold: precision, recall, F1, accuracies and their intervals."""
    from pipeline.evaluate import evaluate_files
    from pipeline.evaluate.sections import of_report

    ids = chosen_ids(only, split, articles)
    report = evaluate_files(gold, facts, articles, ids, samples, seed, min_confidence)
    _write(form, output, of_report(report, full), report.to_dict)


def errors(
    gold: Gold,
    facts: Predicted,
    articles: Articles = None,
    only: Only = None,
    split: Split = None,
    jsonl: Annotated[Path | None, typer.Option(help="Write the errors as JSON lines.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the errors as a page.")] = None,
    cause: Annotated[str | None, typer.Option(help="Only errors of this cause.")] = None,
) -> None:
    """List every miss, spurious fact and wrong field with its sentence and cause."""
    from pipeline.evaluate import evaluate_files, load_articles
    from pipeline.evaluate.errors import CAUSES, find_errors, write_html, write_jsonl
    from pipeline.evaluate.listing import list_errors
    from pipeline.evaluate.triggers import is_trigger

    if cause is not None and cause not in CAUSES:
        raise typer.BadParameter(f"known are {', '.join(CAUSES)}", param_hint="--cause")
    report = evaluate_files(gold, facts, articles, chosen_ids(only, split, articles), samples=0)
    known = load_articles(articles) if articles else None
    found = [e for e in find_errors(report.scores, known, is_trigger) if cause in (None, e.cause)]
    if jsonl is not None:
        write_jsonl(found, jsonl)
    if html is not None:
        write_html(found, html, f"Errors of {facts.name}")
    if jsonl is None and html is None:
        _print_lines(list_errors(found))


def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="Records of the first run.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Records of the second run.")],
    gold: Annotated[Path, typer.Option(help="Gold records, JSON lines.")],
    articles: Articles = None,
    only: Only = None,
    split: Split = None,
    form: Format = Form.table,
    output: Output = None,
    trials: Annotated[int, typer.Option(min=1, help="Random swaps.")] = 10_000,
    seed: Seed = DEFAULT_SEED,
) -> None:
    """Tell whether two runs differ by more than chance (approximate randomisation)."""
    from pipeline.evaluate import evaluate as evaluate_records
    from pipeline.evaluate import load_articles, load_records
    from pipeline.evaluate.compare import compare_runs
    from pipeline.evaluate.sections import of_comparison

    known = load_articles(articles) if articles else None
    ours, ids = load_records(gold, known), chosen_ids(only, split, articles)
    run_1, run_2 = (load_records(path, known) for path in (run_a, run_b))
    if known is None and ids is None:
        ids = sorted({r.article_id for r in [*ours, *run_1, *run_2]})
    a, b = (evaluate_records(ours, run, known, ids, samples=0) for run in (run_1, run_2))
    found = compare_runs(a, b, trials=trials, seed=seed)
    _write(form, output, of_comparison(found), lambda: [d.to_dict() for d in found])


def agreement(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="One annotator's records.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The other's records.")],
    articles: Articles = None,
    only: Only = None,
    split: Split = None,
    form: Format = Form.table,
    output: Output = None,
    samples: Samples = 1000,
    seed: Seed = DEFAULT_SEED,
) -> None:
    """Measure how far two annotators agree: F1 by level, Cohen's κ, Krippendorff's α."""
    from pipeline.evaluate import load_articles, load_records
    from pipeline.evaluate.agreement import agreement as measure
    from pipeline.evaluate.sections import of_agreement

    known = load_articles(articles) if articles else None
    ours, theirs = load_records(first, known), load_records(second, known)
    result = measure(ours, theirs, known, chosen_ids(only, split, articles), samples, seed)
    _write(form, output, of_agreement(result), result.to_dict)


def ner(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="JSON lines of id, entities, text.")],
    predicted: Annotated[Path | None, typer.Argument(metavar="PREDICTED", help="The same, of a run.")] = None,
    model: Annotated[
        str | None, typer.Option(help="spaCy model that predicts, instead of PREDICTED.")
    ] = None,
    articles: Annotated[Path | None, typer.Option(help="The articles, if GOLD holds no text.")] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="Labels that gold annotates; default all in it.")
    ] = None,
    form: Format = Form.table,
    output: Output = None,
) -> None:
    """Compare entities in nervaluate's schemes strict, exact, partial and type."""
    from dataclasses import asdict

    from pipeline.evaluate import load_articles
    from pipeline.evaluate.ner import evaluate_entities, load_entities, predict_entities
    from pipeline.evaluate.sections import of_entities

    if (predicted is None) == (model is None):
        raise typer.BadParameter("give either PREDICTED or --model")
    known = load_articles(articles) if articles else None
    ours = load_entities(gold, known)
    theirs = load_entities(predicted, known) if predicted else predict_entities(gold, str(model), known)
    result = evaluate_entities(ours, theirs, label or None)
    _write(form, output, of_entities(result), lambda: asdict(result))


@annotate_app.command("export")
def annotate_export(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Records, JSON lines.")],
    articles: Annotated[Path, typer.Option(help="Their articles, JSON lines.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File, or folder for brat.")],
    tool: Annotated[Tool, typer.Option("--to", help="The tool.")] = Tool.labelstudio,
    entities: Annotated[
        Path | None, typer.Option(help="JSON lines of id and entities, to go with them.")
    ] = None,
) -> None:
    """Write gold or predicted records for an annotation tool."""
    from pipeline.evaluate.corpus import load_corpus, save_corpus

    save_corpus(load_corpus(records, articles, entities), tool.value, output)


@annotate_app.command("import")
def annotate_import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What the tool exported.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Records, JSON lines.")],
    tool: Annotated[Tool, typer.Option("--from", help="The tool.")] = Tool.labelstudio,
    entities: Annotated[Path | None, typer.Option(help="Write the entities too, as JSON lines.")] = None,
) -> None:
    """Read what humans annotated in a tool; wrong annotations are refused."""
    from pipeline.evaluate.corpus import read_corpus, save_entities, save_records

    corpus = read_corpus(tool.value, source)
    save_records(corpus, output)
    if entities is not None:
        save_entities(corpus, entities)


@annotate_app.command("suggest")
def annotate_suggest(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Articles: files, folders, globs.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File, or folder for brat.")],
    tool: Annotated[Tool, typer.Option("--to", help="The tool.")] = Tool.labelstudio,
    model: Annotated[str | None, typer.Option(help="spaCy model, by name or path.")] = None,
) -> None:
    """Write pre-annotations for a human to correct."""
    from pipeline.evaluate.corpus import save_corpus
    from pipeline.evaluate.suggest import suggest
    from pipeline.read import Article, read_articles

    entries = list(read_articles(inputs))
    articles = [entry for entry in entries if isinstance(entry, Article)]
    for entry in entries:
        if not isinstance(entry, Article):
            say(f"error: {entry.message}")
    if not articles:
        raise typer.Exit(EXIT_FAILED)
    save_corpus(suggest(_docs(articles, model)), tool.value, output, suggested=True)
    if len(articles) < len(entries):
        raise typer.Exit(EXIT_PARTLY)


def _docs(articles: list["Article"], model: str | None) -> Iterator[tuple["Article", "Doc"]]:
    from pipeline.run.extract import analyse, load_pipeline

    nlp = load_pipeline(model)
    for article in articles:
        yield article, analyse(nlp, article)


def chosen_ids(only: Path | None, split: str | None, articles: Path | None) -> list[str] | None:
    """Return the ids of the articles to compare, or None for all."""
    from pipeline.evaluate import load_articles, load_ids

    ids = None if only is None else load_ids(only)
    if split is None:
        return ids
    if articles is None:
        raise typer.BadParameter("needs --articles", param_hint="--split")
    known = load_articles(articles).values()
    wanted = None if ids is None else set(ids)
    chosen = [a.id for a in known if a.meta.get("split") == split]
    if not chosen:
        raise typer.BadParameter(f"no article has {split!r}", param_hint="--split")
    return [i for i in chosen if wanted is None or i in wanted]


def _write(form: Form, output: Path | None, sections: Iterable["Section"], plain: Any) -> None:
    """Write figures to a file or standard output, in one of the forms."""
    from pipeline.evaluate.render import to_markdown, to_rich

    if form is Form.table and output is None:
        from rich.console import Console

        Console().print(to_rich(sections))
        return
    if form is Form.json:
        import json

        from pipeline.facts.shown import plain_json

        lines = json.dumps(plain(), ensure_ascii=False, indent=2).split("\n")
        text = "\n".join(map(plain_json, lines)) + "\n"
    else:
        text = to_markdown(sections)
    if output is None:
        typer.echo(text, nl=False)
    else:
        from pipeline.evaluate.files import write_text

        write_text(text, output)


def _print_lines(blocks: Iterable[str]) -> None:
    from pipeline.facts.shown import plain

    for block in blocks:
        for line in block.split("\n"):
            typer.echo(plain(line))
