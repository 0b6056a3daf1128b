"""Accounts: who signs in, as which people of the district, in which sessions, and what was done."""
