"""Sets of steps as integers: bit *i* is step *i*."""

from __future__ import annotations

from collections.abc import Iterator


def span(first: int, after: int) -> int:
    """The half-open range of steps first..after, empty when it does not run forward."""
    return ((1 << (after - first)) - 1) << first if after > first else 0


def run_starts(free: int, length: int) -> int:
    """The steps at which `length` free steps in a row begin.

    Shift-and-double: having the starts of runs of n, `runs & runs >> n` are the starts of runs of 2n, so
    a run of k takes about log2(k) operations on the whole horizon at once.
    """
    runs, known = free, 1
    while known < length and runs:
        stride = min(known, length - known)
        runs &= runs >> stride
        known += stride
    return runs


def shifted(bits: int, steps: int) -> int:
    """Every step moved later by `steps` (earlier when negative); what falls before step 0 is dropped."""
    return bits << steps if steps >= 0 else bits >> -steps


def lowest(bits: int) -> int:
    """The earliest step of a set that is not empty."""
    return (bits & -bits).bit_length() - 1


def each(bits: int) -> Iterator[int]:
    """Every step of the set, earliest first."""
    while bits:
        step = lowest(bits)
        yield step
        bits &= bits - 1


def stretches(starts: int, length: int, joined_within: int = 0) -> Iterator[tuple[int, int]]:
    """The half-open stretches of steps that runs of `length` beginning at `starts` cover, earliest first.

    Stretches that lie at most `joined_within` steps apart come as one.
    """
    covered, known = starts, 1
    while known < length + joined_within:
        stride = min(known, length + joined_within - known)
        covered |= covered << stride
        known += stride
    while covered:
        first = lowest(covered)
        after = lowest(~(covered >> first)) + first
        yield first, after - joined_within
        covered = covered >> after << after
