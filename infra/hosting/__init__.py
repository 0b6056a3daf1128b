"""What one public address serves: the console's files, and the API behind the same host."""
