"""Pages about who works where and who may do what."""
