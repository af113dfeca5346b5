"""X12 for a medical office: read, write, balance, check and acknowledge claims and remittances.

Pure Python with no clock and no input but the bytes or binary stream it is given. Reading never raises on any
bytes; what is wrong becomes a `Finding` with its place. Writing is strict. Memory does not grow with the
file.
"""

from .acknowledge import acknowledge, build_acknowledgements
from .acknowledgement import Acknowledgement, ElementNote, SegmentNote, TransactionAnswer
from .adjustment import Adjustment
from .balance import balance, is_balanced
from .check import check
from .checking.forms import CodeSets
from .claim import (
    Attachment,
    BatchHeader,
    Claim,
    ClaimBatch,
    Diagnosis,
    Drug,
    LineAdjudication,
    Note,
    OtherCoverage,
    ServiceLine,
    Subscriber,
)
from .claim_status import (
    ClaimAcknowledgement,
    ClaimStatus,
    LineStatus,
    ProviderStatus,
    Status,
    StatusCode,
    Totals,
)
from .dates import DatedFact
from .envelope import Envelope
from .findings import Finding
from .identifiers import is_npi
from .money import dollars, format_cents, parse_cents
from .party import Address, Contact, Party, Reference
from .readers import read_acknowledgements, read_claim_acknowledgements, read_claims, read_remittances
from .remittance import ProviderAdjustment, Remittance, RemittedClaim, RemittedLine
from .segments import Segment, write_segments
from .separators import Separators
from .transactions import Transaction, read_segments, read_transactions
from .tree import Node, tree
from .writers import Unwritable, write_277ca, write_835, write_837p, write_999

__all__ = [
    "Acknowledgement",
    "Address",
    "Adjustment",
    "Attachment",
    "BatchHeader",
    "Claim",
    "ClaimAcknowledgement",
    "ClaimBatch",
    "ClaimStatus",
    "CodeSets",
    "Contact",
    "DatedFact",
    "Diagnosis",
    "Drug",
    "ElementNote",
    "Envelope",
    "Finding",
    "LineAdjudication",
    "LineStatus",
    "Node",
    "Note",
    "OtherCoverage",
    "Party",
    "ProviderAdjustment",
    "ProviderStatus",
    "Reference",
    "Remittance",
    "RemittedClaim",
    "RemittedLine",
    "Segment",
    "SegmentNote",
    "Separators",
    "ServiceLine",
    "Status",
    "StatusCode",
    "Subscriber",
    "Totals",
    "Transaction",
    "TransactionAnswer",
    "Unwritable",
    "acknowledge",
    "balance",
    "build_acknowledgements",
    "check",
    "dollars",
    "format_cents",
    "is_balanced",
    "is_npi",
    "parse_cents",
    "read_acknowledgements",
    "read_claim_acknowledgements",
    "read_claims",
    "read_remittances",
    "read_segments",
    "read_transactions",
    "tree",
    "write_277ca",
    "write_835",
    "write_837p",
    "write_999",
    "write_segments",
]
