"""Stand-ins for the mail server and the text gateway of an office: real sockets, real protocols, nothing leaves.

They listen on this machine alone, keep what they were handed, and misbehave on request: refuse an address, put it off,
answer slowly, or not at all. The demonstration and the tests speak to them as to real ones.
"""

from wellrun.platform.testing.gateways.mail import Mail, StandInMail
from wellrun.platform.testing.gateways.text import StandInText, Text, signed

__all__ = ["Mail", "StandInMail", "StandInText", "Text", "signed"]
