"""What the system is configured with, and how it is built, run on a laptop and operated."""
