"""What the auth service is asked and changes nothing."""
