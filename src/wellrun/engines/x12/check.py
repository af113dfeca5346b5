"""Everything that can be said against a file, in one pass with memory that does not grow with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from .balance import balance
from .checking.claims import judge_claim
from .checking.elements import ElementChecker
from .checking.forms import CodeForms, CodeSets
from .checking.hierarchy import HierarchyChecker
from .checking.walker import Walker
from .claim import Claim
from .findings import Finding
from .grammar import find_guide, load_grammar
from .reading.builder import PAD, Builder
from .reading.claims import ClaimBuilder
from .reading.remittances import RemittanceBuilder
from .remittance import Remittance
from .scanner import Scanner
from .segments import Source

_ENVELOPE = frozenset(("ISA", "GS", "GE", "IEA", "TA1"))
_WATCHED = frozenset(("GS", "ST", "GE"))
_MOST_REMEMBERED = 50_000

Watch = Callable[[list[str], Scanner], None]


def check(source: Source, *, code_sets: CodeSets | None = None) -> Iterator[Finding]:
    """Findings of SNIP types 1 to 5, in file order as near as a fault can be seen; nothing for a clean file.

    Envelopes are checked for every transaction set; loops, segments, elements and codes for the guides in
    `grammar`; sums and cross-references for 837P and 835. `code_sets` gives lists of codes in force, where
    the caller has them; without a list only a code's form is checked. Never raises on any bytes.
    """
    return Checker(source, code_sets or CodeSets()).run()


class Checker:
    """One run over one source; `watch` is shown each GS, ST and GE with its scanner before their findings
    come.
    """

    def __init__(self, source: Source, sets: CodeSets, watch: Watch | None = None) -> None:
        self._watch = watch
        self._found: deque[Finding] = deque()
        self._scanner = Scanner(source, self._found.append)
        self._forms = CodeForms(sets)
        self._walker: Walker | None = None
        self._elements: ElementChecker | None = None
        self._hierarchy: HierarchyChecker | None = None
        self._builder: Builder[Any] | None = None
        self._handlers: dict[str, Any] = {}
        self._traces: set[tuple[str, str]] = set()
        self._claims: set[str] = set()

    def run(self) -> Iterator[Finding]:
        """The findings, as `check` promises them."""
        found = self._found
        for elements in self._scanner:
            tag = elements[0]
            if self._watch is not None and tag in _WATCHED:
                self._watch(elements, self._scanner)
            if tag in _ENVELOPE:
                self._end()
            else:
                if tag == "ST":
                    self._end()
                    self._begin()
                self._step(tag, elements)
                if tag == "SE":
                    self._end()
            while found:
                yield found.popleft()
        self._end()
        yield from found

    def _begin(self) -> None:
        scanner = self._scanner
        envelope = scanner.envelope
        guide = find_guide(envelope.transaction_set, envelope.version)
        root = load_grammar(envelope.transaction_set, envelope.version)
        if guide is None or root is None:
            scanner.report(
                "warning", 2, "guide.unknown",
                f"There is no grammar for {envelope.transaction_set} {envelope.version} to check it by.",
                "ST",
            )  # fmt: skip
        else:
            self._walker = Walker(root, scanner)
            self._elements = ElementChecker(scanner, self._forms)
            if guide.levels:
                self._hierarchy = HierarchyChecker(scanner, guide.levels)
        if guide is not None and envelope.transaction_set in ("835", "837"):
            self._builder = (RemittanceBuilder if envelope.transaction_set == "835" else ClaimBuilder)(
                scanner
            )
            self._handlers = self._builder.handlers

    def _step(self, tag: str, elements: list[str]) -> None:
        walker = self._walker
        if walker is not None and self._elements is not None:
            rule = walker.step(elements)
            if rule is not None:
                self._elements.check(rule, elements, walker.loop)
            if tag == "HL" and self._hierarchy is not None:
                self._hierarchy.step(elements)
        handle = self._handlers.get(tag)
        if handle is not None:
            elements += PAD
            finished = handle(self._builder, elements)
            if finished is not None:
                self._judge(finished)

    def _end(self) -> None:
        if self._walker is not None:
            self._walker.finish()
        if self._hierarchy is not None:
            self._hierarchy.finish()
        finished = self._builder.finish() if self._builder is not None else None
        if finished is not None:
            self._judge(finished)
        self._walker = self._elements = self._hierarchy = self._builder = None
        self._handlers = {}
        self._claims.clear()

    def _judge(self, finished: Claim | Remittance) -> None:
        if isinstance(finished, Remittance):
            self._found.extend(found for found in balance(finished) if found not in finished.problems)
            self._once(finished)
            return
        scanner = self._scanner
        for severity, snip, code, position, tag, element, loop, sentence in judge_claim(finished):
            named = f"Claim {finished.control_number}: {sentence}"
            self._found.append(
                scanner.finding(severity, snip, code, named, tag, element, "", None, loop, position)
            )
        if finished.control_number in self._claims:
            self._found.append(
                scanner.finding(
                    "warning", 4, "claim.control-twice",
                    f"The claim number {finished.control_number} stands twice in this transaction.",
                    "CLM", 1, finished.control_number, None, "2300", finished.position,
                )
            )  # fmt: skip
        if len(self._claims) < _MOST_REMEMBERED:
            self._claims.add(finished.control_number)

    def _once(self, remittance: Remittance) -> None:
        key = remittance.key
        if key in self._traces and remittance.trace_number:
            self._found.append(
                self._scanner.finding(
                    "error", 4, "remittance.twice",
                    f"The payment {remittance.trace_number} stands twice in this file.",
                    "TRN", 2, remittance.trace_number, None, "", remittance.position,
                )
            )  # fmt: skip
        if len(self._traces) < _MOST_REMEMBERED:
            self._traces.add(key)
