"""Hall passes: who may leave a room, when, where to and for how long."""
