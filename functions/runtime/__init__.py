"""What every door shares: CloudEvents in, callers of internal doors verified, errors answered."""
