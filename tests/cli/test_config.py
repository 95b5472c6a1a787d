"""factwire.toml: found upwards, checked by file and line, weaker than the command line; messages as told."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli.app import app
from pipeline.cli.config import NAME, config_files, options_of
from pipeline.cli.tomllines import flat, line_of
from pipeline.errors import FactwireError


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user"))
    monkeypatch.delenv("FACTWIRE_CONFIG", raising=False)
    inner = tmp_path / "project" / "deep"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def shown(*arguments):
    result = CliRunner().invoke(app, [*arguments, "config"])
    assert result.exit_code == 0, result.exception or result.output
    return result.output


def test_the_projects_file_is_found_upwards_and_wins_over_the_users(place):
    user = write(place / "user" / "factwire" / NAME, "[extract]\nworkers = 3\ntimeout = 7.0\n")
    project = write(place / "project" / NAME, "# mine\n[extract]\nworkers = 2\n")
    assert config_files() == [user, project]
    text = shown()
    assert f"workers = 2  # {project}:3" in text
    assert f"timeout = 7.0  # {user}:3" in text


def test_a_named_file_takes_the_projects_place(place):
    write(place / "project" / NAME, "[extract]\nworkers = 2\n")
    named = write(place / "other.toml", "[extract]\nworkers = 5\n")
    assert f"workers = 5  # {named}:2" in shown("--config", str(named))
    with pytest.raises(FactwireError, match="E001"):
        config_files(place / "none.toml")


def test_a_key_at_the_top_counts_for_every_command_that_has_it(place):
    write(place / "project" / NAME, 'model = "en_x"\n[extract]\nmodel = "en_y"\n')
    tables = shown().split("\n[")
    by_name = {table.partition("]")[0]: table for table in tables}
    assert 'model = "en_y"' in by_name["extract"]
    assert 'model = "en_x"' in by_name["batch"]


def test_keys_are_the_long_names_of_options(place):
    write(place / "project" / NAME, '[annotate.export]\nto = "brat"\n[evaluate]\nformat = "json"\n')
    assert 'to = "brat"  # ' in shown()
    gold = str(write(place / "gold.jsonl", ""))
    result = CliRunner().invoke(app, ["evaluate", gold, gold])
    assert json.loads(result.stdout)["articles"] == 0
    labels = {option.key: option.parameter.opts for option in options_of(get_command(app))}
    assert all("--" + key.replace("_", "-") in names for key, names in labels.items())


def test_the_example_of_the_documentation_counts(place):
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    path = write(place / "project" / NAME, example)
    text = shown()
    for line, told in enumerate(example.splitlines(), 1):
        assert "=" not in told or f"{told}  # {path}:{line}" in text


WRONG = [
    ("[extract]\nworker = 2\n", r":2: .*unknown key 'worker'; did you mean 'workers'"),
    ("[extrakt]\nworkers = 2\n", r":2: .*unknown table 'extrakt'; did you mean 'extract'"),
    ("[extract]\nzzz = 2\n", r":2: .*unknown key 'zzz'; known are .*workers"),
    ("\n[extract]\nworkers = 0\n", r":3: .*extract.workers"),
    ("[extract]\nworkers = true\n", r":2: .*extract.workers: takes one value, not true or false"),
    ("[extract]\nworkers = [1]\n", r":2: .*extract.workers: takes one value, not a list"),
    ("[extract]\n\nworkers = \n", r":3: "),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_told_with_file_and_line(place, text, message):
    write(place / "project" / NAME, text)
    result = CliRunner().invoke(app, ["config"])
    assert isinstance(result.exception, FactwireError)
    assert re.search(r"\[E110\].*" + message, str(result.exception)), result.exception


def test_the_printed_defaults_are_a_file_that_changes_nothing(place):
    before = shown("--config", str(write(place / "empty.toml", "")))
    defaults = CliRunner().invoke(app, ["config", "--defaults"]).output
    assert "# Number of processes; the output is the same for all.\nworkers = 1\n" in defaults
    after = shown("--config", str(write(place / "defaults.toml", defaults)))
    values = [[line.partition("  #")[0] for line in text.splitlines()] for text in (before, after)]
    assert values[0] == values[1]


def test_a_named_file_spares_the_projects(place):
    write(place / "project" / NAME, "[extract]\nworkers = 0\n")
    assert CliRunner().invoke(app, ["--config", str(write(place / "e.toml", "")), "config"]).exit_code == 0


def test_messages_can_be_json(place, tmp_path):
    source = write(tmp_path / "a.txt", "Norway sold tanks to Chile.")
    out = str(tmp_path / "f.jsonl")
    result = CliRunner().invoke(app, ["--log-json", "extract", str(source), "-o", out])
    assert result.exit_code == 0
    record = json.loads(result.stderr.splitlines()[-1])
    assert record["level"] == "info" and "1 article" in record["message"]
    quiet = CliRunner().invoke(app, ["--quiet", "extract", str(source), "-o", out])
    assert quiet.stderr == ""


@pytest.mark.parametrize(
    ("path", "nth", "line"),
    [(("a",), 1, 1), (("t", "b"), 1, 4), (("t", "c d"), 1, 5), (("r", "x"), 2, 9), (("none",), 1, 1)],
)
def test_lines_of_keys(path, nth, line):
    text = 'a = 1\n\n[t]\nb = 2\n"c d" = 3\n[[r]]\nx = 1\n[[r]]\nx = 2\n'
    assert line_of(text, path, nth) == line


def test_flat_gives_each_value_with_its_path():
    assert list(flat({"a": 1, "t": {"b": 2, "u": {"c": 3}}})) == [
        (("a",), 1),
        (("t", "b"), 2),
        (("t", "u", "c"), 3),
    ]
