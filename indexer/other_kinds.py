"""What to do with a file that is not read, by its suffix."""

_ADVICE = {
    "save its text as .txt": (
        ".doc .docx .odt .rtf .pdf .pages .epub .mobi .wpd .ps .ppt .pptx .odp .key .djvu .tex .xml"
    ),
    "save it as .csv": ".xls .xlsx .xlsm .ods .numbers .parquet .rds .rdata .sav .dta",
    "export it as .csv or .jsonl": ".db .sqlite .sqlite3 .mdb .accdb .sql",
    "save its mails as .eml or .mbox": ".msg .pst .ost .olm .dbx",
    "save its pages as .html": ".warc .wacz .maff .enex .chm",
    "save it as .srt or .vtt": ".sbv .ass .ssa .sub .ttml .dfxp .stl .lrc",
    "write down what is spoken, as .srt or .txt": (
        ".mp3 .wav .m4a .aac .ogg .opus .flac .wma .mp4 .mov .avi .mkv .webm"
    ),
    "save the feeds that it names": ".opml",
    "unpack it": ".7z .rar .zst .lz4 .lzma .z .cab .iso .dmg",
}
_BY_SUFFIX = {suffix: advice for advice, suffixes in _ADVICE.items() for suffix in suffixes.split()}


def advice(kind: str) -> str:
    """Return what to do with files of a suffix to have them read; empty where nothing is known."""
    return _BY_SUFFIX.get(kind, "")
