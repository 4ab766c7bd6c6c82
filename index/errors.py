"""Errors that a user is told about, under one root: `SearchError`.

A message says what happened, with which value, and what to do.
"""

REBUILD = "run: bulletins rebuild PATH"
"""What to do about an index that is missing, damaged or outdated; ends the messages about one."""


class SearchError(Exception):
    """Root of all our errors; shown as one sentence, never with a traceback."""


class UsageError(SearchError):
    """A command or a web address asks for what cannot be; exit code 2."""


class IndexMissingError(SearchError):
    """No index has been built at this place yet."""


class IndexDamagedError(SearchError):
    """The index exists and cannot be read as it is."""


class IndexOutdatedError(SearchError):
    """The index was built with another analysis or format; only a rebuild helps."""


class EngineUnavailableError(SearchError):
    """What keeps the index cannot be reached or does not answer now; it may come back by itself."""


class IndexLockedError(SearchError):
    """Another command is writing the index; exit code 3."""


class UnknownIdError(SearchError):
    """No document or bulletin has this id."""


class RemovedItemError(UnknownIdError):
    """The item with this id was removed for good."""


class EmptyInputError(SearchError):
    """There is nothing to index; the index that serves stays as it is."""
