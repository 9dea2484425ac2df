"""Records → the same records with language, masked personal data and the like."""
