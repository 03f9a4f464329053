"""What we know: the nouns, the vocabulary, and where rows are kept."""
