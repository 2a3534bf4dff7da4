"""What is drawn at random: one uniform for each input and replication, and which of them move together."""
