"""Bell schedules, school days, and where everybody should be now."""
