"""Everything that can be sent wrong, at every form and address: an answer, never a failure of ours."""

from functools import cache
from itertools import cycle, islice
from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.urls import get_resolver
from testing.asserts import text, writes
from testing.cast import HTMX
from testing.heard import ANY, FORM, heard
from tests.architecture.stage import cast, parts_of, stage, standing

from requite.kernel.ids import new_id
from requite.kernel.legible import legible
from requite.web.tests.cast import once

pytestmark = pytest.mark.django_db
__all__ = ["cast", "stage", "standing"]
LONG = "가" * 10_000
TEXTS = {
    "long": LONG,
    "emoji": "👩🏽‍🚀🏳️‍🌈" * 20,
    "right to left": "\u202eمحمد\u202c \u200f",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\ufeff",
    "only controls": "\x00\x0b",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raise %}%s%(x)s",
    "formula": '=HYPERLINK("http://x.example","y")',
    "sql": "'; DROP TABLE people_person; --\\ % _",
    "expanding": "ﷺ" * 120,
    "numbers": "９９９٣٣٣" * 100,
    "a lone sign": "\ufffd",
}
# What every address is sent: each kind once. Those that differ in a sign or two go together, short enough for a name.
MIXED = "=1+1'; DROP TABLE x; --\\ % _ \u202eم\u202c👩🏽‍🚀\ufffd\"><script>alert(1)</script><img src=x onerror=y>{{ 7 }}%(x)"
SENT = (LONG, MIXED, *(TEXTS[kind] for kind in ("controls", "expanding", "numbers")))
MANY = urlencode({f"f{n}": n for n in range(1_500)}).encode()  # more than are read
FIELDS = (
    "family_name", "given_name", "middle_name", "title", "company", "company_text", "phone", "email", "messenger",
    "address", "note", "tags", "name", "industry", "website", "country", "registration_number", "kind", "raw", "base",
    "topic", "place", "result", "body", "day", "clock", "until", "again_day", "again_clock", "minutes", "direction",
    "state", "value", "base_topic", "base_result", "source", "closed", "role", "language", "currency", "time_zone",
    "theme", "keys", "metric", "span", "starts_on", "ends_on", "first", "last", "target", "counts", "holder", "weight",
    "grace_hours", "check_name", "class_name", "label", "version", "to", "parent_id", "stage", "field", "plan", "held",
    "verdict", "why", "answer", "per", "meeting", "call", "person", "deal",
)  # fmt: skip
IDS = (
    "owner",
    "outcome",
    "point",
    "once",
    "people",
    "colleagues",
    "user",
    "team",
    "team_id",
    "owner_id",
    "parent_id",
)
QUERIES = ("after", "before", "q", "view", "user", "span", "period", "of", "page", "compose", "do", "in", "token", "for",
           "family_name", "country", "part", "team", "with", "metric", "next", "outcome", "removed",
           "id", "earlier", "only", "again")  # fmt: skip
