"""One adapter a kind of source."""
