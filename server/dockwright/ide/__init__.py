"""Language features of an editor as functions of a snapshot and an offset that return plain values."""
