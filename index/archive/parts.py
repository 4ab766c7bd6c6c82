"""The parts of a build: what one command added, in files that never change.

A rebuild has one part, each addition has one more, and a merge makes one of several. A part is named like its
segment; what the archive knows besides its postings lies beside it, in files of these endings. In a build the
newest part comes first.
"""

VOCABULARY = ".vocabulary.sqlite"
CATALOGUE = ".catalogue.sqlite"
LEDGER = ".ledger.sqlite"
