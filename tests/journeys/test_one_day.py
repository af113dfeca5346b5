"""One day at the office, from the first call to the manager's page, each part as the person whose work it is."""

from .acts import arrival, booking, call, money, record
from .visiting import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER

ACTS = (
    call.find_while_typing,
    call.refuse_a_duplicate,
    call.register_once,
    call.log_the_call,
    booking.book_with_a_provider,
    booking.two_want_one_time,
    booking.cancel_and_take_back,
    booking.look_at_any_site,
    arrival.open_the_drawer,
    arrival.check_in,
    arrival.both_change_the_patient,
    arrival.move_along_the_board,
    arrival.stay_out_of_other_sections,
    record.write_the_history,
    record.attach_a_document,
    record.enter_the_charges,
    money.see_another_patient,
    money.send_the_claims,
    money.take_in_the_answers,
    money.send_the_statement,
    money.close_the_day,
    money.read_the_day,
)


def test_one_day(day):
    for act in ACTS:
        act(day)
