"""Commands on rules: list them, and run their examples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import EXIT_FAILED, Relation

if TYPE_CHECKING:
    from pipeline.relations import Rule

rules_app = typer.Typer(name="rules", help="List and test the rules.", no_args_is_help=True)

Rules = Annotated[
    Path | None, typer.Option("--rules", help="Rule file or folder of them; default those that ship.")
]


@rules_app.command("list")
def rules_list(
    rules: Rules = None,
    relation: Annotated[Relation | None, typer.Option(help="Only one relation.")] = None,
) -> None:
    """List the rules: id, what they cover, and their triggers."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("rule", "covers", "triggers")
    for rule in _load(rules):
        if relation in (None, rule.relation):
            table.add_row(*(Text(cell) for cell in (rule.id, rule.about, ", ".join(rule.triggers))))
    Console().print(table)


@rules_app.command("test")
def rules_test(
    rules: Rules = None,
    model: Annotated[str | None, typer.Option(help="spaCy model, by name or path.")] = None,
) -> None:
    """Run every example and counterexample; exit with 1 if one does not hold."""
    from pipeline.review.terminal import plain
    from pipeline.run.extract import load_pipeline
    from pipeline.run.rulecheck import check_rules, rule_files

    loaded = _load(rules)
    nlp = load_pipeline(model, rule_files(rules) if rules else None)
    count = failed = 0
    for check in check_rules(nlp, loaded):
        count += 1
        if not check.passed:
            failed += 1
            what = "no fact from the example" if check.wanted else "a fact from the counterexample"
            typer.echo(f"{check.rule}: {what}: {plain(check.sentence)}")
    typer.echo(f"{len(loaded)} rules, {count} sentences, {failed} failed", err=True)
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _load(rules: Path | None) -> list["Rule"]:
    from pipeline.relations import load_rules
    from pipeline.run.rulecheck import rule_files

    return load_rules(map(Path, rule_files(rules)) if rules else None)
