"""Doors of accounts, sign-in and the audit log; a file's name is its trigger."""
