"""What a client may ask, what it is owed, and how long it is waited for. No sockets, no clock."""
