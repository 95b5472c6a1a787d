"""Review: facts shown to a person."""
