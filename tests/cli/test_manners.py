"""Manners of a command: no colours where they are not wanted, completion of words."""

import os
import re
import subprocess
import sys
from pathlib import Path

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
