"""Messages to people: from an event in the outbox to one mail a recipient."""
