"""The exchange's door for other rooms."""

from wellrun.practice.exchange.models import Direction, Transmission, TransmissionState
from wellrun.practice.exchange.operations.adapters import Adapter, Artifact, FolderAdapter, line_of
from wellrun.practice.exchange.operations.adapters.mllp import (
    LineDown,
    framed,
    frames_in,
    send_message,
    serve_messages,
)
from wellrun.practice.exchange.operations.queue import CLEARINGHOUSE, keep_received, queue_transmission
from wellrun.practice.exchange.operations.run_line import fetch_new, handle_received, send_queued
from wellrun.practice.exchange.operations.settle import mark_handled, mark_sent, quarantine
from wellrun.practice.exchange.queries.transmissions import (
    SegmentRow,
    TransmissionRow,
    content_of,
    register_subjects,
    register_unseen,
    segment_rows,
    transmission,
    transmission_rows,
)
from wellrun.practice.exchange.rules import UNKNOWN, looks_cut, sniff_transmission

__all__ = [
    "CLEARINGHOUSE",
    "UNKNOWN",
    "Adapter",
    "Artifact",
    "Direction",
    "FolderAdapter",
    "LineDown",
    "SegmentRow",
    "Transmission",
    "TransmissionRow",
    "TransmissionState",
    "content_of",
    "fetch_new",
    "framed",
    "frames_in",
    "handle_received",
    "keep_received",
    "line_of",
    "looks_cut",
    "mark_handled",
    "mark_sent",
    "quarantine",
    "queue_transmission",
    "register_subjects",
    "register_unseen",
    "segment_rows",
    "send_message",
    "send_queued",
    "serve_messages",
    "sniff_transmission",
    "transmission",
    "transmission_rows",
]
