"""``carillon``, the command line for a district's IT."""
