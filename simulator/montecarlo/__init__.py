"""Many replications: blocks, the processes and clusters that run them, and when there are enough of them."""
