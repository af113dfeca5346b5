"""What must hold of what patients entered."""

from __future__ import annotations

from wellrun.platform.verification import breaches


def nothing_taken_over_unreviewed() -> list[str]:
    """Whatever was taken over names a person who works here and when, and what was written."""
    return breaches(
        "select id from intake_submission_item where state = 'accepted'"
        " and (decided_by_id is null or decided_at is null or decided_by_name = '' or outcome = '{}'::jsonb)",
        "Item {0} was taken over without a reviewer.",
    )


def reviews_are_whole() -> list[str]:
    """A submission is reviewed exactly when none of its items waits."""
    return breaches(
        "select s.id, s.state, count(i.id) filter (where i.state = 'waiting') from intake_submission s"
        " left join intake_submission_item i on i.submission_id = s.id where s.state in ('waiting', 'reviewed')"
        " group by s.id, s.state having (s.state = 'waiting') <> (count(i.id) filter (where i.state = 'waiting') > 0)",
        "Submission {0} is {1} while {2} of its items wait.",
    )


def submissions_follow_their_charts() -> list[str]:
    """Submissions and items are in the compartment of the chart."""
    return breaches(
        "select s.id, s.compartment, p.compartment from intake_submission s join patients_patient p on p.id ="
        " s.patient_id where s.compartment <> p.compartment union all select i.id, i.compartment, p.compartment"
        " from intake_submission_item i join patients_patient p on p.id = i.patient_id"
        " where i.compartment <> p.compartment",
        "{0} is in compartment {1}, its chart in {2}.",
    )
