"""What tests of real servers share: databases and queues of their own, a wire that can be cut."""
