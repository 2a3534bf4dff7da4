"""The command line: a command declares its options, calls one function below, and prints one result."""
