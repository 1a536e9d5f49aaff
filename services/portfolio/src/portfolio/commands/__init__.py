"""What people want done with their accounts; many wishes share one transaction."""
