"""Running: articles through the model, in one process or several."""
