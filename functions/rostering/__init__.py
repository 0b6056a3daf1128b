"""Doors of rostering; a file's name is its trigger."""
