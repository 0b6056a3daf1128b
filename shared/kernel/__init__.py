"""Words that every context may use. Reaches nothing of Google, Flask, HTTP or the clock."""
