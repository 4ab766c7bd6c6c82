"""Real bulletins, read from the evaluation data beside the project: are they cut, decoded and found rightly?

Run by `make real`; prints a line a check and ends with 1 where one failed.
"""

import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks.real_input.forms import FORMS, Form, Given
from benchmarks.shared import SHARED, VISIBLE, rows
from index import Document, open_engine, parse
from index.archive.document import with_wide_spaces
from indexer.pipeline import Intake, rebuild
from indexer.plain_text import to_plain
from indexer.progress import Progress
from indexer.report import Report

# Queries, each with the beginning of the title that it must find first.
FIRST_FOR = {
    "coree du nord": "L’OTAN veut discuter",
    "l'OTAN": "L’OTAN veut discuter",
    "O.T.A.N.": "L’OTAN veut discuter",
    "otan": "L’OTAN veut discuter",
    "nord-coréen": "Séoul n’exclut pas",
    "nord coreens": "Séoul n’exclut pas",
    "seoul": "Séoul n’exclut pas",
    "CHOIGOU": "L’Occident doit négocier",
    "peuple ukrainien": "L’Occident doit négocier",
    "cour supreme crimee": "Russie : un habitant de la Crimée",
    "drones": "Kiev visée par une attaque",
    "immeuble 30 étages": "Kiev visée par une attaque",
}


# Bulletins of broken lines that come back, of 400: in the others a line begins by chance as that of a list.
BROKEN = 391
# What RESULTS.md records of the real pages: snippets kept, wanted and others, and pages wholly right.
KEPT, TAKEN, RIGHT = 567, 28, 161


def documents(path: Path) -> tuple[list[Document], Report]:
    """Read a file or a folder as `bulletins rebuild` does."""
    report = Report()
    return list(Intake([path], report, Progress(sys.stderr)).documents()), report


def plain(text: object) -> str:
    """Return a text normalised as the readers do and without white space, to compare layouts."""
    return "".join(to_plain(str(text))[0].split())


def seed(folder: Path) -> tuple[int, int]:
    """Return how many queries of `FIRST_FOR` find their item first, and how many there are."""
    engine = open_engine(f"whoosh:{folder / 'index'}")
    rebuild(engine, [SHARED / "seed"], Report(), Progress(sys.stderr))
    found = {query: engine.search(parse(query)).hits for query in FIRST_FOR}
    right = [query for query, title in FIRST_FOR.items() if found[query][0].title.startswith(title)]
    for query in FIRST_FOR.keys() - set(right):
        print(f"  {query!r} finds {found[query][0].title!r}")
    return len(right), len(FIRST_FOR)


def bulletins(folder: Path) -> tuple[int, int]:
    """Return how many bulletins are cut into exactly the items of the manifest, and how many there are."""
    wanted = {
        row["id"]: (plain(row["title"]), plain(row["body"]))
        for row in rows(VISIBLE / "tvnews/corpus.jsonl.gz")
    }
    right, manifest = 0, list(rows(VISIBLE / "bulletins/manifest.jsonl"))
    for row in manifest:
        found, _ = documents(folder / "bulletins" / str(row["file"]))
        identifiers = row["ids"]
        assert isinstance(identifiers, list)
        cut = [(plain(document.title), plain(document.body)) for document in found]
        is_right = cut == [wanted[identifier] for identifier in identifiers]
        right += is_right
        if not is_right:
            print(f"  {row['file']}: {len(found)} items, {row['items']} wanted, or their text differs")
    return right, len(manifest)


def forms(folder: Path) -> bool:
    """Print how many bulletins come back item for item from each kind of source; return whether all do."""
    paths = [folder / "bulletins" / str(row["file"]) for row in rows(VISIBLE / "bulletins/manifest.jsonl")]
    given = [
        Given(str(row["source"]), date.fromisoformat(str(row["date"])), texts(documents(path)[0]))
        for path, row in zip(paths, rows(VISIBLE / "bulletins/manifest.jsonl"), strict=True)
    ]
    right = {
        name: sum(comes_back(form, each, folder / "form") for each in given) for name, form in FORMS.items()
    }
    for name, count in right.items():
        print(f"{name}: {count} of {len(given)} come back item for item")
    return all(
        count >= (BROKEN if name == "text, broken lines" else len(given)) for name, count in right.items()
    )


