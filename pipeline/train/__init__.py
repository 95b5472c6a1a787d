"""Training and measuring of the language model en_factwire_sm."""
