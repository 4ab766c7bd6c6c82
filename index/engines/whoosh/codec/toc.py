"""The table of contents of a Whoosh index: its schema and its segments.

Whoosh's own format, so that `whoosh.index.open_dir` reads it, plus a trailing CRC-32; a table rewritten by
stock Whoosh lacks that and is refused. Nothing in it is trusted: the caller passes the schema, and our
segments are the only class that is unpickled.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import _CURRENT_TOC_VERSION, TOC
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE, pack_int

from index.engines.whoosh.codec.codec import ArraysSegment
from index.engines.whoosh.unpickling import load
from index.errors import IndexDamagedError
from index.storage.durable import sync

_BEGINNING = bytes((_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE)) + pack_int(-12345) + pack_int(_CURRENT_TOC_VERSION)
"""First bytes of a table of this version; Whoosh unpickles anything that it finds in others."""
_CHECKSUM = 4
"""Bytes of the CRC-32."""


class _GuardedFile(BufferFile):
    """A file in memory whose pickles are read by `unpickling`."""

    def read_pickle(self) -> object:
        """Read a pickle."""
        return load(self.file)


class _Memory(RamStorage):
    """Files in memory, on which Whoosh's own code reads and writes a table."""

    def open_file(self, name: str, **_options: object) -> BufferFile:
        """Open a file for reading."""
        return _GuardedFile(self.files[name], name)


def read_toc(folder: Path, indexname: str, generation: int, schema: Schema) -> TOC:
    """Read the table of a generation; raises `FileNotFoundError` or `IndexDamagedError`."""
    name = TOC._filename(indexname, generation)
    data = (folder / name).read_bytes()
    body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    try:
        if zlib.crc32(body).to_bytes(_CHECKSUM, "big") != checksum or not body.startswith(_BEGINNING):
            raise ValueError("it is not as it was written")
        memory = _Memory()
        memory.files[name] = body
        toc = TOC.read(memory, indexname, generation, schema=schema)
        if not all(isinstance(segment, ArraysSegment) for segment in toc.segments):
            raise ValueError("it names segments that are not ours")
    except Exception as error:  # a forged pickle may raise anything
        raise IndexDamagedError(f"the table of contents {name!r} cannot be read ({error!r})") from error
    return toc


def write_toc(
    folder: Path, indexname: str, generation: int, schema: Schema, segments: Sequence[ArraysSegment]
) -> None:
    """Write a table durably; until that is done, and if it fails, the previous generation is valid."""
    name = TOC._filename(indexname, generation)
    temporary = folder / f"{name}.new"
    try:
        temporary.write_bytes(_written(indexname, generation, schema, segments))
        sync(temporary)
        temporary.rename(folder / name)
    finally:
        temporary.unlink(missing_ok=True)
    sync(folder)


def write_first_toc(folder: Path, indexname: str, schema: Schema, segments: Sequence[ArraysSegment]) -> None:
    """Write the table of a new folder, which is brought to the disk as a whole before anybody reads it."""
    (folder / TOC._filename(indexname, 0)).write_bytes(_written(indexname, 0, schema, segments))


def _written(indexname: str, generation: int, schema: Schema, segments: Sequence[ArraysSegment]) -> bytes:
    memory = _Memory()
    TOC(schema, list(segments), generation).write(memory, indexname)
    body = memory.files[TOC._filename(indexname, generation)]
    return bytes(body) + zlib.crc32(body).to_bytes(_CHECKSUM, "big")