def comes_back(form: Form, given: Given, folder: Path) -> bool:
    """Return whether a bulletin written as a kind of source has its items, day and source again."""
    held = form.held(given)
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in form.write(held).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found, _ = documents(folder)
    told = {(document.source, document.date) for document in found}
    return told == {(held.source, held.day)} and texts(found) == form.shown(held).items


def texts(found: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """Return title and body of documents."""
    return tuple((document.title, document.body) for document in found)


def dates(folder: Path) -> tuple[int, int]:
    """Return how many bulletins in folders of their year their text dates rightly, and how many at all."""
    right = dated = 0
    for row in rows(VISIBLE / "bulletins/manifest.jsonl"):
        of_year = folder / "dates" / str(row["date"])[:4] / str(row["file"])
        of_year.parent.mkdir(parents=True, exist_ok=True)
        of_year.write_bytes((folder / "bulletins" / str(row["file"])).read_bytes())
        day = documents(of_year)[0][0].date
        dated += day is not None
        right += str(day) == row["date"]
    return right, dated


def encodings(folder: Path) -> tuple[int, int]:
    """Return how many files have the items of their reference file, and how many have such a file."""
    right, manifest = 0, [row for row in rows(VISIBLE / "robustness/manifest.jsonl") if "truth" in row]
    for row in manifest:
        pair = [documents(folder / "robustness" / str(row[name]))[0] for name in ("file", "truth")]
        # Encodings of 8 bits have no narrow no-break space, which all else of the text must agree on.
        texts = [[with_wide_spaces(f"{each.title}\n{each.body}") for each in found] for found in pair]
        right += texts[0] == texts[1]
        if texts[0] != texts[1]:
            print(f"  {row['file']} differs from {row['truth']}")
    return right, len(manifest)


def robustness(folder: Path) -> tuple[int, int]:
    """Return how many files yield items or are skipped with a reason, and how many there are."""
    manifest = list(rows(VISIBLE / "robustness/manifest.jsonl"))
    explained = 0
    for row in manifest:
        found, report = documents(folder / "robustness" / str(row["file"]))
        explained += bool(found) or report.skipped.count > 0
    return explained, len(manifest)


def pages(folder: Path) -> bool:
    """Print how many wanted snippets of real pages are kept, how many others, and how many pages are right.

    Return whether none of the figures falls behind those of RESULTS.md.
    """
    kept = wanted = taken = others = right = 0
    manifest = list(rows(VISIBLE / "pages/manifest.jsonl"))
    for row in manifest:
        found, _ = documents(folder / "pages" / str(row["file"]))
        text = words("\n".join(f"{document.title}\n{document.body}" for document in found))
        present = {
            name: [words(snippet).strip() in text for snippet in snippets]
            for name in ("with", "without")
            if isinstance(snippets := row[name], list)
        }
        kept, wanted = kept + sum(present["with"]), wanted + len(present["with"])
        taken, others = taken + sum(present["without"]), others + len(present["without"])
        right += all(present["with"]) and not any(present["without"])
    print(f"pages: {kept} of {wanted} wanted snippets kept, {kept / wanted:.1%} (aim: 95 %)")
    print(f"pages: {taken} of {others} other snippets kept, {taken / others:.1%} (aim: 6 % at most)")
    print(f"pages: {right} of {len(manifest)} wholly right, {right / len(manifest):.0%} (aim: 74 %)")
    return kept >= KEPT and taken <= TAKEN and right >= RIGHT


def words(text: str) -> str:
    """Return a text with every run of other characters as one space, as the snippets are compared."""
    return re.sub(r"\W+", " ", text)


def main() -> int:
    """Run all checks, and return 1 if one failed."""
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for archive in VISIBLE.glob("*/*.tar.gz"):
            with tarfile.open(archive) as packed:
                packed.extractall(folder, filter="data")
        for check in (seed, bulletins, dates, encodings, robustness):
            right, of = check(folder)
            print(f"{check.__name__}: {right} of {of}")
            failed = failed or right != of
        failed = not forms(folder) or failed
        failed = not pages(folder) or failed
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
