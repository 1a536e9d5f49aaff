"""What the auth service accepts and answers over HTTP."""
