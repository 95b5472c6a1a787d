"""Cheap stand-ins for the extractor: what they do is told by the text of an article."""

import json
import os
import time

from pipeline.read import Fault, ReadOptions, finished
from pipeline.run.batch import Outcome


class Echo:
    """One fact a text; `die`, `hang` and `slow SECONDS` do as they say, `once FILE` dies the first time."""

    def __init__(self, pause=0.0):
        self.pause = pause

    def __reduce__(self):
        return Echo, (self.pause,)

    def __call__(self, entry):
        article = finished(entry, ReadOptions(any_language=True))
        if isinstance(article, Fault):
            return Outcome(fault=article)
        what, _, where = article.text.partition(" ")
        if what == "die" or (what == "once" and _first(where)):
            os._exit(9)
        if what == "hang":
            time.sleep(1000)
        time.sleep(float(where) if what == "slow" else self.pause)
        fact = json.dumps({"id": article.id, "published": article.published, "length": len(article.text)})
        return Outcome(facts=(fact.encode(),), modelled=True)


def _first(path):
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
