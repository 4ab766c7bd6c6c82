"""A text file → one bulletin with its items."""

from index.archive.document import Bulletin
from indexer.bulletin import Received, bulletin_id
from indexer.decoding import decode
from indexer.paths import InputFile, PathMetadata, folder_name
from indexer.plain_text import counted
from indexer.readers.items import LONGEST_TITLE, cut, marked_lines


def read_text(file: InputFile, data: bytes, metadata: PathMetadata) -> Received:
    """Read a bulletin; raises `BulletinError` where it has too many items, or too long a one."""
    decoded = decode(data)
    items = cut(decoded.text, takes_quotes=decoded.lacks_mark)
    # Without a date in the path, the folder distinguishes files of the same name.
    folder = () if metadata.date else (folder_name(file.path),)
    identifier = bulletin_id(metadata.source, metadata.date, metadata.name, *folder)
    bulletin = Bulletin(identifier, metadata.name, metadata.source, metadata.date)
    return Received(
        bulletin,
        items,
        decoded.encoding,
        decoded.oddities + _long_titles(decoded.text, takes_quotes=decoded.lacks_mark),
    )


def _long_titles(text: str, *, takes_quotes: bool) -> tuple[str, ...]:
    lines = marked_lines(text, takes_quotes=takes_quotes)
    count = sum(len(line.title) > LONGEST_TITLE for line in lines)
    what = f"{counted(count, 'marked line')} of over {LONGEST_TITLE} characters: its beginning is the title"
    return (what,) if count else ()
