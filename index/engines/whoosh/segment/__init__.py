"""Our own files of a Whoosh segment: integer arrays that are mapped into memory, see `segment_file`."""
