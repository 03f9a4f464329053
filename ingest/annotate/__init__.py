"""Document -> claims."""
