"""The `factwire` command and its sub-commands."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import batch, evaluate, merge, model, review, service, store
from pipeline.cli.config import config_files, default_map, options_of, read_settings, to_toml
from pipeline.cli.messages import LOG, configure, is_plain
from pipeline.cli.options import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_PARTLY,
    EXIT_TERMINATED,
    Relation,
)
from pipeline.cli.panels import Panels
from pipeline.cli.pipes import own_pipes, say
from pipeline.cli.reading import (
    AnyLanguage,
    DateColumn,
    IdColumn,
    Inputs,
    Model,
    Published,
    Rules,
    TextColumn,
    Timeout,
    TitleColumn,
    Workers,
    read_options,
)
from pipeline.cli.records import read_records
from pipeline.cli.rules import rules_app
from pipeline.errors import FactwireError
from pipeline.run.stop import STOP

app = typer.Typer(
    name="factwire",
    cls=Panels,
    help="Turn raw English news into checked, sourced facts: supply, deal, denial.",
    epilog="Begin with: factwire extract ARTICLE.txt -o facts.jsonl, then factwire show facts.jsonl.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    add_completion=True,
)


def main() -> None:
    """Run the command line; user errors become a message and an exit code."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    STOP.listen({signal.SIGINT: KeyboardInterrupt(), signal.SIGTERM: SystemExit(EXIT_TERMINATED)})
    configure()
    try:
        app()
    except FactwireError as error:
        say(f"error: {error.message}")
        LOG.debug("where it arose", exc_info=True)
        raise SystemExit(EXIT_FAILED) from error
    except KeyboardInterrupt as error:
        raise SystemExit(EXIT_INTERRUPTED) from error


def _version(value: bool) -> None:
    if value:
        typer.echo(f"factwire {__version__}")
        raise typer.Exit


def _configure(context: typer.Context, value: Path | None) -> Path | None:
    """Take the defaults of options from the files that count."""
    if not context.resilient_parsing:
        context.obj = read_settings(context, config_files(value))
        context.default_map = default_map(context.obj)
    return value


@app.callback()
def root(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            callback=_configure,
            is_eager=True,
            envvar="FACTWIRE_CONFIG",
            help="File of defaults instead of the factwire.toml of this folder or one above it.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell only warnings and errors.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell more: what libraries tell, where an error arose.")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Messages as JSON lines; they go to standard error as always.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn raw English news into checked, sourced facts: supply, deal, denial."""
    configure(quiet, verbose, log_json)


@app.command()
def extract(
    inputs: Inputs,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="File for the facts; default stdout.")
    ] = None,
    articles: Annotated[
        str | None, typer.Option(help="File for the articles as they were read; offsets count in them.")
    ] = None,
    model: Model = None,
    rules: Rules = None,
    published: Published = None,
    workers: Workers = 1,
    timeout: Timeout = 120.0,
    text_column: TextColumn = None,
    id_column: IdColumn = None,
    date_column: DateColumn = None,
    title_column: TitleColumn = None,
    any_language: AnyLanguage = False,
) -> None:
    """Extract the facts of articles as JSON lines."""
    from pipeline.read import read_entries
    from pipeline.run.batch import CHUNK, Extractor
    from pipeline.run.extract import load_pipeline
    from pipeline.run.job import run_job
    from pipeline.run.rulecheck import with_rules

    reading = read_options(published, text_column, id_column, date_column, title_column, any_language)
    nlp = load_pipeline(model, with_rules(rules))
    work = Extractor(nlp, keep=articles is not None, reading=reading)
    chunk = 1 if "-" in inputs else CHUNK
    apart = output not in (None, "-") or not sys.stdout.isatty()  # facts and a progress line would mix
    with own_pipes():
        entries = read_entries(inputs, reading)
        report = run_job(entries, output, work, say, workers, timeout, articles, chunk, apart and is_plain())
    say(report.summary())
    if report.failed:
        raise typer.Exit(EXIT_PARTLY if report.articles else EXIT_FAILED)


@app.command()
def show(
    facts: Annotated[
        Path,
        typer.Argument(
            metavar="FACTS", help="facts.jsonl of extract, folder of batch, or - for standard input."
        ),
    ],
    articles: Annotated[
        list[str] | None,
        typer.Option(help="The articles (file, folder, glob), to show the sentences."),
    ] = None,
    relation: Annotated[Relation | None, typer.Option(help="Only one relation.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Show at most so many.")] = None,
    table: Annotated[bool, typer.Option("--table", help="One line a fact.")] = False,
) -> None:
    """Show facts as cards (or a table) in the terminal."""
    from itertools import islice

    from pipeline.facts.types import relation_of
    from pipeline.review.terminal import show_facts

    texts = dict(_texts(articles)) if articles else {}
    records = (f for f in read_records(facts) if relation in (None, relation_of(f)))
    show_facts(islice(records, limit), texts, table)


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(help="A sentence, in quotes.")],
    model: Annotated[str | None, typer.Option(help="spaCy model, by name or path.")] = None,
    rules: Rules = None,
) -> None:
    """Show the parse of a sentence, each rule tried, and why it matched or where it stopped."""
    from pipeline.cli.explain import explain_text

    explain_text(sentence, model, rules)


@app.command()
def schema(
    events: Annotated[bool, typer.Option("--events", help="That of the events of merge instead.")] = False,
) -> None:
    """Print the JSON Schema of the records."""
    import msgspec

    from pipeline.facts import record_schema
    from pipeline.merge import event_schema

    found = event_schema() if events else record_schema()
    typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())


@app.command()
def config(
    context: typer.Context,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="The defaults alone, as a factwire.toml to begin with.")
    ] = False,
) -> None:
    """Print the value that each option has here, with its origin: a file and line, or the default."""
    root = context.find_root()
    typer.echo(to_toml(list(options_of(root.command)), None if defaults else root.obj), nl=False)


@app.command()
def doctor() -> None:
    """Check the installation: versions, model, extras, and what to install."""
    from pipeline.cli.doctor import diagnose

    if not diagnose():
        raise typer.Exit(EXIT_FAILED)


batch.register(app)
evaluate.register(app)
merge.register(app)
model.register(app)
review.register(app, evaluate.annotate_app)
service.register(app)
store.register(app)
app.add_typer(rules_app)


def _texts(inputs: list[str]) -> Iterator[tuple[str, str]]:
    from pipeline.read import Article, read_articles

    for entry in read_articles(inputs):
        if isinstance(entry, Article):
            yield entry.id, entry.text
        else:
            say(f"warning: {entry.message}")
