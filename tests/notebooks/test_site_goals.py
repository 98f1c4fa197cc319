"""Key facts, targets and paths on the built pages, counted again by hand."""
