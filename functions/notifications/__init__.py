"""Doors of notifications; a file's name is its trigger."""
