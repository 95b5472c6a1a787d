"""The `factwire` command and its sub-commands."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline import __version__
from pipeline.cli import evaluate, merge, model
from pipeline.cli.options import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_PARTLY,
    EXIT_TERMINATED,
    Relation,
)
from pipeline.cli.records import read_records
from pipeline.cli.rules import rules_app
from pipeline.errors import FactwireError

app = typer.Typer(
    name="factwire",
    help="Turn raw English news into checked, sourced facts: supply, deal, denial.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)


def main() -> None:
    """Run the command line; user errors become a message and an exit code."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        app()
    except FactwireError as error:
        say(f"error: {error.message}")
        raise SystemExit(EXIT_FAILED) from error
    except KeyboardInterrupt as error:
        raise SystemExit(EXIT_INTERRUPTED) from error


def _terminate(_signal: int, _frame: object) -> NoReturn:
    """Leave in good order, so that no half-written file and no worker stays behind."""
    raise SystemExit(EXIT_TERMINATED)


@contextmanager
def _own_pipes() -> Iterator[None]:
    """Let only standard output's broken pipe end the program, not that of a worker that died."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    except BrokenPipeError:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.raise_signal(signal.SIGPIPE)
    finally:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def say(message: str) -> None:
    """Print a message to standard error, with control characters made visible."""
    from pipeline.review.terminal import plain

    typer.echo(plain(message), err=True)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"factwire {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Turn raw English news into checked, sourced facts: supply, deal, denial."""


@app.command()
def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help=".txt or .jsonl files, folders, globs, or - for standard input.",
        ),
    ],
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="File for the facts; default stdout.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="spaCy model, by name or path; default the best installed.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Date (YYYY-MM-DD) of articles that bring none.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of processes.")] = 1,
) -> None:
    """Extract the facts of articles as JSON lines."""
    from pipeline.read import is_date, read_articles
    from pipeline.run.job import run_job

    if published is not None and not is_date(published):
        raise typer.BadParameter(f"{published!r} is no ISO date", param_hint="--published")
    with _own_pipes():
        report = run_job(read_articles(inputs, published), output, model, workers, say)
    say(report.summary())
    if report.failed:
        raise typer.Exit(EXIT_PARTLY if report.articles else EXIT_FAILED)


@app.command()
def load(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="facts.jsonl of extract.")],
    db: Annotated[str, typer.Option(help="SQLAlchemy URL.")] = "sqlite:///facts.db",
    articles: Annotated[
        Path | None, typer.Option(help="The articles as JSON lines, for their titles.")
    ] = None,
) -> None:
    """Load facts into a database; loading them again changes nothing."""
    from pipeline.write import load_facts

    titles = _titles(articles) if articles else None
    report = load_facts(read_records(facts), db, titles)
    say(
        f"{report.facts} facts of {report.articles} articles in {db}"
        f" ({report.unchanged} articles were there already)"
    )


@app.command()
def show(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="facts.jsonl of extract.")],
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
    rules: Annotated[
        Path | None, typer.Option(help="Rule file or folder of them; default those that ship.")
    ] = None,
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
def doctor() -> None:
    """Check the installation: versions, model, extras, and what to install."""
    from pipeline.cli.doctor import diagnose

    if not diagnose():
        raise typer.Exit(EXIT_FAILED)


evaluate.register(app)
merge.register(app)
model.register(app)
app.add_typer(rules_app)


def _texts(inputs: list[str]) -> Iterator[tuple[str, str]]:
    from pipeline.read import Article, read_articles

    for entry in read_articles(inputs):
        if isinstance(entry, Article):
            yield entry.id, entry.text
        else:
            say(f"warning: {entry.message}")


def _titles(path: Path) -> dict[str, str | None]:
    from pipeline.read import Article, read_articles

    entries = read_articles([str(path)])
    return {e.id: e.meta.get("title") for e in entries if isinstance(e, Article)}
