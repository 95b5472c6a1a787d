"""Tokens, sentences and entities: the language model and the rules of form around it."""
