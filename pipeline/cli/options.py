"""What commands share: relations as a choice, and exit codes, which `docs/exit-codes.md` explains."""

from enum import StrEnum

EXIT_FAILED = 1
EXIT_PARTLY = 3
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class Relation(StrEnum):
    """The relations that can be asked for."""

    supply = "supply"
    deal = "deal"
    denial = "denial"
