"""tantivy, used from Python, with the fields of the product.

Stems and exact forms of title and body, folded, with positions; the text is stored with the stems. Documents
and queries are analysed in Rust by tantivy's own French chain: the usual and fastest way. A phrase is
searched in the exact forms, as in the product. No boosts: they would cost it time.

It has one indexing thread and as much memory as the writer of the product, so that one segment or few remain.
"""

import json
from pathlib import Path

import tantivy
from tantivy import Filter, Tokenizer

from benchmarks.speed import worker
from benchmarks.speed.worker import LIMIT, Answer, Figures, Item, Query

WRITER_MEMORY = 512_000_000
STEMS, EXACT = ["title", "body"], ["title_exact", "body_exact"]
STORED = ("id", "title", "body", "date", "source")


def schema() -> tantivy.Schema:
    """Make the schema."""
    builder = tantivy.SchemaBuilder()
    for name in STEMS:
        builder.add_text_field(name, stored=True, tokenizer_name="french_stems")
    for name in EXACT:
        builder.add_text_field(name, stored=False, tokenizer_name="french_exact")
    for name in ("id", "date", "source"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """Create or open an index in a folder, and register the analysers, which an index does not store."""
    index = tantivy.Index(schema(), path=str(folder))
    builder = tantivy.TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40))
    exact = builder.filter(Filter.lowercase())
    index.register_tokenizer("french_exact", exact.filter(Filter.ascii_fold()).build())
    builder = tantivy.TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(40))
    stems = builder.filter(Filter.lowercase()).filter(Filter.stemmer("french"))
    index.register_tokenizer("french_stems", stems.filter(Filter.ascii_fold()).build())
    return index


def to_tantivy(item: Item) -> tantivy.Document:
    """Make a tantivy document of an item."""
    title, body = item["title"], item["body"]
    values = {**item, "title_exact": title, "body_exact": body}
    return tantivy.Document(**values)


class TantivyPeer:
    """See `worker.Side`."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Index a file of items, in one thread beside this one."""
        writer = open_index(folder).writer(WRITER_MEMORY, 1)
        with items.open(encoding="utf-8") as lines:
            for line in lines:
                writer.add_document(to_tantivy(json.loads(line)))
        writer.commit()
        writer.wait_merging_threads()
        return {"segments": open_index(folder).searcher().num_segments}

    def open(self, folder: Path) -> None:
        """Open an index."""
        self._index = open_index(folder)
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def typed(self, query: Query) -> str:
        """Return a query in tantivy's query language."""
        if query.kind == "AND":
            return query.words.replace(" ", " AND ")
        return f'"{query.words}"' if query.kind == "phrase" else query.words

    def search(self, text: str) -> Answer:
        """Parse the query, search, count, and read the hits."""
        fields = EXACT if text.startswith('"') else [*STEMS, *EXACT]
        self._query = self._index.parse_query(text, fields)
        found = self._searcher.search(self._query, LIMIT, count=True)
        self._documents = [self._searcher.doc(address) for _, address in found.hits]
        hits = [tuple(document.get_first(name) for name in STORED) for document in self._documents]
        return Answer(found.count, is_corrected=False, hits=hits)

    def snippets(self) -> object:
        """Make the snippets of the bodies, with the ranges to mark."""
        generator = tantivy.SnippetGenerator.create(self._searcher, self._query, self._index.schema, "body")
        made = [generator.snippet_from_doc(document) for document in self._documents]
        return [(snippet.fragment(), snippet.highlighted()) for snippet in made]

    def add(self, items: list[Item]) -> None:
        """Add items, commit, and open the index again."""
        if self._writer is None:
            self._writer = self._index.writer(WRITER_MEMORY, 1)
        for item in items:
            self._writer.add_document(to_tantivy(item))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


if __name__ == "__main__":
    worker.main(TantivyPeer())
