"""What must always be true of the wait list, its offers and recalls, asked of the stored rows."""

from __future__ import annotations

from django.db.models import F

from wellrun.platform.verification import breaches
from wellrun.practice.scheduling.models import Recall, TimeOffer, WaitingEntry


def waiting_is_in_the_charts_compartment() -> list[str]:
    """Whoever may not see a chart does not see that its patient waits, is offered a time, or is due."""
    said = []
    for model in (WaitingEntry, TimeOffer, Recall):
        rows = model.objects.exclude(compartment=F("patient__compartment"))
        said += [
            f"{model.__name__} {row_id} is {here}, the chart is {there}."
            for row_id, here, there in rows.values_list("id", "compartment", "patient__compartment")[:20]
        ]
    return said


def accepted_offers_fill_openings() -> list[str]:
    """An opening is filled exactly when one of its offers was accepted, and that offer has its visit."""
    return breaches(
        "select o.id, o.state, count(f.id) filter (where f.state = 'accepted' and a.id is not null)"
        " from scheduling_opening o left join scheduling_time_offer f on f.opening_id = o.id"
        " left join scheduling_appointment a on a.id = f.appointment_id group by o.id"
        " having (o.state = 'filled') <> (count(f.id) filter (where f.state = 'accepted' and a.id is not null) = 1)",
        "Opening {0} is {1} and has {2} accepted offers with a visit.",
    )


def nothing_over_is_offered() -> list[str]:
    """Nobody is offered a time who has come off the list."""
    return breaches(
        "select f.id, e.state from scheduling_time_offer f join scheduling_waiting_entry e on e.id = f.entry_id"
        " where f.state = 'offered' and e.state <> 'waiting'",
        "Offer {0} is open, its patient is {1}.",
    )
