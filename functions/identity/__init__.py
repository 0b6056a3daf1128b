"""Doors of identity; a file's name is its trigger."""
