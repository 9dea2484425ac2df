"""What other people's pages show of the collection: the script, the page for frames, the demonstration."""
