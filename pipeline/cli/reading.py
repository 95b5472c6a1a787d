"""Options of commands that read articles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.read import ReadOptions

INPUT_HELP = (
    "Files (.txt, .jsonl, .csv, .parquet, .html, .warc, .xml, .zip, and these with .gz, .zst, .bz2, .xz), "
    "folders, globs, or - for standard input."
)
Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help=INPUT_HELP)]
Published = Annotated[str | None, typer.Option(help="Date (YYYY-MM-DD) of articles that bring none.")]
TextColumn = Annotated[
    str | None, typer.Option(help="Column of tables with the text; default text, body, content, ...")
]
IdColumn = Annotated[str | None, typer.Option(help="Column with the id; default id, url, ...")]
DateColumn = Annotated[str | None, typer.Option(help="Column with the date; default published, date, ...")]
TitleColumn = Annotated[str | None, typer.Option(help="Column with the title; default title, headline.")]
AnyLanguage = Annotated[bool, typer.Option("--any-language", help="Read articles too that are not English.")]
SaveArticles = Annotated[
    bool, typer.Option("--save-articles", help="Write the articles too, as they were read.")
]
Timeout = Annotated[
    float, typer.Option(min=0.1, help="Seconds that one article may take; then it is given up.")
]
Workers = Annotated[int, typer.Option(min=1, help="Number of processes; the output is the same for all.")]
Model = Annotated[str | None, typer.Option(help="spaCy model, by name or path; default the best installed.")]
Rules = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="Rule file or folder, added to the rules that ship; may be given again."),
]


def read_options(
    published: str | None,
    text_column: str | None,
    id_column: str | None,
    date_column: str | None,
    title_column: str | None,
    any_language: bool,
) -> "ReadOptions":
    """Return the choices of a command line.

    Raises:
        typer.BadParameter: if the date is none.
    """
    from pipeline.read import ReadOptions, is_date

    if published is not None and not is_date(published):
        raise typer.BadParameter(f"{published!r} is no ISO date", param_hint="--published")
    return ReadOptions(published, text_column, id_column, date_column, title_column, any_language)
