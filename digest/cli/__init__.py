"""The command line: the one place where ingest, store and digest meet."""
