"""Makes the one archive that every function is deployed from: the same source, the same bytes."""
