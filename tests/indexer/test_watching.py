"""`bulletins watch`, as a process of its own: files come, grow, move and go, and so does their folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import indexer.watching
from index.archive.builds import IndexFolder
from index.engines import Engine, open_engine
from indexer.arrivals import Arrivals
from indexer.watching import Watcher

ROOT = Path(__file__).parents[2]
REST = 0.5
Event = dict[str, object]


class Watching:
    """A running `bulletins watch`, and what it said so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.place = folder / "Bulletins", folder / "index"
        self.folder.mkdir(exist_ok=True)
        self.log, self.errors = folder / "said", folder / "errors"
        command = [sys.executable, "-m", "bulletins", "watch", self.folder, "--json", "--rest", str(REST)]
        with self.log.open("ab") as log, self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [*command, "--index", f"whoosh:{self.place}", *options], cwd=ROOT, stdout=log, stderr=errors
            )

    def write(self, name: str, *titles: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"► {title}\nLe texte de « {title} ».\n" for title in titles), "utf-8")
        return path

    @property
    def said(self) -> list[Event]:
        return [
            json.loads(line)
            for line in self.log.read_text("utf-8").splitlines(keepends=True)
            if line.endswith("\n")
        ]

    def adds(self) -> list[tuple[int, ...]]:
        """Return of each addition how many items were new, changed and gone."""
        reports = [event["report"] for event in self.said if event["event"] == "add"]
        return [tuple(report[name] for name in ("new", "changed", "gone")) for report in reports]

    def tells(self, part: str) -> bool:
        return any(part in str(event.get("message", "")) for event in self.said)

    def titles(self) -> list[str]:
        if not (self.place / "CURRENT").exists():
            return []
        return sorted(document.title for document in self.engine.documents())

    @property
    def engine(self) -> Engine:
        return open_engine(f"whoosh:{self.place}")

    def until(self, comes: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not comes():
            assert time.monotonic() < end, (self.said, self.errors.read_text("utf-8"))
            assert self.process.poll() is None, self.errors.read_text("utf-8")
            time.sleep(0.2)

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        assert self.process.wait(30) == 0
        assert self.errors.read_text("utf-8") == ""
        self.engine.check()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    """Start a watch on a folder; it is ended with the test."""
    running: list[Watching] = []

    def start(*options: str) -> Watching:
        running.append(Watching(tmp_path, *options))
        return running[-1]

    yield start
    for each in running:
        each.process.kill()
        each.process.wait()


def test_what_is_there_and_what_comes_is_added_whole_and_in_few_additions(watching, tmp_path) -> None:
    (tmp_path / "Bulletins" / "TF1").mkdir(parents=True)
    (tmp_path / "Bulletins" / "TF1" / "2024-11-07.txt").write_text("► L’OTAN à Séoul\nLe texte.\n", "utf-8")
    watch = watching("--prune")
    watch.until(lambda: watch.titles() == ["L’OTAN à Séoul"])

    with (watch.folder / "TF1" / "2024-11-08.txt").open("w", encoding="utf-8") as file:
        for number in range(8):
            file.write(f"► Grève n° {number}\nLes trains sont à l’arrêt.\n")
            file.flush()
            time.sleep(REST / 4)
    watch.until(lambda: len(watch.adds()) == 2)
    assert watch.adds() == [(1, 0, 0), (8, 0, 0)]

    for number in range(300):
        watch.write(f"Radio {number % 20}/2024-11-09-{number}.txt", f"Brève {number}")
    watch.until(lambda: len(watch.titles()) == 309)
    assert len(watch.adds()) < 12

    ids = {document.id for document in watch.engine.documents()}
    (watch.folder / "TF1").rename(watch.folder / "Archives de TF1")
    (watch.folder / "Radio 1" / "2024-11-09-1.txt").unlink()
    watch.until(lambda: len(watch.titles()) == 308)
    assert {document.id for document in watch.engine.documents()} < ids
    watch.write("Radio 2/sous/dossier/2024-11-10.txt", "Météo")
    watch.until(lambda: "Météo" in watch.titles())
    watch.end(signal.SIGTERM)


def test_of_a_folder_that_is_away_nothing_is_taken_out(watching, tmp_path) -> None:
    watch = watching("--prune", "--yes")
    watch.write("LCI/2024-11-07.txt", "Budget", "Élections")
    watch.write("2024-11-07.txt", "Marée")
    watch.until(lambda: len(watch.titles()) == 3)

    watch.folder.rename(tmp_path / "ailleurs")
    watch.until(lambda: watch.tells("is away"))
    watch.folder.mkdir()  # as of a disk that is not mounted
    watch.until(lambda: watch.tells("is back"))
    time.sleep(REST + 1)
    assert len(watch.titles()) == 3
    watch.folder.rmdir()
    (tmp_path / "ailleurs").rename(watch.folder)
    shutil.rmtree(watch.folder / "LCI")
    watch.write("2024-11-08.txt", "Retour")
    watch.until(lambda: "Retour" in watch.titles())
    assert watch.titles() == ["Budget", "Marée", "Retour", "Élections"]
    assert all(gone == 0 for _, _, gone in watch.adds())
    watch.end(signal.SIGINT)


def test_errors_are_sentences_and_other_writers_are_waited_for(watching) -> None:
    watch = watching("--prune")
    lines = [json.dumps({"title": f"Sujet {number}", "body": "Le texte."}) for number in range(6)]
    (watch.folder / "sujets.jsonl").write_text("\n".join(lines[:5]), "utf-8")
    watch.until(lambda: len(watch.titles()) == 5)
    (watch.folder / "sujets.jsonl").write_text(lines[5], "utf-8")
    watch.until(lambda: len(watch.titles()) == 6)
    assert watch.tells("less than half of its items (5 → 1); they stay")

    with IndexFolder(str(watch.place)).writing():
        watch.write("RFI/2024-11-06.txt", "En attente")
        time.sleep(REST + 1.5)
        assert "En attente" not in watch.titles()
    watch.until(lambda: "En attente" in watch.titles())

    stray = watch.place / "notes.odt"
    stray.touch()
    watch.write("RFI/2024-11-07.txt", "Refusé d’abord")
    watch.until(lambda: watch.tells("holds other files"))
    stray.unlink()
    os.utime(watch.write("RFI/2024-11-07.txt", "Refusé d’abord", "Puis pris"))
    watch.until(lambda: "Puis pris" in watch.titles())
    watch.end(signal.SIGTERM)


@pytest.mark.parametrize("is_first", [True, False])
def test_files_are_looked_at_where_no_watches_are_left_at_first_or_for_a_new_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_first: bool
) -> None:
    real, said = indexer.watching.watch, []
    arrivals, file = Arrivals([tmp_path], 0.1), tmp_path / "TF1" / "2024-11-07.txt"

    def limited(*folders: Path, force_polling: bool, recursive: bool = True, **options: object) -> object:
        if not force_polling and recursive == is_first:
            raise OSError("OS file watch limit reached. (MaxFilesWatch)")
        return real(*folders, force_polling=force_polling, recursive=recursive, **options)

    def on_wake() -> None:
        changed = arrivals.take()
        if file.exists() and changed and any(map(file.is_relative_to, changed.paths)):
            raise KeyboardInterrupt
        file.parent.mkdir(exist_ok=True)
        if said:
            file.touch()

    monkeypatch.setattr(indexer.watching, "watch", limited)
    with pytest.raises(KeyboardInterrupt):
        Watcher([tmp_path], arrivals, lambda *event: said.append(event)).run(on_wake)
    ((event, message),) = said
    assert event == "polling"
    assert message.startswith("the system tells no changes (OS file watch limit reached.); all files are")
