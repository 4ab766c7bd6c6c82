"""Our index in the place of Whoosh's: Whoosh's functions create and open indexes of ours."""

import tempfile
from pathlib import Path
from typing import ClassVar
from weakref import WeakKeyDictionary

import whoosh.index
from whoosh.fields import Schema, ensure_schema
from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.index import _DEF_INDEX_NAME, EmptyIndexError

from index.engines.whoosh.codec.whoosh_index import ArraysIndex


def put_in_place(memory: Path) -> None:
    """Put our index in the place of Whoosh's, in this process; indexes in memory go to a folder."""
    PlacedIndex.memory = memory
    whoosh.index.FileIndex = PlacedIndex  # type: ignore[misc]


class PlacedIndex(ArraysIndex):
    """Our index, as Whoosh's tests create and open it.

    It keeps a folder for each storage in memory, and the schema of each index created: ours are never read
    from disk, and tests open an index without giving one.
    """

    memory: ClassVar[Path]
    _folders: ClassVar[WeakKeyDictionary[Storage, FileStorage]] = WeakKeyDictionary()
    _schemas: ClassVar[dict[tuple[str, str], Schema]] = {}

    def __init__(
        self, storage: Storage, schema: Schema | None = None, indexname: str = _DEF_INDEX_NAME
    ) -> None:
        folder = self._folder_for(storage)
        schema = schema or self._schemas.get((folder.folder, indexname))
        if schema is None:
            raise EmptyIndexError(f"no index {indexname!r} was created in {storage!r}")
        super().__init__(folder, schema, indexname)

    @classmethod
    def create(cls, storage: Storage, schema: Schema, indexname: str = _DEF_INDEX_NAME) -> "PlacedIndex":
        """Make an empty index."""
        folder = cls._folder_for(storage)
        cls._schemas[folder.folder, indexname] = ensure_schema(schema)
        super().create(folder, schema, indexname)
        return cls(folder, schema, indexname)

    @classmethod
    def _folder_for(cls, storage: Storage) -> FileStorage:
        if isinstance(storage, FileStorage):
            return storage
        if storage not in cls._folders:
            cls._folders[storage] = FileStorage(tempfile.mkdtemp(dir=cls.memory))
        return cls._folders[storage]
