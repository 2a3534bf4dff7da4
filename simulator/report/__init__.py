"""What a run says, in words and numbers."""
