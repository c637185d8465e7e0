"""The next step, asked for after each one that is done; never forced."""

from django.urls import reverse

from requite.kernel.actor import Actor
from requite.work.models import Activity
from requite.work.queries.day import lacks_next_step


def step_after(actor: Actor, done: Activity) -> str:
    """The address at which the next step is planned; "" where one stands already, or the record isn't the actor's to see."""
    lacks = lacks_next_step(person_id=done.person_id, deal_id=done.deal_id)
    if lacks == "deal":
        return reverse("deal_step", kwargs={"id": done.deal_id})
    if not lacks or done.person is None or not actor.covers("people.see", done.person.owner_id):
        return ""
    return f"{reverse('person', kwargs={'id': done.person_id})}?compose=task#composer"
