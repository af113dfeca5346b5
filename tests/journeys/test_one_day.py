"""One day at the office, from the first call to the manager's page, each part as the person whose work it is."""

from .acts import arrival, call
from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER

ACTS = (
    call.find_while_typing,
    call.refuse_a_duplicate,
    call.register_once,
    call.log_the_call,
    arrival.open_the_drawer,
    arrival.check_in,
    arrival.both_change_the_patient,
    arrival.move_along_the_board,
    arrival.miss_a_visit,
    arrival.stay_out_of_other_sections,
)


def test_one_day(day):
    for act in ACTS:
        act(day)
