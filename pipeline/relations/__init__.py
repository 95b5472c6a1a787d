"""Relations: frames as data, matched on the predicate view, give candidate facts."""

from pipeline.relations.circumstances import Circumstances, circumstances
from pipeline.relations.matcher import Candidate, RelationMatcher, Step, Trace
from pipeline.relations.rules import Rule, load_rules, rule_paths

__all__ = [
    "Candidate",
    "Circumstances",
    "RelationMatcher",
    "Rule",
    "Step",
    "Trace",
    "circumstances",
    "load_rules",
    "rule_paths",
]
