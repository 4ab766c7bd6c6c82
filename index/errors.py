"""Everything that can go wrong, under one root: `SearchError`.

A message says what happened, with which value, and what to do.
"""

REBUILD = "run: bulletins rebuild PATH"
"""What to do about an index that is missing, damaged or outdated; ends the messages about one."""


class SearchError(Exception):
    """Root of the errors that a user is told about, never with a traceback."""


class UsageError(SearchError):
    """The command or the address asks for something that cannot be; exit code 2."""


class IndexMissingError(SearchError):
    """No index has been built at this place yet."""


class IndexDamagedError(SearchError):
    """There is an index, and it cannot be read as it is."""


class IndexOutdatedError(SearchError):
    """The index was made by another analysis or format; only a rebuild helps."""


class IndexLockedError(SearchError):
    """Another command is writing the index."""


class UnknownIdError(SearchError):
    """No document or bulletin has this id."""


class EmptyInputError(SearchError):
    """There is nothing to index; the index in place stays as it is."""
