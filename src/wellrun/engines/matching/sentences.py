"""What each level of agreement is called to the person who must decide."""

from __future__ import annotations

_SAID = {
    "first": {
        "exact": "The first name is the same ({left}).",
        "form": "{left} and {right} are forms of one first name.",
        "close": "The first names {left} and {right} differ by a slip.",
        "initial": "The first name {left} may stand for {right}.",
        "other": "The first names differ: {left} and {right}.",
    },
    "middle": {
        "exact": "The middle name is the same ({left}).",
        "initial": "The middle names {left} and {right} begin alike.",
        "other": "The middle names differ: {left} and {right}.",
    },
    "last": {
        "exact": "A last name is the same ({left}; {right}).",
        "part": "The last names {left} and {right} share a part.",
        "close": "The last names {left} and {right} differ by a slip.",
        "sound": "The last names {left} and {right} sound alike.",
        "other": "The last names differ: {left} and {right}.",
    },
    "swapped": {"exact": "First and last name are exchanged: {left} and {right}."},
    "suffix": {
        "exact": "Both are {left}.",
        "other": "One is {left}, the other {right}: perhaps two generations.",
    },
    "born_on": {
        "exact": "The birth date is the same ({left}).",
        "swapped": "Day and month of birth are exchanged: {left} and {right}.",
        "digit": "The birth dates {left} and {right} differ in one digit.",
        "year": "The birth dates {left} and {right} differ only in the year.",
        "other": "The birth dates differ: {left} and {right}.",
    },
    "sex": {"exact": "The sex is the same ({left}).", "other": "The sex differs: {left} and {right}."},
    "phone": {
        "exact": "A telephone number is shared ({left}; {right}).",
        "close": "The telephone numbers {left} and {right} differ by a slip.",
        "other": "No telephone number is shared: {left}; {right}.",
    },
    "address": {
        "exact": "The address is the same ({left}).",
        "zip": "The ZIP code is the same, the street not: {left}; {right}.",
        "other": "The addresses differ: {left}; {right}.",
    },
    "ssn": {
        "exact": "The last four digits of the social security number are the same.",
        "digit": "The last four digits of the social security numbers differ in one.",
        "other": "The last four digits of the social security numbers differ.",
    },
    "ssn_token": {
        "exact": "The social security number is the same.",
        "other": "The social security numbers differ.",
    },
    "email": {
        "exact": "The e-mail address is the same ({left}).",
        "other": "The e-mail addresses differ: {left} and {right}.",
    },
    "member_id": {
        "exact": "An insurance member id is shared ({left}; {right}).",
        "close": "The insurance member ids {left} and {right} differ by a slip.",
        "other": "No insurance member id is shared: {left}; {right}.",
    },
}


def sentence(field: str, level: str, left: str, right: str) -> str:
    """The evidence in words."""
    return _SAID[field][level].format(left=left, right=right)
