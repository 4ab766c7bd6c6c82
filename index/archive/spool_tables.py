"""The tables of a spool: what is kept of documents while a build is written."""

from index.storage.immutable_database import WRITTEN_ONCE

SPOOL = "spool.sqlite"
TABLES = f"""
    {WRITTEN_ONCE}
    PRAGMA cache_size = -16000;  -- 16 MB, which sorting takes, too
    BEGIN;
    CREATE TABLE content (number INTEGER PRIMARY KEY, sketch BLOB, title TEXT, body TEXT);
    CREATE TABLE document (
        id TEXT PRIMARY KEY, content INT, text TEXT, is_own INT, source TEXT, date TEXT, url TEXT, time TEXT,
        date_origin TEXT, size INT, of TEXT, arrival INT, past TEXT
    ) WITHOUT ROWID;
    CREATE INDEX document_of ON document (of) WHERE of != '';
    CREATE TABLE bulletin (
        id TEXT PRIMARY KEY, name TEXT, source TEXT, date TEXT, url TEXT, time TEXT, date_origin TEXT,
        sort_name TEXT, documents INT, digest TEXT, items INT
    ) WITHOUT ROWID;
    CREATE TABLE appearance (document TEXT, bulletin TEXT, place INT, PRIMARY KEY (document, bulletin, place))
        WITHOUT ROWID;
    CREATE TABLE given (file BLOB, item TEXT, bulletin TEXT, PRIMARY KEY (file, item, bulletin))
        WITHOUT ROWID;
    CREATE TABLE ledger_item (id TEXT PRIMARY KEY, text TEXT, source TEXT, leads TEXT) WITHOUT ROWID;
    CREATE TABLE ledger_bulletin (id TEXT PRIMARY KEY, digest TEXT, items INT, date TEXT, name TEXT)
        WITHOUT ROWID;
    CREATE TABLE ledger_place (item TEXT, bulletin TEXT, PRIMARY KEY (item, bulletin)) WITHOUT ROWID;
    CREATE TABLE ledger_common (item TEXT PRIMARY KEY) WITHOUT ROWID;
    -- Items and bulletins of the archive that none of those gathered can be.
    CREATE TABLE elsewhere_item (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE elsewhere_bulletin (id TEXT PRIMARY KEY) WITHOUT ROWID;
    -- The versions of documents that have several, or one under another id, oldest first.
    CREATE TABLE version (id TEXT PRIMARY KEY, document TEXT, rank INT) WITHOUT ROWID;
    CREATE INDEX version_by_document ON version (document, rank);
    CREATE TABLE composed (
        id TEXT PRIMARY KEY, content INT, source TEXT, date TEXT, url TEXT, time TEXT, date_origin TEXT,
        size INT, place TEXT
    ) WITHOUT ROWID;
"""
INDEXES = """
    BEGIN;
    CREATE INDEX given_by_item ON given (item);
    CREATE INDEX given_by_bulletin ON given (bulletin);
    CREATE INDEX document_by_text ON document (text, source);
    CREATE INDEX appearance_by_bulletin ON appearance (bulletin, document);
    CREATE INDEX ledger_item_by_text ON ledger_item (text);
    CREATE INDEX ledger_bulletin_by_digest ON ledger_bulletin (digest, date, name, id);
    CREATE INDEX ledger_place_by_bulletin ON ledger_place (bulletin, item);
"""
"""What assigning ids reads by; made when all documents are added."""
