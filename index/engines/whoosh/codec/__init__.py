"""Whoosh's view of our segment files: a codec, in the place that Whoosh has for it."""
