"""Who works at Prairie Oak, and where: everybody invented."""

from __future__ import annotations

from datetime import time

from wellrun.platform.access.matrix import Role
from wellrun.simulation.practice import DepartmentPlan, Practice, ProviderPlan, SitePlan, StaffPlan, VisitPlan

SITES = (
    SitePlan("mill", "Mill Street", "210 Mill Street", 0, "+13095550100"),
    SitePlan("orchard", "Orchard Park", "4400 Orchard Park Drive", 1, "+13095550101"),
)
_EXAM = ("exam",)

FAMILY = DepartmentPlan(
    "family", "mill", "Family medicine", "Family", (16, 120), weekend=True,
    visits=(
        VisitPlan("Office visit", "Visit", 30, "#2f6f8f", 5, ages=(16, 120), new_patient=False, online=True),
        VisitPlan("Same-day sick visit", "Sick", 15, "#b4552d", 3, ages=(16, 120), online=True),
        VisitPlan("New patient", "New", 45, "#5b5ea6", 1, ages=(16, 120), new_patient=True,
                  instructions="Bring your medicines and your insurance card. Come 15 minutes early."),
        VisitPlan("Annual physical", "Physical", 45, "#3d7a4f", 1.5, ages=(16, 65),
                  instructions="Eat and drink nothing but water for eight hours before."),
        VisitPlan("Yearly wellness visit", "Wellness", 45, "#7a6a1f", 1.2, ages=(65, 120)),
    ),
    rooms=tuple((f"Exam {number}", _EXAM) for number in range(1, 8)) + (("Procedure 1", ("procedure",)),),
)  # fmt: skip
CARDIOLOGY = DepartmentPlan(
    "cardiology", "mill", "Cardiology", "Cardio", (35, 120),
    visits=(
        VisitPlan("Follow-up", "Follow-up", 30, "#8f2f4a", 5, ages=(35, 120), new_patient=False, online=True),
        VisitPlan("Consultation", "Consult", 45, "#5b5ea6", 1.5, ages=(35, 120),
                  instructions="Bring the letter of your doctor and a list of your medicines."),
        VisitPlan("Echocardiogram", "Echo", 45, "#2f6f8f", 1.5, room_kind="imaging", device_kind="echo",
                  buffer_minutes=15, ages=(35, 120), staff_skill="echo"),
    ),
    rooms=(("Cardio 1", _EXAM), ("Cardio 2", _EXAM), ("Cardio 3", _EXAM), ("Echo lab", ("imaging",))),
    devices=(("Echo 1", "echo"),),
)  # fmt: skip
PEDIATRICS = DepartmentPlan(
    "pediatrics", "orchard", "Pediatrics", "Peds", (0, 18), weekend=True,
    visits=(
        VisitPlan("Well-child visit", "Well child", 30, "#3d7a4f", 3, ages=(0, 18), online=True),
        VisitPlan("Sick visit", "Sick", 15, "#b4552d", 5, ages=(0, 18)),
        VisitPlan("Follow-up", "Follow-up", 30, "#2f6f8f", 2, ages=(0, 18), new_patient=False),
    ),
    rooms=tuple((f"Peds {number}", _EXAM) for number in range(1, 6)),
)  # fmt: skip
ORTHOPEDICS = DepartmentPlan(
    "orthopedics", "orchard", "Orthopedics", "Ortho", (8, 120),
    visits=(
        VisitPlan("Injury visit", "Injury", 30, "#b4552d", 3, ages=(8, 120)),
        VisitPlan("Follow-up", "Follow-up", 15, "#2f6f8f", 4, ages=(8, 120), new_patient=False, online=True),
        VisitPlan("Joint injection", "Injection", 30, "#7a3f8f", 1.5, room_kind="procedure", ages=(35, 120),
                  buffer_minutes=15),
        VisitPlan("X-ray and visit", "X-ray", 30, "#5b5ea6", 1.5, room_kind="imaging", device_kind="x-ray",
                  ages=(8, 120)),
    ),
    rooms=(("Ortho 1", _EXAM), ("Ortho 2", _EXAM), ("Ortho 3", _EXAM), ("Cast room", ("exam", "procedure")),
           ("X-ray room", ("imaging",))),
    devices=(("X-ray 1", "x-ray"),),
)  # fmt: skip

