"""Whether the rules know a word as a trigger: the first question about a missed fact."""

from collections import defaultdict
from functools import cache

from pipeline.facts.types import ROLES


def is_trigger(relation: str, text: str) -> bool:
    """Tell whether a rule of a relation is headed by one of the words of a text."""
    forms = _forms()[relation]
    return any(word.strip(".,;:'\"").lower() in forms for word in text.split())


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Return all surface forms of the triggers of each relation."""
    from pipeline.relations import RelationMatcher, Rule, load_rules

    groups: dict[str, list[Rule]] = defaultdict(list)
    for rule in load_rules():
        groups[rule.relation].append(rule)
    return {relation: RelationMatcher(groups[relation]).trigger_forms for relation in ROLES}
