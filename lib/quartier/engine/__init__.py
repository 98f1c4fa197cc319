"""From notebooks to pages: run, in parallel, and publish all at once or not at all.

`parameters` checks what a notebook is given, `shell` runs its cells, `executor` is the engine that
papermill calls, `page` makes one page, `pool` gives each page a process of its own, `conversion`
draws charts beside them, `lock` and `publish` exchange the finished folder.

Nothing is imported here: a forked child must find the package loaded by `preload`, not load it.
"""

__all__: list[str] = []
