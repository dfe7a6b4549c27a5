"""What people of a circle are to each other between meetings: a thank you, and help."""
