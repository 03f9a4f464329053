"""Whether two claims ran on the same track. Calling two unlike claims alike is the one unforgivable error."""
