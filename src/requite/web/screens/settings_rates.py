"""Rates of currencies: what holds today and what is to come, and one more from a day on."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.lists.rates import register_rate
from requite.deals.queries.lists import list_rates
from requite.deals.worth import PRICING, count_unpriced
from requite.web.doors import ActorRequest, door, sent
from requite.web.formats import exact
from requite.web.pages import render
from requite.web.screens.entrance import place_options
from requite.web.screens.settings_forms import OPEN, attempt, done

FIELDS = ("currency", "starts_on", "rate")


@door("GET", "POST", right=RIGHT)
def rates(request: ActorRequest) -> HttpResponseBase:
    """The rates, and a form for one more; the same day again corrects a rate.

    For live how many deals still wait for their worth.
    """
    today = request.actor.day_of(request.now)
    outcome, typed = OPEN, {"currency": "", "rate": "", "starts_on": today}
    if request.method == "POST":
        given = {name: sent(request, name) for name in FIELDS}
        outcome = attempt(lambda: register_rate(actor=request.actor, at=request.now, **given))
        if outcome.is_kept:
            return done(request, reverse("rates"), _("The rate holds from its day on."))
        typed = {**typed, **given}
    home = request.actor.currency
    currencies = [one for one in place_options()["currencies"] if one[0] != home]
    context = {
        "rates": [(one, exact(one.rate)) for one in list_rates(day=today)],
        "today": today,
        "home": home,
        "currencies": currencies,
        "typed": typed,
        "errors": outcome.errors,
        "unpriced": sorted(count_unpriced(day=today).items()),
    }
    fragment = "settings/pricing.html" if request.headers.get("HX-Target") == "pricing" else None
    return render(
        request, "settings/rates.html", context, status=outcome.status, fragment=fragment, topics=[PRICING]
    )
