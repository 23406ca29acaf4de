"""What an installation in containers needs before its services can start: secrets, databases, the bus. It can be said again at any time."""
