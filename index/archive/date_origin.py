"""Where the date of a document or a bulletin is from."""

from typing import Literal, get_args

DateOrigin = Literal["given", "page", "path", "text", "weekday", "none"]
"""What says a date: the input beside the text (a field, a header, a feed), a web page of itself, the names of
file and folders, or the first lines of a text. `weekday`: these lines lack its year or more of it, which the
day of the week tells within the days around it; such a date is supposed. There may be none."""
DATE_ORIGINS: tuple[DateOrigin, ...] = get_args(DateOrigin)


def of_a_date(origin: DateOrigin) -> DateOrigin:
    """Return where a date is from; the usual where there is none, as what has no date holds it."""
    return "given" if origin == "none" else origin
