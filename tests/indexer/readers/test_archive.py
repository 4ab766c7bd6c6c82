import bz2
import gzip
import io
import lzma
import tarfile
import unicodedata
import zipfile
from datetime import date
from functools import partial
from hashlib import sha256

import pytest

from indexer import allowance
from indexer.readers.archive import DEEPEST

DAY = date(2024, 11, 7)


def _zip(files, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def _tar(files, mode="w"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, given in files.items():
            content = given if isinstance(given, bytes) else given.encode()
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


_tgz = partial(_tar, mode="w:gz")
PACKED = [
    (_zip, "zip"),
    (partial(_zip, method=zipfile.ZIP_BZIP2), "zip"),
    (partial(_zip, method=zipfile.ZIP_LZMA), "zip"),
    (_tar, "tar"),
    (_tgz, "tar.gz"),
    (_tgz, "tgz"),
    (partial(_tar, mode="w:bz2"), "tar.bz2"),
    (partial(_tar, mode="w:xz"), "tar.xz"),
    (partial(_tar, mode="w:xz"), "txz"),
]


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_a_bulletin_comes_back_item_for_item(take, samples, pack, suffix):
    files = {
        f"Radio/{one.date}-{number:02}.txt": f"► {one.title}\n\n{one.body}"
        for number, one in enumerate(samples)
    }
    taken = take({f"archive.{suffix}": pack(files)})
    assert sorted(taken.told) == sorted(samples)
    assert {document.source for document in taken.documents} == {"Radio"}


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_files_of_every_kind_are_read(take, pack, suffix):
    files = {
        "a.txt": "► Un",
        "b.html": "<h1>Deux</h1><p>Le pont est fermé lundi.</p>",
        "c.jsonl": '{"title": "Trois", "body": "C."}',
        "d.jsonl.gz": gzip.compress(b'{"title": "Quatre", "body": "D."}'),
        "e.csv": "titre;texte\nCinq;E.",
        "f.xml": "<rss><channel><item><title>Six</title></item></channel></rss>",
        "g.mbox": "From x\nFrom: x\nSubject: Sept\n\nG.\n",
        "h.json": '[{"title": "Huit", "body": "H."}]',
        "i.txt.gz": gzip.compress("► Neuf".encode()),
        "j.txt.bz2": bz2.compress("► Dix".encode()),
        "k.txt.xz": lzma.compress("► Onze".encode()),
    }
    titles = take({f"a.{suffix}": pack(files)}).titles
    assert titles == [
        *("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix", "Onze")
    ]


@pytest.mark.parametrize("name", ["Radio/2024-11-07.txt", "Radio/2024/11/7.txt", "./Radio/2024-11-07.txt"])
@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_the_path_in_an_archive_tells_source_and_day(take, pack, suffix, name):
    [document] = take({f"tout.{suffix}": pack({name: "► Un"})}).documents
    assert (document.source, document.date) == ("Radio", DAY)


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_an_archive_stands_for_a_folder_of_its_name(take, pack, suffix):
    [document] = take({f"Radio.{suffix}": pack({"2024-11-07.txt": "► Un"})}).documents
    assert (document.source, document.date) == ("Radio", DAY)


@pytest.mark.parametrize(("module", "suffix"), [(gzip, "gz"), (bz2, "bz2"), (lzma, "xz")])
def test_what_is_compressed_has_the_name_of_its_file(take, module, suffix):
    parts = module.compress("► Un\n".encode()) + module.compress(b"Il ferme.\n")
    [document] = take({f"Radio/2024-11-07-soir.txt.{suffix}": parts}).documents
    assert (document.title, document.body) == ("Un", "Il ferme.")
    assert (document.source, document.date, document.appearances[0].bulletin.name) == ("Radio", DAY, "Soir")


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_an_archive_may_be_given_itself(take, pack, suffix):
    packed = pack({"R/2024-11-07.txt": "► Un", "R/x/2024-11-07.txt": "► Deux"})
    assert sorted(take({f"a.{suffix}": packed}, given=f"a.{suffix}").titles) == ["Deux", "Un"]


def test_an_archive_is_known_by_its_content(take):
    assert take({"a": _zip({"x.txt": "► Un"}), "b": _tgz({"x.txt": "► Deux"})}).titles == ["Un", "Deux"]


@pytest.mark.parametrize("charset", ["cp437", "cp850", "cp1252", "utf-8"])
def test_names_without_the_flag_of_utf_8_are_decoded(take, charset):
    placeholder = b"XXXXXXXXXX"[: len("Télé".encode(charset))]
    data = _zip({f"{placeholder.decode()}/2024-11-07.txt": "► Un"}).replace(
        placeholder, "Télé".encode(charset)
    )
    assert take({"a.zip": data}).documents[0].source == "Télé"


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_decomposed_names_are_composed(take, pack, suffix):
    name = unicodedata.normalize("NFD", "Télé/2024-11-07.txt")
    assert take({f"a.{suffix}": pack({name: "► Un"})}).documents[0].source == "Télé"


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_what_systems_leave_is_counted_and_not_read(take, pack, suffix):
    names = (
        "R/a.txt",
        "__MACOSX/R/._a.txt",
        "R/.DS_Store",
        "R/Thumbs.db",
        "R/a_fichiers/pub.html",
        "R/photo.jpg",
    )
    taken = take({f"a.{suffix}": pack(dict.fromkeys(names, "► Un"))})
    assert taken.titles == ["Un"]
    assert taken.report.ignored.count == 5
    assert taken.report.skipped.count == 0


@pytest.mark.parametrize("name", ["../../../evil.txt", "/tmp/evil.txt", "C:\\evil.txt", "..\\evil.txt"])
@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_nothing_is_written_wherever_a_name_leads(take, pack, suffix, name, tmp_path):
    assert take({f"a.{suffix}": pack({name: "► Un"})}).titles == ["Un"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"a.{suffix}"]


def test_links_and_devices_are_not_followed(take):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("a.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    taken = take({"a.tar": data.getvalue(), "b.txt": "► Un"})
    assert (taken.titles, taken.report.ignored.count) == (["Un"], 4)


def test_archives_in_archives_are_read_to_a_depth(take):
    data = _zip({"x.txt": "► Fond"})
    for depth in range(DEEPEST):
        data = _zip({"a.txt": f"► {depth}", "b.zip": data})
    taken = take({"a.zip": data})
    assert taken.titles == ["3", "2", "1", "0"][:DEEPEST]
    assert f"lies in {DEEPEST} archives inside each other; unpack them" in taken.said


@pytest.mark.parametrize(("pack", "suffix"), [(_zip, "zip"), (_tgz, "tgz")])
def test_an_archive_that_inflates_too_much_is_left_and_what_came_before_kept(take, monkeypatch, pack, suffix):
    monkeypatch.setattr(allowance, "FREELY_INFLATED", 1 << 20)
    zeros = b'{"body": "' + b"0" * (9 << 20)
    taken = take(
        {f"a.{suffix}": pack({"a.txt": "► Un", "b.jsonl": zeros, "c.jsonl": zeros}), "z.txt": "► Fin"}
    )
    assert taken.titles == ["Un", "Fin"]
    assert "inflates to more than 200 times its size" in taken.said


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
def test_an_archive_of_too_many_files_is_left(take, monkeypatch, pack, suffix):
    monkeypatch.setattr(allowance, "MOST_FILES", 5)
    taken = take({f"a.{suffix}": pack({f"{n}.txt": f"► {n}" for n in range(9)})})
    assert len(taken.documents) in (4, 5)
    assert "holds more than 5 files" in taken.said


def test_a_directory_that_is_too_large_is_not_read(take):
    data = bytearray(_zip({"a.txt": "► Un"}))
    place = data.rfind(b"PK\x05\x06") + 12
    data[place : place + 4] = (1 << 30).to_bytes(4, "little")
    assert "by the size of its directory" in take({"a.zip": bytes(data), "b.txt": "► Un"}).said


@pytest.mark.parametrize(("pack", "suffix"), PACKED)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_broken_archive_is_said_and_the_next_file_is_read(take, samples, pack, suffix, share):
    whole = pack({f"{number}.txt": f"► {one.title}\n{one.body * 99}" for number, one in enumerate(samples)})
    taken = take({f"a.{suffix}": whole[: int(len(whole) * share)], "z.txt": "► Fin"})
    assert taken.titles[-1] == "Fin"
    assert taken.report.skipped.count >= 1


def test_a_file_that_is_broken_in_its_archive_is_said_and_the_others_are_read(take):
    data = bytearray(_zip({"a.txt": "► Un", "b.txt": "► Deux"}, zipfile.ZIP_STORED))
    data[data.index("► Un".encode()) + 4] ^= 1
    taken = take({"a.zip": bytes(data)})
    assert taken.titles == ["Deux"]
    assert "is broken in its archive (Bad CRC-32" in taken.said


@pytest.mark.parametrize(
    ("compress", "suffix"),
    [(gzip.compress, "gz"), (partial(bz2.compress, compresslevel=1), "bz2"), (lzma.compress, "xz")],
)
def test_of_a_text_that_is_cut_off_what_came_before_is_kept(take, compress, suffix):
    news = "".join(f"► Sujet {number}\n{sha256(bytes([number])).hexdigest() * 40}\n" for number in range(200))
    whole = compress(news.encode())
    taken = take({f"a.txt.{suffix}": whole[: len(whole) // 2], "b.txt": "► Fin"})
    assert taken.titles[:2] == ["Sujet 0", "Sujet 1"]
    assert taken.titles[-1] == "Fin"
    assert "what came before is kept" in taken.said


def test_what_is_encrypted_or_compressed_otherwise_is_said(take):
    locked, other = (bytearray(_zip({"a.txt": "► Un"}, zipfile.ZIP_STORED)) for _ in range(2))
    for start, flags, method in ((b"PK\x03\x04", 6, 8), (b"PK\x01\x02", 8, 10)):
        locked[locked.index(start) + flags] |= 1
        other[other.index(start) + method] = 93
    taken = take({"a.zip": bytes(locked), "b.zip": bytes(other), "c.txt": "► Trois"})
    assert taken.titles == ["Trois"]
    assert "is encrypted; unpack it" in taken.said
    assert "is compressed in a way that is not read (method 93)" in taken.said


def test_what_wants_too_much_memory_is_left_and_said(take):
    wide = [{"id": lzma.FILTER_LZMA2, "dict_size": 256 << 20}]
    packed = bytearray(_zip({"a.txt": "► Un"}, zipfile.ZIP_LZMA))
    dictionary = 30 + len("a.txt") + 5
    packed[dictionary : dictionary + 4] = b"\xff\xff\xff\xff"
    taken = take({"a.txt.xz": lzma.compress(b"x", filters=wide), "b.zip": bytes(packed), "c.txt": "► Un"})
    assert taken.titles == ["Un"]
    assert "Memory usage limit exceeded" in taken.said
    assert "takes more than 128 MiB to be decompressed" in taken.said


def test_a_file_that_is_no_archive_is_said(take):
    taken = take(
        {"a.zip": "► Un", "b.tar": "x" * 600, "c.gz": "", "d.txt": _zip({"a.txt": "► Un"}), "e.txt": "► Fin"}
    )
    assert taken.titles == ["Fin"]
    assert taken.said.count("is no zip, tar, gzip, bzip2 or xz archive, as its name says") == 3
    assert "is a zip archive, not a text; unpack it" in taken.said


def test_an_archive_of_nothing_is_said(take):
    assert "a.zip: holds no item" in take({"a.zip": _zip({}), "b.txt": "► Un"}).said
