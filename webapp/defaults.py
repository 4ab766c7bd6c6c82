"""What holds of the pages unless `bulletins serve` is told otherwise."""

BUDGET = 0.5
"""Seconds of CPU that the answer to one request may take."""
ITEM_WORD = "brève"
"""What the pages call an item, see `webapp.item_words`."""