PROVIDERS = (
    ProviderPlan("dr.halloran", "family", "Miriam", "Halloran", "MD", "207Q00000X"),
    ProviderPlan(
        "dr.osei", "family", "Kwame", "Osei", "DO", "207Q00000X", off=(4,), sex="M", languages=("en", "fr")
    ),
    ProviderPlan(
        "dr.lindqvist", "family", "Astrid", "Lindqvist", "MD", "207Q00000X", off=(2,), starts=time(9)
    ),
    ProviderPlan(
        "np.castro",
        "family",
        "Elena",
        "Castro",
        "FNP-C",
        "363LF0000X",
        level="advanced practice",
        languages=("en", "es"),
    ),
    ProviderPlan("dr.varma", "cardiology", "Anil", "Varma", "MD", "207RC0000X", sex="M"),
    ProviderPlan(
        "dr.petrakis", "cardiology", "Sofia", "Petrakis", "MD", "207RC0000X", off=(0,), languages=("en", "es")
    ),
    ProviderPlan("dr.moreau", "pediatrics", "Claire", "Moreau", "MD", "208000000X", languages=("en", "fr")),
    ProviderPlan(
        "np.adeyemi", "pediatrics", "Tolu", "Adeyemi", "CPNP", "363LP0200X", level="advanced practice"
    ),
    ProviderPlan("dr.brandvold", "orthopedics", "Erik", "Brandvold", "MD", "207X00000X", off=(3,), sex="M"),
    ProviderPlan(
        "pa.whitfield", "orthopedics", "Dana", "Whitfield", "PA-C", "363AS0400X", level="advanced practice"
    ),
)


def _staff(username: str, role: Role, unit: str, post: str, skill: str = "") -> StaffPlan:
    given, family = (part.title() for part in username.split("."))
    return StaffPlan(username, given, family, role, unit, post, skill)


_LEAD, _DESK, _ASSISTANT = Role.ASSISTANT_MANAGER, Role.MEDICAL_SECRETARY, Role.CLINICAL_ASSISTANT
STAFF = (
    _staff("ruth.calder", Role.OFFICE_MANAGER, "", "Office manager"),
    _staff("nina.farrow", _LEAD, "family", "Assistant manager, family medicine"),
    _staff("paul.ekstrom", _LEAD, "cardiology", "Assistant manager, cardiology"),
    _staff("grace.tolland", _LEAD, "pediatrics", "Assistant manager, pediatrics"),
    _staff("victor.amado", _LEAD, "orthopedics", "Assistant manager, orthopedics"),
    _staff("jenny.marsh", _DESK, "mill", "Medical secretary, Mill Street"),
    _staff("carla.ruiz", _DESK, "mill", "Medical secretary, Mill Street"),
    _staff("owen.pratt", _DESK, "mill", "Medical secretary, Mill Street"),
    _staff("lena.hoff", _DESK, "cardiology", "Medical secretary, cardiology"),
    _staff("tess.nygaard", _DESK, "orchard", "Medical secretary, Orchard Park"),
    _staff("mark.delany", _DESK, "orchard", "Medical secretary, Orchard Park"),
    _staff("joy.albers", _DESK, "orchard", "Medical secretary, Orchard Park"),
    _staff("sonia.park", Role.SURGICAL_COORDINATOR, "orchard", "Surgical coordinator, Orchard Park"),
    _staff("irene.kovar", Role.BILLER, "", "Lead biller"),
    _staff("sam.bright", Role.BILLER, "", "Biller"),
    _staff("dora.finch", Role.BILLER, "", "Biller"),
    _staff("amy.solberg", _ASSISTANT, "family", "Medical assistant"),
    _staff("luis.baca", _ASSISTANT, "family", "Medical assistant"),
    _staff("kate.ostrow", _ASSISTANT, "cardiology", "Registered nurse", "echo"),
    _staff("ben.yarrow", _ASSISTANT, "pediatrics", "Registered nurse"),
    _staff("rosa.tilden", _ASSISTANT, "pediatrics", "Medical assistant"),
    _staff("drew.hanlon", _ASSISTANT, "orthopedics", "Medical assistant"),
    _staff("helen.voss", Role.HUMAN_RESOURCES, "", "Human resources"),
    _staff("ian.mercer", Role.BUYER, "", "Buyer"),
    _staff("walt.garner", Role.FACILITIES, "", "Facilities coordinator"),
    _staff("edith.lowell", Role.AUDITOR, "", "Compliance auditor"),
)

PRAIRIE_OAK = Practice(
    sites=SITES,
    departments=(FAMILY, CARDIOLOGY, PEDIATRICS, ORTHOPEDICS),
    providers=PROVIDERS,
    staff=STAFF,
    shown=("ruth.calder", "nina.farrow", "jenny.marsh", "sonia.park", "irene.kovar", "dr.halloran", "amy.solberg",
           "helen.voss", "ian.mercer", "walt.garner", "edith.lowell"),
)  # fmt: skip
