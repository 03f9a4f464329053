"""The bundled feed and thread that `sametrack demo` ingests: our words around real figures of real posts."""
