"""Members of a school and their guardians: who is there, and where it is written down."""
