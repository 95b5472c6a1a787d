"""Commands on databases: load facts, ask for them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.cli.pipes import own_pipes, say
from pipeline.cli.records import read_records
from pipeline.run.words import count

if TYPE_CHECKING:
    from pipeline.read import Article

DEFAULT_URL = "sqlite:///facts.db"
Database = Annotated[
    str,
    typer.Option(
        metavar="URL",
        help="SQLAlchemy URL: sqlite:///facts.db, postgresql+psycopg://…, duckdb:///facts.duckdb.",
    ),
]


class Status(StrEnum):
    """The statuses of the fact contract."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    NEGATED = "negated"


def register(app: typer.Typer) -> None:
    """Add these commands to the `factwire` command."""
    app.command()(load)
    app.command()(query)


def load(
    facts: Annotated[
        Path,
        typer.Argument(
            metavar="FACTS", help="facts.jsonl of extract, folder of batch, or - for standard input."
        ),
    ],
    db: Database = DEFAULT_URL,
    articles: Annotated[
        Path | None,
        typer.Option(
            help="The articles that were read, as JSON lines: for titles and sentences; those without a "
            "fact lose what the database has of them."
        ),
    ] = None,
    parquet: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write Parquet files there instead of a database.")
    ] = None,
) -> None:
    """Load facts into a database; loading them again changes nothing, what they replace goes into history."""
    from pipeline.write import load_facts

    known = _articles(articles) if articles else None
    if parquet is not None:
        report, place = _parquet()(read_records(facts), parquet, known), str(parquet)
    else:
        report, place = load_facts(read_records(facts), db, known), db
    replaced = f", {count(report.replaced, 'older fact')} replaced" if report.replaced else ""
    say(
        f"{count(report.facts, 'fact')} of {count(report.articles, 'article')} in {place}"
        f" ({report.unchanged:,} of them were there already{replaced})"
    )


def query(
    question: Annotated[
        Literal["supplies", "deals", "denials", "denied", "new"],
        typer.Argument(help="Supplies, deals, denials, denied facts, or facts loaded --since a moment."),
    ],
    db: Database = DEFAULT_URL,
    supplier: Annotated[str | None, typer.Option(help="Who supplies: a country, or part of a name.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Who receives.")] = None,
    item: Annotated[str | None, typer.Option(help="What is supplied.")] = None,
    actor: Annotated[str | None, typer.Option(help="Who takes part, in any role.")] = None,
    status: Annotated[list[Status] | None, typer.Option(help="Only this status; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option(help="First date of publication (of loading for `new`), YYYY-MM-DD.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last date of publication.")] = None,
    text: Annotated[str | None, typer.Option(help="Words that the sentence has.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Least confidence.")] = 0.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Show at most so many.")] = None,
    format: Annotated[Literal["table", "csv", "jsonl"], typer.Option(help="How to print.")] = "table",
) -> None:
    """Ask a database: who supplied what to whom, whose deals, what is denied, what is new."""
    from pipeline.review.answers import print_answers
    from pipeline.write.query import Filters, ask

    named = {"supplier": supplier, "recipient": recipient, "item": item}
    roles = {role: name for role, name in named.items() if name is not None}
    for option, value in (("--since", since), ("--until", until)):
        _check_date(option, value)
    filters = Filters(roles, actor, tuple(status or ()), since, until, text, min_confidence, limit)
    names, rows = ask(db, question, filters)
    with own_pipes():
        print_answers(names, rows, format)
    if not rows:
        say("no facts fit")


def _check_date(option: str, value: str | None) -> None:
    from pipeline.read import is_date

    if value is not None and not is_date(value[:10]):
        raise typer.BadParameter(f"{value!r} is no ISO date", param_hint=option)


def _parquet() -> Any:
    from pipeline.errors import E, FactwireError

    try:
        from pipeline.write.parquet import write_parquet
    except ImportError as error:
        raise FactwireError(E.E045, feature="Parquet", package="pyarrow", extra="formats") from error
    return write_parquet


def _articles(path: Path) -> "dict[str, Article]":
    from pipeline.read import Article, read_articles

    return {entry.id: entry for entry in read_articles([str(path)]) if isinstance(entry, Article)}
