"""The command line: one thin command per verb, over functions that can be imported.

Exit codes: 0 all went well; 1 nothing could be done; 2 the command was used wrongly;
3 some input failed, the results of all other input were written.
"""

from pipeline.cli.app import app, main

__all__ = ["app", "main"]
