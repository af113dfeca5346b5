"""Invented people and places: common given and family names drawn together at random, streets and towns that are
on no map, telephone numbers from the range kept for fiction (555-0100 to 555-0199), and made-up identifiers."""

from __future__ import annotations

import random
from collections.abc import Iterator

#: Given names by sex and by the years in which they were given most; the last list of each is for children.
_GIVEN = {
    "F": (
        "Barbara Carol Judith Shirley Patricia Margaret Dorothy Joan Nancy Ruth Beverly Marilyn Betty Helen Rose",
        "Linda Susan Deborah Karen Donna Cynthia Pamela Diane Teresa Brenda Sandra Kathleen Denise Rita Gloria",
        "Jennifer Michelle Angela Heather Stephanie Maria Nicole Laura Amy Tara Monica Erica Tanya Priya Mei",
        "Ashley Jessica Brittany Samantha Megan Lauren Kayla Rachel Danielle Amber Vanessa Alicia Leah Noor Ingrid",
        "Emma Olivia Ava Sophia Mia Isabella Harper Ella Chloe Zoe Nora Lily Aaliyah Camila Ivy Hazel Ruby",
    ),
    "M": (
        "Robert James Richard Donald Harold Raymond Walter Eugene Ralph Leonard Stanley Norman Earl Clarence Roy",
        "Michael David Gary Larry Steven Dennis Kenneth Ronald Gregory Douglas Curtis Glenn Roger Wayne Alan",
        "Jason Brian Eric Scott Kevin Timothy Jeffrey Carlos Marcus Derek Shawn Miguel Craig Ravi Andre",
        "Christopher Joshua Matthew Tyler Brandon Justin Kyle Cody Jose Adrian Trevor Omar Devin Lucas Ivan",
        "Liam Noah Mason Ethan Logan Elijah Oliver Aiden Mateo Caleb Owen Levi Isaiah Jaxon Leo Theo Silas",
    ),
}
#: The youngest age of each list above, the first being for the oldest.
_AGES = (72, 55, 38, 19, 0)
_FAMILY_NAMES = (
    "Abbott Acosta Albrecht Amari Anders Archer Ashby Bailey Barlow Beck Benitez Berg Bishop Blackwood Boyd Bradley"
    " Brandt Briggs Burke Calloway Cantu Carver Castellano Chandra Chavez Clayton Coleman Conway Cortez Crane Dalton"
    " Danvers Delgado Dietrich Donovan Dorsey Drummond Eaton Ellison Emery Espinoza Fairbanks Farley Faulkner Fenton"
    " Figueroa Fleming Foster Fuentes Gallagher Garrison Gentry Gibbons Goodwin Granger Grimes Guerrero Haas Halvorsen"
    " Hampton Hanley Hassan Hendricks Herrera Hobbs Holloway Hwang Ibarra Jansen Jarvis Kapoor Keller Kemp Kessler"
    " Kowalski Lambert Langford Larkin Lindgren Lockwood Lozano Lund Maddox Mahoney Marquez Mathis Mcallister Mcbride"
    " Mendez Merritt Michaud Monroe Moreland Nakamura Navarro Nguyen Nolan Novak Oakley Ochoa Okafor Olsen Ortega"
    " Osborne Pacheco Patel Pearson Pemberton Petrov Pham Pickett Prescott Quinn Ramsey Randall Redmond Reyes Riggs"
    " Rosario Rowland Salazar Sandoval Sawyer Schaefer Schultz Serrano Shelton Singh Soto Stafford Stanton Strand"
    " Sutton Talbot Tanaka Thornton Tran Trevino Underwood Valdez Vance Vaughn Vega Wagner Walton Weiss Whitaker"
    " Wilder Winslow Wolfe Yates Yoder Zamora Ziegler Zimmer"
)
_FAMILY = _FAMILY_NAMES.split()
_STREET_NAMES = (
    "Alder Barley Birchwood Bittersweet Bluestem Chestnut Clover Coneflower Cottonwood Depot Elderberry Fern Foundry"
    " Grange Hawthorn Heron Hickory Juniper Kestrel Larkspur Linden Mill Milkweed Mulberry Orchard Pheasant Plum"
    " Prairie Quarry Redbud River Sorghum Spruce Sumac Sycamore Tallgrass Thistle Walnut Willow Windmill Yarrow"
)
_STREETS = _STREET_NAMES.split()
_STREET_KINDS = ("Street", "Avenue", "Lane", "Drive", "Court", "Road")
#: Towns on no map, with the ZIP that we give them.
TOWNS = (("Linden Falls", "61399"), ("East Linden", "61398"), ("Harrow Bend", "61397"), ("Tamarack", "61396"))
_AREA_CODES = (
    "309",
    "815",
    "217",
    "779",
    "563",
    "319",
    "618",
    "314",
    "608",
    "262",
    "414",
    "920",
    "773",
    "847",
)
_ID_LETTERS = "ACDEFGHJKMNPQRTUVWXY"


def given_name(chance: random.Random, sex: str, age: int) -> str:
    """A given name that somebody of this sex and age could well have."""
    generation = next(place for place, youngest in enumerate(_AGES) if age >= youngest)
    return chance.choice(_GIVEN[sex][generation].split())


def family_name(chance: random.Random) -> str:
    """A family name."""
    return chance.choice(_FAMILY)


def street(chance: random.Random) -> str:
    """A house number and a street."""
    return f"{chance.randint(101, 4899)} {chance.choice(_STREETS)} {chance.choice(_STREET_KINDS)}"


def zip_four(chance: random.Random, zip_code: str) -> str:
    """A nine-digit ZIP within a five-digit one."""
    return f"{zip_code}{chance.randint(1001, 9899)}"


def phone_numbers(chance: random.Random) -> Iterator[str]:
    """Fictional numbers in E.164, each once while there are any, then over again."""
    numbers = [f"+1{area}555{last:04d}" for area in _AREA_CODES for last in range(110, 200)]
    while True:
        chance.shuffle(numbers)
        yield from numbers


def provider_npi(number: int) -> str:
    """A number with the form and check digit of an NPI; it begins with 2, and none that begins so was ever given."""
    body = f"2{number:08d}"
    # Luhn with the prefix 80840, whose share of the sum is 24 (45 CFR 162.406).
    total = 24
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def medicare_id(chance: random.Random) -> str:
    """Eleven characters in the form that Medicare cards have."""
    form = "9AN9AN9AA99"
    signs = {"9": "0123456789", "A": _ID_LETTERS, "N": _ID_LETTERS + "0123456789"}
    return chance.choice("123456789") + "".join(chance.choice(signs[sign]) for sign in form[1:])


def member_id(chance: random.Random, pattern: str) -> str:
    """An id by a form in which A stands for a letter and 9 for a digit; other signs stand for themselves."""
    signs = {"9": "0123456789", "A": "ABCDEFGHJKLMNPQRSTUVWXYZ"}
    return "".join(chance.choice(signs[sign]) if sign in signs else sign for sign in pattern)
