"""A trader's first day, through the gateway only, like a browser; and whether it all adds up."""
