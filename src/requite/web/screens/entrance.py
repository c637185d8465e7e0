"""Before one is in: the first run, an invitation taken, the entrance's language, the log-in that is asked."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from requite.config.environment import ENVIRONMENT
from requite.identity.actions.accept_invitation import accept_invitation, find_invitation
from requite.identity.actions.register_organisation import (
    AdministratorDraft,
    OrganisationDraft,
    has_organisation,
    register_organisation,
)
from requite.identity.models import User
from requite.identity.places import (
    LANGUAGES,
    Place,
    country_names,
    currency_names,
    guess,
    suggest,
    zone_names,
)
from requite.identity.queries import find_organisation, list_demo_users
from requite.identity.roles import role_of
from requite.kernel import dates
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.web.doors import sent
from requite.web.pages import is_fragment, render
from requite.web.screens.entrance_kept import ask_again_in_place, keep

BACKEND = "django.contrib.auth.backends.ModelBackend"
COMPANY = ("name", "country", "language", "currency", "time_zone")
PERSON = ("family_name", "given_name", "email")


def ask_log_in(request: HttpRequest) -> HttpResponseBase:
    """Answer who isn't logged in: to the first run, to the log-in, or the log-in with their text kept."""
    if not has_organisation():
        return HttpResponseRedirect(reverse("start"))
    if "HX-Request" in request.headers:
        return ask_again_in_place()
    log_in = reverse("account_login")
    if request.method in ("GET", "HEAD"):
        following = request.get_full_path()
        query = {"next": following} if following != "/" else None
        return HttpResponseRedirect(reverse("account_login", query=query))
    context = {
        "action": log_in,
        "kept": keep(request),
        "following": "/",
        "errors": {},
        "typed": "",
        "demo": (),
    }
    return render(request, "account/login.html", context, status=401)


def safe_path(text: str, default: str = "/") -> str:
    """The path when it leads to a page of ours, else `default`."""
    inside = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if inside else default


def start(request: HttpRequest) -> HttpResponseBase:
    """The first run: the company and its first administrator. Gone once there is a company; a form sent twice goes in."""
    if has_organisation():
        if request.method == "POST":
            return HttpResponseRedirect("/")
        raise Http404
    place = guess(request.headers.get("Accept-Language", ""))
    if request.method == "GET":
        if request.GET.get("country"):
            place = suggest(country=request.GET["country"], language=place.language)
        return render(
            request, "entrance/start.html", _start(_from_place(place), {}), fragment="entrance/place.html"
        )
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    typed = {name: sent(request, name) for name in (*COMPANY, *PERSON)}
    address = f"{request.scheme}://{request.get_host()}"
    try:
        _demand_same(request)
        user = register_organisation(
            at=request.now,  # type: ignore[attr-defined]
            organisation=OrganisationDraft(**{name: typed[name] for name in COMPANY}, address=address),
            administrator=AdministratorDraft(
                **{name: typed[name] for name in PERSON}, password=request.POST.get("password", "")
            ),
        )
    except Refused as refusal:
        return render(request, "entrance/start.html", _start(typed, refusal.errors), status=422)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(reverse("settings"))


def _demand_same(request: HttpRequest) -> None:
    if request.POST.get("password") != request.POST.get("password_again"):
        raise Refused(_("The two passwords differ."), field="password_again")


def _from_place(place: Place) -> dict[str, str]:
    found = {"country": place.country, "language": place.language, "currency": place.currency}
    return {**dict.fromkeys((*COMPANY, *PERSON), ""), **found, "time_zone": place.time_zone}


def _start(typed: dict[str, str], errors: dict[str, Any]) -> dict[str, Any]:
    return {"typed": typed, "errors": errors, **place_options()}


def place_options() -> dict[str, Any]:
    """What a form can offer as countries, currencies and zones, in the reader's language."""
    code = dates.language()
    zones = [(zone, zone.replace("_", " ")) for zone in zone_names()]
    return {"countries": country_names(code), "currencies": currency_names(code), "zones": zones}


def invitation(request: HttpRequest, *, secret: str) -> HttpResponseBase:
    """An invitation, taken by giving one's names and a password."""
    now = request.now  # type: ignore[attr-defined]
    found = find_invitation(secret=secret, at=now)
    if found is None:
        return render(request, "entrance/spent.html", status=404)
    company = find_organisation()
    typed = {name: sent(request, name) for name in ("family_name", "given_name", "language")}
    context: dict[str, Any] = {
        "email": found.email,
        "role": role_of(found.role).label,
        "company": company.name if company else "",
        "giver": found.giver.name,
        "typed": typed,
        "errors": {},
    }
    if request.method == "GET":
        return render(request, "entrance/invitation.html", context)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    try:
        _demand_same(request)
        user = accept_invitation(secret=secret, at=now, password=request.POST.get("password", ""), **typed)
    except Refused as refusal:
        return render(request, "entrance/invitation.html", {**context, "errors": refusal.errors}, status=422)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect("/")


def language(request: HttpRequest) -> HttpResponseBase:
    """The language of the entrance, kept in a cookie; a logged-in person's own setting goes before it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    response = HttpResponseRedirect(safe_path(request.POST.get("next", "")))
    code = request.POST.get("language", "")
    if code in LANGUAGES:
        name, age = settings.LANGUAGE_COOKIE_NAME, 365 * 24 * 3600
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(name, code, max_age=age, samesite="Lax", httponly=True, secure=secure)
    return response


def demo_log_in(request: HttpRequest) -> HttpResponseBase:
    """One click into the demo company. There is no such page outside a demo."""
    if not ENVIRONMENT.demo or is_fragment(request):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = parse_id(request.POST.get("user", ""))
    if chosen not in {line.id for line in list_demo_users()}:
        raise Http404
    login(request, User.objects.get(id=chosen), backend=BACKEND)
    return HttpResponseRedirect(safe_path(request.POST.get("next", "")))
