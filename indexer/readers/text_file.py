"""A text file → one bulletin with its items."""

from collections.abc import Sequence

from index.archive.document import Bulletin
from indexer.bulletin import Received, bulletin_id
from indexer.decoding import decode
from indexer.paths import InputFile, PathMetadata, folder_name
from indexer.plain_text import counted
from indexer.readers.items import cut
from indexer.readers.mark_choice import LONGEST_TITLE, best_mark, likely_mark
from indexer.readers.marks import Mark


def read_text(file: InputFile, data: bytes, metadata: PathMetadata, marks: Sequence[Mark] = ()) -> Received:
    """Read a bulletin.

    Args:
        file: The file.
        data: Its bytes.
        metadata: What its path says.
        marks: Marks that the user named, beside the usual ones.

    Raises:
        BulletinError: It has too many items, or too long a one.
    """
    decoded = decode(data)
    mark = best_mark(decoded.text, marks, takes_quotes=decoded.lacks_mark)
    items = cut(decoded.text, mark)
    # Without a date in the path, the folder distinguishes files of the same name.
    folder = () if metadata.date else (folder_name(file.path),)
    identifier = bulletin_id(metadata.source, metadata.date, metadata.name, *folder)
    bulletin = Bulletin(identifier, metadata.name, metadata.source, metadata.date)
    oddities = decoded.oddities + (_long_titles(decoded.text, mark) if mark else ())
    unmarked = None if mark else likely_mark(decoded.text)
    return Received(bulletin, items, decoded.encoding, oddities, unmarked)


def _long_titles(text: str, mark: Mark) -> tuple[str, ...]:
    count = sum(len(line.title) > LONGEST_TITLE for line in mark.lines(text))
    what = f"{counted(count, 'marked line')} of over {LONGEST_TITLE} characters: its beginning is the title"
    return (what,) if count else ()
