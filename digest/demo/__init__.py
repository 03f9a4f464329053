"""The bundled feed and thread that `sametrack demo` ingests."""
