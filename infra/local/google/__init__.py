"""Google on this machine: accounts of a made-up organization, and the pages where one is chosen.

The console meets them where it would meet the Auth emulator's own pages, through the same calls of
Firebase's library as in production.
"""
