"""Statistics over plain arrays: one method a module, its source in the docstring.

Numbers or arrays go in, numbers or arrays of the same shape come out. Missing stays missing: where
an input is NaN, the result is NaN. Nothing here knows tables, cities or languages.
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
    "smooth",
    "standardised",
    "trend",
]
