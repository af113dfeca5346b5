"""The engines: pure libraries that know neither Django nor the practice, nor each other."""
