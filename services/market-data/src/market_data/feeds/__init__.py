"""Where prices come from: plugins behind one interface, found by their entry point."""