# What names a place in a list or a day, a number or a record; the first are read where a list goes on, and nowhere else.
PLACES = (
    "~", "2026-11-24T01:00:00+00:00~x", f"2026-11-24~{new_id()}", f"0001-01-01T00:00:00+14:00~{new_id()}",
    f"9999-12-31T23:59:59-14:00~{new_id()}", f"2026-11-24T01:00:00+15:59~{new_id()}",
    f"2026-11-24T01:00:00+23:59~{new_id()}", "ﷺ", "\x00", "%", "A" * 5000, "MDE5", "====", "[]",
)  # fmt: skip
KEYS = (*PLACES, "x", str(new_id()), "2026-13-45", "9" * 400, "-1", "1e999", "NaN", "null")
GOES_ON = {"after", "before", "f", "list", ANY}
BODIES = (
    ("application/json", b'{"name": "X", "family_name": null}'),
    ("application/json", b"[" * 100_000),
    (
        "application/x-www-form-urlencoded",
        b"name=\xff\xfe&family_name=%ff%c0&raw=%ed%a0%80&kind=phone&value=%ff",
    ),
    ("application/x-www-form-urlencoded", b"&&&===&%&name"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfen\x00"),
    ("application/x-www-form-urlencoded; charset=none", b"name=X"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\ncut'),
    ("multipart/form-data; boundary=\xff", b"--"),
    ("text/plain", b""),
    ("", b"\x00" * 100),
)
ROUTES = [route for route in get_resolver().url_patterns if getattr(route.callback, "guard", None)]
FORMS = [route for route in ROUTES if "POST" in route.callback.guard[0]]
READ = [route for route in ROUTES if "GET" in route.callback.guard[0]]
QUESTIONS = {value: "&".join(f"{name}={quote(value[:500])}" for name in QUERIES) for value in (*SENT, *KEYS)}
QUESTIONS["cut"] = "q=%ff%ed%a0%80&after=%00&%"


def each(found):
    return pytest.mark.parametrize("route", found, ids=[route.name for route in found])


def reader(stage, clients, route):
    """A browser of the rep whose records these are, or of the administrator where a rep may not go."""
    right = route.callback.guard[1]
    return clients("anna" if right is None or stage.cast.actors["anna"].has(right) else "oleg")


def once_each(stage, route, values):
    """Each value with an address of the route, and each address with a value at least."""
    addresses = stage.addresses(route)
    return islice(zip(cycle(addresses), cycle(values), strict=False), max(len(addresses), len(values)))


@each(FORMS)
def test_takes_any_text_in_any_field(stage, clients, route):
    client, asked, taken = reader(stage, clients, route), {}, set()
    before = writes()
    for address, value in once_each(stage, route, SENT):
        form = dict.fromkeys(FIELDS, value)
        for sent in (form, {**form, **stage.sent(), "result": value}):
            if parts_read(address, sent, asked) in taken:
                continue  # all that is asked for was sent already, so it can't come to anything else
            answer = send(client, address, sent, asked)
            taken |= {parts_read(address, sent, asked)} - {None}
            assert answer.status_code < 500, value[:50]
            assert b"<script>alert" not in answer.content
            assert b"<img src=x" not in answer.content
    if before == writes():
        return  # there is nothing new to show
    page = clients("oleg").get("/people/?view=all")
    assert page.status_code == 200
    assert b"<script>alert" not in page.content


def parts_read(address, form, asked):
    """The address, and what of the form is asked for there; None while that isn't known, or where all of it is."""
    known = asked.get(address, {ANY})
    return None if ANY in known else (address, *sorted((name, str(form[name])) for name in known & form.keys()))


def send(client, address, form, asked):
    """The answer to the form: at first to the whole, then to what of it is asked for; to the whole, if that is more."""
    known = asked.setdefault(address, set())
    short = form if not known or ANY in known else {name: form[name] for name in form if name in known}
    with heard() as names:
        answer = client.post(address, {**short, "once": once()}, headers=HTMX)
    is_enough = short is form or names <= known
    known |= names
    return answer if is_enough else send(client, address, form, {})


@each(FORMS)
def test_takes_unknown_and_foreign_identifiers_in_hidden_fields(stage, clients, route):
    cast, client, unheard = stage.cast, reader(stage, clients, route), set()
    foreign = (str(cast.gleb.id), str(stage.ids["company"][0]))
    for address, value in once_each(stage, route, ("", "x", "0" * 32, str(new_id()), *foreign, LONG)):
        if address in unheard:
            continue
        with heard() as names:
            assert client.post(address, {**stage.sent(), **dict.fromkeys(IDS, value)}).status_code < 500
        if names.isdisjoint((*IDS, ANY)):
            unheard.add(address)


@each(FORMS)
def test_reads_any_body(stage, clients, route):
    client, known = reader(stage, clients, route), {}
    for address, (type_, body, held) in once_each(stage, route, apart(BODIES)):
        asked = known.get(address)
        if asked is not None and (FORM not in asked or (held and asked.isdisjoint((*held, ANY)))):
            continue  # it isn't read, or nothing of what it holds is asked for: as if it were empty, which comes first
        with heard() as names:
            assert client.generic("POST", address, body, content_type=type_).status_code < 500, (type_, body[:50])
        known[address] = (asked or set()) | names


@cache
def apart(bodies):
    """One body of all that Django reads alike, and the names that it finds in them, None where it refuses them."""
    found = {}
    for type_, body in bodies:
        request = RequestFactory().generic("POST", "/", body, content_type=type_)
        try:
            read, held = repr((request.POST, request.FILES)), (*request.POST, *request.FILES)
        except (BadRequest, MultiPartParserError) as refusal:
            read, held = type(refusal).__name__, None
        found.setdefault(read, (type_, body, held))
    return tuple(found.values())


@pytest.mark.parametrize(("type_", "body"), BODIES)
def test_reads_each_body(stage, clients, type_, body):
    assert clients("anna").generic("POST", "/people/new/", body, content_type=type_).status_code < 500


@each(FORMS)
def test_takes_a_file_where_a_text_is_meant_and_many_of_one_name(stage, clients, route):
    client = reader(stage, clients, route)
    for address in stage.addresses(route):
        files = {
            name: SimpleUploadedFile("x.csv", b"\x00\xff") for name in ("name", "raw", "value", "body", "day")
        }
        with heard() as names:
            assert client.post(address, {**stage.sent(), **files}).status_code < 500
        many = {name: [value, value, ""] for name, value in stage.sent().items()}
        if not names.isdisjoint((*many, ANY)):
            assert client.post(address, many).status_code < 500
        if ANY in names:
            assert client.post(address, MANY, content_type="application/x-www-form-urlencoded").status_code < 500


def test_takes_more_fields_than_are_read_where_files_may_come_along(stage, clients):
    answer = clients("anna").post("/people/new/", {f"f{n}": n for n in range(1_500)})
    assert 400 <= answer.status_code < 500


@each(READ)
def test_takes_any_question(stage, clients, route):
    client, unheard = reader(stage, clients, route), set()
    goes_on = {}
    for address, (value, query) in once_each(stage, route, QUESTIONS.items()):
        if address in unheard or (value in PLACES and not goes_on.get(address, True)):
            continue
        with heard() as names:
            answer = client.get(f"{address}?{query}", headers=HTMX if value in KEYS else {})
            assert answer.status_code < 500, value[:50]
            assert b"<script>alert" not in b"".join(answer)
        if names.isdisjoint((*QUERIES, ANY)):
            unheard.add(address)
        goes_on[address] = goes_on.get(address, False) or not names.isdisjoint(GOES_ON)


@each([route for route in ROUTES if parts_of(route)])
def test_takes_any_identifier_in_the_address(stage, clients, route):
    methods = route.callback.guard[0]
    client = reader(stage, clients, route)
    for bad in ("x", "%00", "%ff", "'", "..", quote("ﷺ"), str(new_id()), "0" * 32, "A" * 3000):
        parts = iter([bad] * 9)
        address = "/" + "/".join(
            next(parts) if piece.startswith("<") else piece for piece in str(route.pattern).split("/")
        )
        for method in methods:
            answer = client.generic(method, address, headers=HTMX)
            assert answer.status_code in (302, 403, 404, 422), address


UNSEEN = {"controls", "only controls"}


class TestNames:
    @pytest.mark.parametrize("name", sorted(set(TEXTS) - {"long", "expanding", "numbers"} - UNSEEN))
    def test_shows_what_was_typed_as_text(self, clients, stage, name):
        anna, typed = clients("anna"), legible(TEXTS[name])
        answer = anna.post(
            "/people/new/", {"family_name": typed[:120], "note": typed, "sure": "1", "once": once()}
        )
        assert answer.status_code == 302
        page = anna.get(answer.url)
        assert typed[:120].split()[0] in text(page)
        assert b"<script>alert" not in page.content
        for address in (f"{answer.url}peek/", "/people/", f"/search/?q={quote(typed[:40])}", "/today/"):
            seen = anna.get(address)
            assert seen.status_code == 200
            assert b"<script>alert" not in seen.content

    @pytest.mark.parametrize("name", sorted(UNSEEN))
    def test_refuses_a_name_that_nobody_can_see(self, clients, stage, name):
        form = {"family_name": TEXTS[name], "note": "kept", "sure": "1", "once": once()}
        answer = clients("anna").post("/people/new/", form)
        assert answer.status_code == 422
        assert "kept" in text(answer)

    def test_refuses_a_name_of_ten_thousand_letters_and_keeps_it(self, clients, stage):
        answer = clients("anna").post(
            "/people/new/", {"family_name": LONG, "given_name": "Hana", "once": once()}
        )
        assert answer.status_code == 422
        assert "at most 120 letters" in text(answer)
        assert LONG in text(answer)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
@pytest.mark.parametrize("value", ["x", "'" * 40, '"abcdefgh\\ud800"'])
def test_takes_cookies_of_anybodys_making(clients, cast, name, value):
    anna = clients("anna")
    assert anna.get("/people/", headers={"Cookie": f"{name}={value}"}).status_code in (200, 302)
