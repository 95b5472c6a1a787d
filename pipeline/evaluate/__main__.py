"""`python -m pipeline.evaluate GOLD PREDICTED --articles A`: figures and errors at a glance."""

import argparse

from rich.console import Console

from pipeline.evaluate.errors import find_errors
from pipeline.evaluate.gold import load_articles
from pipeline.evaluate.listing import list_errors
from pipeline.evaluate.render import to_rich
from pipeline.evaluate.report import evaluate_files, load_ids
from pipeline.evaluate.sections import of_report
from pipeline.evaluate.triggers import is_trigger


def main() -> None:
    """Print the figures of a run, and on demand every fact that is not right."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.evaluate", description=__doc__)
    parser.add_argument("gold")
    parser.add_argument("predicted")
    parser.add_argument("--articles", help="JSON lines of the articles")
    parser.add_argument("--only", help="JSON list of the ids of the articles to compare")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    parser.add_argument("--full", action="store_true", help="all tables")
    options = parser.parse_args()
    only = load_ids(options.only) if options.only else None
    report = evaluate_files(options.gold, options.predicted, options.articles, only)
    console = Console()
    console.print(to_rich(of_report(report, options.full)))
    if options.errors:
        articles = load_articles(options.articles) if options.articles else None
        for block in list_errors(find_errors(report.scores, articles, is_trigger)):
            console.print(block, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
