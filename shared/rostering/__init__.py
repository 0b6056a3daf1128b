"""The road of a roster: receive, read, normalise, validate, match, plan, gate, apply, report."""
