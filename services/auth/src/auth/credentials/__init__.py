"""What proves who somebody is: passwords, refresh tokens, and the keys that sign access tokens."""
