"""What the README says is so."""

import doctest
import re
from pathlib import Path

from typer.main import get_command

from pipeline.cli import app

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def test_the_notebook_example_gives_what_it_shows(nlp):
    found = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert found.attempted >= 6
    assert found.failed == 0


def test_every_command_is_named_and_no_other():
    text = README.read_text(encoding="utf-8")
    table = text[text.index("| command | does |") : text.index("All options:")]
    named = set(re.findall(r"`(?:factwire )?([a-z-]+)[^`]*`(?=[^|]*\| )", table))
    commands = get_command(app).commands
    assert set(commands) <= named
    assert set(re.findall(r"`factwire ([a-z-]+)", text)) <= set(commands)


def test_links_and_files_lead_somewhere():
    for page in [README, *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_example_record_is_one_of_ours(nlp):
    from pipeline.read import Article
    from pipeline.run.extract import analyse

    path = ROOT / "docs" / "example" / "howitzers.txt"
    facts = analyse(nlp, Article(path.stem, path.read_text(encoding="utf-8"), "2024-03-08"))._.facts
    shown = re.search(r'"id": "(\w+)"', README.read_text(encoding="utf-8")).group(1)
    assert [fact.status for fact in facts if fact.id == shown] == ["reported"]
