"""Whether all services have the same money, shares and holds, each by its own account of them."""
