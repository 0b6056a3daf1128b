"""Proof from outside: what is in Firestore, read over REST, against the generator's truth.

Nothing here imports the product; the shapes of documents are written down once more.
"""
