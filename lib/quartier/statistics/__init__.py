"""Statistics over plain arrays: one method a module, its source in the docstring.

Numbers or arrays go in, numbers or arrays of the same shape come out; columns of a table are taken
in their order. Missing stays missing: where an input is NaN, the result is NaN. What cannot be is
refused: negative counts, more cases than people, a denominator of 0. The error names the positions,
counted from 0. Whoever knows that an area without people is no mistake gives NaN for it. Nothing
here knows tables, cities or languages.
"""

__all__ = [
    "autocorrelation",
    "comparison",
    "difference",
    "funnel",
    "index",
    "inequality",
    "mean",
    "proportion",
    "quantiles",
    "ranking",
    "rate",
    "ratio",
    "recovery",
    "segregation",
    "shrinkage",
    "similar",
    "slope",
    "smooth",
    "standardised",
    "trend",
]
