"""One module for each format that a roster comes in; all of them give rows of text cells."""
