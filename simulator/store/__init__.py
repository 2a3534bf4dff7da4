"""What is on disk: folders that appear whole or not at all, manifests, tables, and cells of spreadsheets."""
