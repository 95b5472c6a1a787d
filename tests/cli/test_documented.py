"""Every command that the documentation shows exists, and the cheap ones do what the page says."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
from pathlib import Path

import msgspec
import pytest
from documented import PAGES, PROGRAMS, ROOT, all_options, complaints, in_blocks, in_lines, targets
from typer.testing import CliRunner

from pipeline import __version__
from pipeline.cli import app
from pipeline.cli.messages import configure

BLOCKS = [command for page in PAGES for command in in_blocks(page)]
LINES = [(page, piece) for page in PAGES for piece in in_lines(page) if piece.split()[0] in PROGRAMS]
NOT_RUN = {
    "factwire batch": "starts processes that load the model; tests/run/test_batch_command.py",
    "factwire watch": "goes on until it is stopped; tests/run/test_watch.py",
    "factwire serve": "goes on until it is stopped; tests/run/test_service.py",
    "make": "installs, trains or measures; a dry run below",
    "python": "needs a cluster or a bucket",
}


def may_run(command):
    return not any(" ".join(command.words).startswith(f"{start} ") for start in NOT_RUN)


def settled(line):
    """Return a line of output without confidences, which are fitted anew now and then."""
    return re.sub(r"[01]\.\d\d(?= · )", "#", line.strip("─╭╮╰╯ "))


RUN = {page.name: [c for c in BLOCKS if c.page == page and may_run(c)] for page in PAGES}
RUN = {name: commands for name, commands in RUN.items() if commands}


@pytest.mark.parametrize("command", BLOCKS, ids=str)
def test_a_whole_command_is_taken(command):
    assert complaints(command.words, whole=True) == []


def test_pieces_of_commands_name_what_there_is():
    assert len(LINES) > 30
    found = {f"{page.name}: {piece}": complaints(shlex.split(piece), whole=False) for page, piece in LINES}
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_options_in_running_text_exist():
    pieces = [(page, piece) for page in PAGES for piece in in_lines(page) if piece.startswith("--")]
    assert len(pieces) > 20
    wrong = [(page.name, piece) for page, piece in pieces if piece.split()[0] not in all_options()]
    assert wrong == []


def test_a_wrong_command_would_be_seen():
    assert complaints(["factwire", "extrakt"], whole=False) == ["factwire has no extrakt"]
    assert complaints(["factwire", "annotate", "queue", "--goold"], whole=False) == ["queue has no --goold"]
    assert complaints(["make", "everything"], whole=True) == ["no target everything"]
    assert complaints(["python", "benchmarks/load.py", "--fact"], whole=True)
    assert complaints(["python", "-m", "pipeline.nothing"], whole=True)
    with pytest.raises(Exception, match="No such option"):
        complaints(["factwire", "show", "x", "--tabel"], whole=True)
    with pytest.raises(Exception, match="Missing"):
        complaints(["factwire", "show"], whole=True)


def test_make_can_plan_every_target():
    command = ["make", "--dry-run", "PYTHON=python3", *sorted(targets() - {"eval-real"})]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "pytest" in done.stdout and "No rule" not in done.stderr


@pytest.fixture(scope="module")
def prepared(nlp, tmp_path_factory):
    """A folder with the files that the commands name: articles of the examples, facts, gold, corrections."""
    from pipeline.read import read_articles
    from pipeline.run.extract import analyse
    from pipeline.write import load_facts

    folder = tmp_path_factory.mktemp("prepared")
    shutil.copytree(ROOT / "docs" / "example", folder / "docs" / "example")
    (folder / "corpus").mkdir()
    shutil.copy(ROOT / "docs" / "example" / "patrol-boats.jsonl", folder / "articles.jsonl")
    shutil.copy(folder / "articles.jsonl", folder / "corpus")
    articles = list(read_articles([str(folder / "articles.jsonl")]))
    facts = [fact for article in articles for fact in analyse(nlp, article)._.facts]
    rows = [msgspec.to_builtins(fact) for fact in facts]
    (folder / "facts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[1:]))
    accepted = {
        "fact_id": rows[0]["id"],
        "article_id": rows[0]["article_id"],
        "action": "accept",
        "annotator": "Ada",
        "record": rows[0],
    }
    (folder / "corrections.jsonl").write_text(json.dumps(accepted) + "\n")
    load_facts(facts, f"sqlite:///{folder / 'facts.db'}")
    return folder


@pytest.mark.parametrize("name", RUN)
def test_cheap_commands_run_as_they_stand(name, prepared, nlp, tmp_path, monkeypatch):
    folder = tmp_path / "copy"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("pipeline.run.extract.load_pipeline", lambda model=None, rules=None: nlp)
    for command in RUN[name]:
        if command.words[0] == "sqlite3":
            _, database, question = command.words
            with sqlite3.connect(database) as connection:
                connection.execute(question)
            continue
        result = CliRunner().invoke(app, command.words[1:], env={"COLUMNS": "100"}, catch_exceptions=False)
        configure()
        assert result.exit_code == 0, f"{command}: {result.output}"
        if command.target:
            Path(command.target).write_text(result.stdout)
        printed = set(map(settled, result.output.splitlines()))
        assert [line for line in command.output if settled(line) not in printed] == [], str(command)


def test_questions_in_sql_are_understood(prepared):
    found = [piece for page in PAGES for piece in in_lines(page) if piece.startswith("SELECT ")]
    assert found
    with sqlite3.connect(prepared / "facts.db") as connection:
        for question in found:
            connection.execute(question)


def test_what_is_not_run_is_shown_and_has_its_own_test():
    for start, reason in NOT_RUN.items():
        assert any(" ".join(c.words).startswith(f"{start} ") for c in BLOCKS), start
        assert all((ROOT / path).exists() for path in re.findall(r"tests/\S+", reason)), reason


def test_pictures_are_small_and_shown():
    pictures = sorted((ROOT / "docs" / "images").glob("*.png"))
    shown = "".join(page.read_text("utf-8") for page in PAGES)
    assert len(pictures) >= 4
    for picture in pictures:
        assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert picture.stat().st_size < 150_000
        assert f"(images/{picture.name})" in shown


def test_the_change_log_knows_this_version():
    assert re.search(
        rf"^## {re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
