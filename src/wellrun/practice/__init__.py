"""The rooms of the practice. Arrows point down; the order is in docs/architecture.md and checked by the tests."""
