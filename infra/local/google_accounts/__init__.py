"""Google's sign-in as the local stack stands in for it: accounts, their tokens, and the pages.

The pages stand where the Auth emulator's own would, so that the console signs in here exactly as it
does with Google.
"""
