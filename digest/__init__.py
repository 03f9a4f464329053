"""What we say: verdicts, reports and the command line."""
