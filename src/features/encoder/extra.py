"""What the extra brings, and what to do where it is missing."""

from importlib import import_module


def needed(name):
    """Import a package of the extra when it is needed.

    Parameters
    ----------
    name : str
        The module.

    Returns
    -------
    module
        Imported.

    Raises
    ------
    ImportError
        Where it is not installed; the message says which extra brings it.

    Examples
    --------
    >>> from features.encoder.extra import needed
    >>> needed("json").loads("[1]")
    [1]
    """
    try:
        return import_module(name)
    except ImportError as missing:
        extra = "encoder-training" if name.split(".")[0] == "torch" else "encoder"
        raise ImportError(
            f'The encoder needs the package {name!r}, which is not installed here: pip install "tidings[{extra}]".'
        ) from missing
