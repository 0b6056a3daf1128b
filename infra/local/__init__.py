"""The local stack: each part is the real thing's own emulator, on loopback, in a demo project."""
