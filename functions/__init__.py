"""The doors: thin entry points that turn a trigger into one service call. Nothing here decides."""
