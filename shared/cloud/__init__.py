"""The small doors to Google. Only this package imports ``google.*``."""
