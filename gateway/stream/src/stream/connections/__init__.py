"""The open WebSockets: who is there, what they hear, and when they have to go."""
