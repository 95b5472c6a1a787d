"""Resolving: who and what is meant, and when, where and for how much."""
