"""What a notebook needs: scenarios, runs, comparisons and sweeps as objects that show themselves."""
