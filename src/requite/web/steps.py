"""The next step, asked for after each one that is done; never forced."""

from django.urls import reverse

from requite.work.models import Activity
from requite.work.queries.day import lacks_next_step


def step_after(done: Activity) -> str:
    """The address at which the next step is planned; "" where one stands already."""
    lacks = lacks_next_step(person_id=done.person_id, deal_id=done.deal_id)
    if lacks == "deal":
        return reverse("deal_step", kwargs={"id": done.deal_id})
    return f"{reverse('person', kwargs={'id': done.person_id})}?compose=task#composer" if lacks else ""
