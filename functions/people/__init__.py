"""Doors of people; a file's name is its trigger."""
