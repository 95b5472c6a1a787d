"""factwire: raw English news into checked, sourced facts."""

__version__ = "0.1.0"
