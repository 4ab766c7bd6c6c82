"""Answers queries one by one for `benchmarks.speed.before`, which asks two checkouts in turn.

    python answering.py FOLDER

It is run by its path with PYTHONPATH set to the checkout that answers, and uses nothing but `index`. Each
line of standard input is a query as JSON; its answer is a line: CPU µs of the search and of the snippets, the
total and the first hit.
"""

import json
import sys
import time

from index import open_engine, parse

LIMIT = 10
"""Hits of a search, each with its stored fields."""


def main() -> None:
    """Answer all queries of standard input."""
    engine = open_engine(f"whoosh:{sys.argv[1]}")
    for line in sys.stdin:
        text = json.loads(line)
        start = time.process_time_ns()
        results = engine.search(parse(text), LIMIT)
        found = [(hit.document.id, hit.document.title, hit.document.body) for hit in results.hits]
        searched = time.process_time_ns()
        snippets = [hit.snippets for hit in results.hits]
        ended = time.process_time_ns()
        first = found[0][0] if snippets else ""
        answer = (searched - start) / 1000, (ended - searched) / 1000, results.total, first
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
