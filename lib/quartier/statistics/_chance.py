"""What chance alone does to the value of an area."""

from quartier.statistics._arguments import Array

__all__ = ["variance_of_one"]


def variance_of_one(value: Array, kind: str) -> Array:
    """The variance by chance of the value of an area of size 1; of one of size n, over n.

    >>> import numpy as np
    >>> variance_of_one(np.array([0.2]), "proportion").round(2).tolist()
    [0.16]
    """
    return value * (1 - value) if kind == "proportion" else value
