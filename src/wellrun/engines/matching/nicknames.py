"""Short and familiar forms of American given names: common knowledge, our own list, one family a line."""

from __future__ import annotations

from functools import cache

_FAMILIES = """
abigail abby gail
abraham abe bram
albert al bert bertie
alexander alex alec sandy xander
alexandra alex lexi sandra sandy
alfred al fred freddie
alice allie
amanda mandy
andrew andy drew
angela angie
anne ann anna annie nan nancy
anthony tony
antonio tony
arthur art artie
barbara barb babs barbie
benjamin ben benny
bernard bernie
beverly bev
bradley brad
calvin cal
carolyn carol carrie lynn
catherine katherine kathryn cathy kathy kate katie kay kitty kathleen
charles charlie chuck chas
charlotte lottie charlie
christina christine chris chrissy tina
christopher chris kit topher
cynthia cindy
daniel dan danny
david dave davey
deborah debra deb debbie
dennis denny
donald don donny
dorothy dot dottie dolly
douglas doug
edward ed eddie ned ted teddy
eleanor ellie nell nora
elizabeth beth betty betsy bess eliza liz lizzie libby lisa
emily em emmy
eugene gene
evelyn evie
florence flo flossie
frances fran frannie
francis frank
francisco paco pancho frank
franklin frank
frederick fred freddie
gabriel gabe
gerald gerry jerry
gregory greg
guadalupe lupe
guillermo memo
harold hal harry
harriet hattie
helen nell
henry hank harry
ignacio nacho
isabella isabel bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jeffrey geoffrey jeff geoff
jennifer jen jenny
jessica jess jessie
jesus chuy
john jack johnny jon
jonathan jon nathan
jose pepe
joseph joe joey
josephine jo josie
joshua josh
judith judy
julia julie
kenneth ken kenny
kimberly kim
lawrence laurence larry
leonard leo len lenny
lillian lily lil
louis lewis lou louie
lucille lucy
manuel manny
margaret maggie marge margie meg megan peg peggy greta
maria mary
martha marty
martin marty
mary molly polly mamie
matthew matt
maxwell max
megan meg
melissa missy lissa
michael mike mickey mick
michelle shelly
mildred millie
nathaniel nathan nate nat
nicholas nick nicky
nicole nikki
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul paulie
peter pete
philip phillip phil
priscilla cilla
rachel rae
raymond ray
rebecca becky becca
richard rich rick ricky dick
robert bob bobby rob robbie bert
roberto beto
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam
samuel sam sammy
sandra sandy
sara sarah sally sadie
stephen steven steve
stephanie steph
stuart stu
susan suzanne sue susie suzy
sylvester sly
teresa theresa terry tess tessie
theodore ted teddy theo
thomas tom tommy
timothy tim timmy
valerie val
victoria vicky tori
vincent vince vinnie
virginia ginny ginger
walter walt wally
william bill billy will willy liam
yolanda yoli
zachary zach zack
"""


@cache
def _families() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, family in enumerate(_FAMILIES.split("\n")):
        for name in family.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _members() -> dict[int, tuple[str, ...]]:
    return {number: tuple(family.split()) for number, family in enumerate(_FAMILIES.split("\n"))}


def are_forms(left: str, right: str) -> bool:
    """Do two normalized given names stand in one family? Not transitive: Jack, John, Jonathan."""
    families = _families()
    return bool(families.get(left, frozenset()) & families.get(right, frozenset()))


def forms_of(name: str) -> frozenset[str]:
    """Every other form of a normalized given name, for searching."""
    members = _members()
    return frozenset(form for number in _families().get(name, ()) for form in members[number]) - {name}
