"""The ring picture of a circle: from the edge to the core, without naming anybody as absent (lifecycle.md 6)."""
