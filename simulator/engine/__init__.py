"""Cases in, trace out. The only place with SimPy."""
