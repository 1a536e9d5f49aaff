"""What can be asked without changing anything."""
