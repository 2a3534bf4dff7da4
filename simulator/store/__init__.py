"""Runs on disk: folders that appear whole or not at all, manifests, tables."""
