"""Training and measuring of the language models en_factwire_sm and en_factwire_trf."""
