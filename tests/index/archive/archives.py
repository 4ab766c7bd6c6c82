"""An archive in a temporary folder: bulletins that are written, moved and indexed by the commands."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bulletins import main
from index import open_engine

ITEMS = {
    "greve": "► Grève des infirmières\nElles défilent à Rennes.\n",
    "otan": "► Sommet de l’OTAN\nIl s’achève à Madrid.\n",
    "meteo": "► Météo\nPluie sur la Bretagne.\n",
    "foot": "► Football\nNantes gagne.\n",
    "pont": "► Le pont rouvre\nLes camions y passent.\n",
}

MORNING = "Radio Estuaire/2024-11-07-matinale.txt"
EVENING = "Radio Estuaire/2024-11-07-soir.txt"


@dataclass
class Archive:
    """A folder of bulletins and its index."""

    folder: Path
    index: Path

    def write(self, name: str, *items: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(ITEMS[item] for item in items), "utf-8")

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)

    def rebuild(self, *paths: Path) -> str:
        """Rebuild, and give what was said."""
        return self.run("rebuild", "--yes", *map(str, paths or (self.folder,)))

    def add(self, *options: str) -> str:
        """Add the folder, and give what was said of the items."""
        said = self.run("add", str(self.folder), *options)
        return next(line for line in said.splitlines() if line.startswith("items: ")).removeprefix("items: ")

    def run(self, *arguments: str) -> str:
        """Run a command that writes, and give what was said."""
        command = [*arguments, "--index", f"whoosh:{self.index}"]
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert CliRunner().invoke(main, ["check", "--index", f"whoosh:{self.index}"]).exit_code == 0
        return done.output

    def ids(self) -> dict[str, str]:
        """Give the id of each item by its title, with its source where the title is there twice."""
        documents = list(open_engine(f"whoosh:{self.index}").documents())
        titles = [document.title for document in documents]
        return {
            document.title
            if titles.count(document.title) == 1
            else f"{document.title}, {document.source}": document.id
            for document in documents
        }

    def bulletin_of(self, title: str) -> str:
        """Give the id of the one bulletin that an item is in."""
        (found,) = [d for d in open_engine(f"whoosh:{self.index}").documents() if d.title == title]
        (appearance,) = found.appearances
        return appearance.bulletin.id

    def bulletin_ids(self) -> dict[str, str]:
        """Give the id of each bulletin by its date and name."""
        documents = open_engine(f"whoosh:{self.index}").documents()
        found = {appearance.bulletin for document in documents for appearance in document.appearances}
        return {f"{bulletin.date} {bulletin.name}": bulletin.id for bulletin in found}

    def bulletins(self) -> set[str]:
        return set(self.bulletin_ids().values())


def ledger_file(archive: Archive) -> Path:
    (file,) = (archive.index / (archive.index / "CURRENT").read_text().strip()).glob("*ledger*")
    return file
