"""A trained transformer pipeline made free of torch: its encoder becomes `factwire_encoder`."""

from typing import Any

from spacy.language import Language

from pipeline.annotate.encoder import NAME, FactwireEncoder, tensor

TRANSFORMER = "transformer"


def without_torch(nlp: Language) -> Language:
    """Put the numpy encoder in the place of the component `transformer`, in place.

    Args:
        nlp: A pipeline of spacy-transformers whose components read the transformer through
            `factwire.ContextAndForm.v1`.
    """
    transformer: Any = nlp.get_pipe(TRANSFORMER)
    state = transformer.model.transformer.state_dict()
    wanted = {name: value for name, value in state.items() if name.startswith(("embeddings.", "encoder."))}
    weights = {name: value.float().numpy() for name, value in wanted.items() if value.is_floating_point()}
    encoder = nlp.add_pipe(NAME, first=True)
    assert isinstance(encoder, FactwireEncoder)
    encoder.set_weights(weights, transformer.model.tokenizer.backend_tokenizer)
    assert encoder.bert is not None
    for name, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if name != TRANSFORMER and model is not None:
            _read_tensor(nlp, name, model, encoder.bert.width)
    nlp.remove_pipe(TRANSFORMER)
    return nlp


def _read_tensor(nlp: Language, name: str, model: Any, width: int) -> None:
    for node in list(model.walk()):
        if node.name == "context_and_form":
            model.replace_node(node.layers[0], tensor(width))
    context = {"@architectures": "factwire.Tensor.v1", "width": width}
    nlp._pipe_configs[name]["model"]["tok2vec"]["context"] = context
