"""Scripts that time the simulator, and that try to break it."""
