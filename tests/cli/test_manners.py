"""Manners of a command: no colours where they are not wanted, completion of words."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from test_write import fact
from typer.main import get_command
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.cli.messages import configure
from pipeline.cli.panels import PANEL_OF, PANELS
from pipeline.cli.pipes import say
from pipeline.errors import E, FactwireError

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7])m")


def out(*words, **env):
    """Return what a command prints."""
    scripts = Path(sys.executable).parent
    command = [str(scripts / "factwire"), *words]
    return subprocess.run(command, capture_output=True, env={**os.environ, **env}, timeout=60).stdout


def test_no_color_is_honoured():
    assert COLOUR.search(out("--help", FORCE_COLOR="1", COLUMNS="100"))
    assert not COLOUR.search(out("--help", FORCE_COLOR="1", NO_COLOR="1", COLUMNS="100"))


def test_the_shell_can_complete():
    found = out(_FACTWIRE_COMPLETE="complete_bash", COMP_WORDS="factwire ex", COMP_CWORD="1")
    assert {b"extract", b"explain"} <= set(found.split())


def test_every_command_stands_under_a_heading():
    found = get_command(app)
    assert set(found.commands) == set(PANEL_OF)
    assert found.list_commands(None) == list(PANEL_OF)
    help_text = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "100"}).stdout
    assert [help_text.index(panel) for panel in PANELS] == sorted(help_text.index(panel) for panel in PANELS)


@pytest.mark.parametrize("words", [["-h"], ["show", "-h"], ["annotate", "queue", "-h"]])
def test_the_short_option_helps_too(words):
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0 and "Usage: " in result.stdout


def test_facts_come_from_standard_input(tmp_path):
    line = msgspec.json.encode(fact("a1"))
    shown = CliRunner().invoke(app, ["show", "-"], input=line + b"\n", env={"COLUMNS": "80"})
    assert shown.exit_code == 0 and "reported supply" in shown.stdout
    table = CliRunner().invoke(app, ["show", "-", "--table"], input=line, env={"COLUMNS": "80"}).stdout
    assert "reported" in table and "PER" in table
    wrong = CliRunner().invoke(app, ["show", "-"], input=line + b"\n{")
    assert str(wrong.exception).startswith("[E030] standard input:2: ")


def test_messages_as_json_tell_their_code(capsys):
    try:
        configure(as_json=True)
        say(f"error: {FactwireError(E.E001, path='none').message}")
        say("1 article, 1 fact")
    finally:
        configure()
    wrong, well = map(json.loads, capsys.readouterr().err.splitlines())
    assert (wrong["level"], wrong["code"]) == ("error", "E001")
    assert well["level"] == "info" and "code" not in well
