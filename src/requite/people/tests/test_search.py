"""What is typed finds who is meant, and never anybody whom the reader may not see."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import company_of, person_of
from testing.cast import NOW
from testing.standing import Stood

from requite.people.actions.archive import archive_record
from requite.people.queries.search import LIMIT, search

POINTS = [
    ("phone", "010-2345-9876"), ("email", "minsu.kim@hanbit-trade.kr"), ("address", "서울 강남구 테헤란로 152, 8층"),
]  # fmt: skip


def make_base(cast):
    """Persons by a short name: of each script one, and one of a stranger's."""
    return {
        "minsu": person_of(cast, "anna", "김", "민수", company_name="한빛 상사", title="과장", points=POINTS),
        "netrebko": person_of(cast, "anna", "Нетребко", "Алёна", points=[
            ("phone", "+7 (495) 123-45-61"), ("address", "대전 중앙로 7-2, ул. Пушкина, д.12/3"),
        ]),
        "smith": person_of(cast, "boris", "Smith-Jönsson", "Zoë", points=[("email", "zoe@example-labs.com")]),
        "odd": person_of(cast, "boris", "100%_Pure", "O'Ne\"il\\", points=[]),
        "stranger": person_of(cast, "gleb", "김", "민서", company_name="한빛 물산", points=[
            ("phone", "010-2345-9871"), ("email", "minseo@hanbit-trade.kr"), ("address", "서울 강남구 역삼로 3"),
        ]),
    }  # fmt: skip


def found(cast, base, query, who="anna"):
    """The short names of whom the query finds, in their order; companies by their name."""
    actor = cast.actors[who] if isinstance(who, str) else who
    names = {person.id: name for name, person in base.items()}
    return [names.get(hit.id, hit.family_name) for hit in search(actor=actor, query=query)]


class TestFinds(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            # Hangul: whole, two syllables of the given name, half-typed, with a blank, a loose consonant
            ("김민수", "minsu"), ("민수", "minsu"), ("김 민수", "minsu"), ("김민ㅅ", "minsu"), ("김밍", None),
            ("김미", "minsu"), ("김ㅁ", "minsu"), ("김", "minsu"), ("ㄱ", "minsu"), ("기", "minsu"), ("민수김", None),
            # first consonants: from the name's start, with a blank, as an input method pairs them; of a company
            ("ㄱㅁㅅ", "minsu"), ("ㄱㅁ", "minsu"), ("ㄱ ㅁㅅ", "minsu"), ("ㅁㅅ", None), ("ㄱㅁㅅㅅ", None), ("ㄱㅅ", None),
            ("ㅎㅂㅅㅅ", "한빛 상사"), ("ㅎㅂ ㅅㅅ", "한빛 상사"), ("ㅎㅂ", "한빛 상사"), ("ㄳ", None),
            # Cyrillic: any case, ё as е, within, both words either way
            ("нетребко", "netrebko"), ("НЕТР", "netrebko"), ("алена", "netrebko"), ("ребк", "netrebko"),
            ("алёна нетребко", "netrebko"), ("нетребко а", "netrebko"), ("нетребка", None),
            # Latin: accents apart, within, hyphen, two letters from the start
            ("smith", "smith"), ("sm", "smith"), ("JONSSON", "smith"), ("jönsson", "smith"), ("zoe smith", "smith"),
            ("mith-jo", "smith"), ("smyth", None),
            # digits: last ones, in the middle, as written anywhere, national and international
            ("9876", "minsu"), ("010-2345-9876", "minsu"), ("01023459876", "minsu"), ("+82 10-2345-9876", "minsu"),
            ("2345", "minsu"), ("８９１２", None), ("９８７６", "minsu"), ("4561", "netrebko"), ("98", None),
            # e-mail and address
            ("minsu.kim@", "minsu"), ("@hanbit-trade.kr", "minsu"), ("MINSU.KIM@HANBIT", "minsu"), ("zoe@", "smith"),
            ("강남구", "minsu"), ("테헤란로 152", "minsu"), ("테헤", "minsu"), ("종로구", None),
            ("테헤란로 152-", "minsu"), ("중앙로 7-2", "netrebko"), ("пушкина, 12/3", "netrebko"), ("중앙로 7-3", None),
            # the company's people, with a name too
            ("한빛 상사", "한빛 상사"), ("민수 한빛", "minsu"), ("민수 두빛", None),
            # odd signs mean themselves
            ("100%_p", "odd"), ("%_p", "odd"), ("o'ne", "odd"), ('"il', "odd"), ("il\\", "odd"),
        ],
    )  # fmt: skip
    def test_finds_first(self, cast, base, query, first):
        hits = found(cast, base, query)
        assert (hits[0] if hits else None) == first
        assert "stranger" not in hits

    @pytest.mark.parametrize("query", ["%", "_", "\\", "'", '"', "%%%", "___", "\\\\\\", "'''", "' OR 1=1 --", "(&|!:*)",
        "<->", "a & b", "{0}", "%(owners)s", "%s", "", "   ", "\t", "@", "@@@", "+", "---", "x" * 5000, "김" * 300,
        "ㅣ" * 90, "\u200b", "🙂", "1" * 400, "/* */;"])  # fmt: skip
    def test_odd_signs_are_no_patterns_and_break_nothing(self, cast, base, query):
        hits = found(cast, base, query)
        assert set(hits) <= ({"minsu", "smith"} if query.strip() == "@" else {"odd"})

    @pytest.mark.parametrize(
        "query", ["김민서", "민서", "010-2345-9871", "minseo@", "역삼로", "한빛 물산", "물산"]
    )
    def test_a_strangers_record_isnt_there(self, cast, base, query):
        assert found(cast, base, query) in ([], ["minsu"], ["한빛 상사"])
        assert "stranger" in found(cast, base, query, "gleb")
        assert "stranger" in found(cast, base, query, "oleg")
        assert "stranger" in found(cast, base, query, "dina")

    def test_says_what_matched(self, cast, base):
        anna = cast.actors["anna"]
        [mail] = search(actor=anna, query="minsu.kim@")
        assert (mail.why, mail.shown, mail.company, mail.title) == (
            "email", "minsu.kim@hanbit-trade.kr", "한빛 상사", "과장",
        )  # fmt: skip
        assert [hit.why for hit in search(actor=anna, query="98 76")] == ["phone"]
        assert [(hit.kind, hit.why) for hit in search(actor=anna, query="한빛")] == [
            ("company", "name"), ("person", "company"),
        ]  # fmt: skip
        [address] = search(actor=anna, query="강남구")
        assert (address.why, address.shown) == ("address", "서울 강남구 테헤란로 152, 8층")

    def test_an_actor_without_the_right_finds_nothing(self, cast, base):
        assert search(actor=replace(cast.actors["anna"], rights={}), query="김민수") == []

    def test_leaves_archived_ones_out(self, cast, base):
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=base["minsu"].id)
        for query in ("김민수", "9876", "minsu.kim@", "테헤란로"):
            assert found(cast, base, query) == []

    def test_the_people_of_a_company_are_found_by_its_whole_name(self, cast, base):
        assert found(cast, base, "한빛 상사") == ["한빛 상사", "minsu"]
        assert found(cast, base, "한빛") == ["한빛 상사", "minsu"]

    @pytest.mark.parametrize(
        ("query", "most"), [("smith", 4), ("zoe smith", 4), ("9876", 1), ("zoe@", 1), ("김", 4)]
    )
    def test_asks_few_statements(self, cast, base, query, most, django_assert_max_num_queries):
        with django_assert_max_num_queries(most):
            search(actor=cast.actors["anna"], query=query)


def test_finds_by_first_consonants_what_a_loose_one_would_hide(cast):
    """Finals, doubled and paired letters and vowels of two keys are no first consonants."""
    for family, given in (("곽", "빛나"), ("쌍", "값이"), ("왕", "의")):
        person_of(cast, "anna", family, given, points=[])
    actor = cast.actors["anna"]
    for query, whom in (("ㄱㅂㄴ", "곽"), ("ㅆㄱㅇ", "쌍"), ("ㅇㅇ", "왕")):
        assert [hit.family_name for hit in search(actor=actor, query=query)] == [whom]


class TestMasked(Stood):
    make = staticmethod(make_base)

    QUERIES = ("9876", "010-2345-9876", "minsu.kim@", "@hanbit", "강남구", "테헤란로 152")

    @pytest.mark.parametrize("query", QUERIES)
    @pytest.mark.parametrize("access", ["masked", "hidden"])
    def test_contacts_find_nobody(self, cast, base, query, access):
        reader = replace(cast.actors["anna"], fields={"contact": access})
        assert search(actor=reader, query=query) == []

    @pytest.mark.parametrize("query", QUERIES)
    def test_contacts_find_nobody_for_an_executive(self, cast, base, query):
        assert search(actor=cast.actors["emma"], query=query) == []

    def test_names_find_people_all_the_same(self, cast, base):
        assert set(found(cast, base, "김민", "emma")) == {"minsu", "stranger"}
        assert {hit.shown for hit in search(actor=cast.actors["emma"], query="김민")} == {""}


def test_companies_are_found_by_name_number_and_place(cast):
    company_of(cast, "anna", "Hanbit Trading")
    for query in ("hanbit", "trad", "5620", "trading hanbit"):
        [hit] = search(actor=cast.actors["boris"], query=query)
        assert (hit.kind, hit.family_name) == ("company", "Hanbit Trading")


def test_the_whole_name_comes_before_what_only_begins_so(cast):
    for given in ("민수아", "민수", "민숙"):
        person_of(cast, "anna", "김", given, points=[])
    assert search(actor=cast.actors["anna"], query="김민수")[0].given_name == "민수"


@pytest.mark.parametrize("who", ["anna", "oleg"])
def test_a_whole_given_name_comes_however_many_names_begin_so(cast, who, django_assert_max_num_queries):
    for n in range(LIMIT + 5):
        person_of(cast, "anna", f"Иванов{n:02}", "Пётр", points=[])
    ivan = person_of(cast, "anna", "Яшин", "Иван", points=[])
    for query in ("Иван", "иван", " ИВАН "):
        with django_assert_max_num_queries(1):
            hits = search(actor=cast.actors[who], query=query)
        assert hits[0].id == ivan.id
        assert len(hits) == LIMIT


def test_shows_a_page_each_record_once(cast):
    for n in range(LIMIT + 5):
        person_of(
            cast,
            "anna",
            f"Smith{n:02}",
            "Smith",
            company_name="Smith",
            points=[("email", f"smith{n}@smith.com")],
        )
    hits = search(actor=cast.actors["anna"], query="smith")
    assert len(hits) == len({hit.id for hit in hits}) == LIMIT
    assert len(search(actor=cast.actors["anna"], query="smith", limit=3)) == 3


def test_finds_a_number_that_no_plan_can_read(cast):
    person = person_of(cast, family="Klobuchar", given="Amy", points=[("phone", "202-224-3244")])
    assert person.points.get().value == ""
    for query in ("3244", "224-3244", "2022243244"):
        assert [hit.id for hit in search(actor=cast.actors["anna"], query=query)] == [person.id]
    assert search(actor=cast.actors["anna"], query="9999") == []


@pytest.mark.parametrize("query", ["hanbit", "555-12", "@hanbit", "hanbit se"])
def test_one_kind_is_found_however_many_of_the_other_match(cast, query):
    for n in range(45):
        company = company_of(cast, name=f"Hanbit Seoul {n:02}")
        points = company.points.all()[0]
        points.pk, points.value, points.raw, points.position = None, f"+82255512{n:02}", f"02-555-12{n:02}", 1
        points.save(force_insert=True)
    person = person_of(cast, family="Hanbit", given="Seri", points=[("phone", "02-555-1299"), ("email", "seri@hanbit.kr")])
    hits = search(actor=cast.actors["anna"], query=query, limit=12, kind="person")
    assert [hit.id for hit in hits] == [person.id]
    others = search(actor=cast.actors["anna"], query=query, limit=12, kind="company")
    assert {hit.kind for hit in others} <= {"company"}
    assert len(others) == (0 if query.startswith("@") else 12)


@pytest.mark.parametrize("most", [300, 3])
def test_a_whole_name_is_looked_for_once_more_where_its_words_are_in_more_than_are_looked_at(cast, monkeypatch, most):
    """Three hold both words, the whole name is one of them; of three that may be looked at it may have been a fourth."""
    monkeypatch.setattr("requite.people.queries.search.CANDIDATES", most)
    for given, family in (("Zoe", "Smith"), ("Zoe Ann", "Smith"), ("Zoe Eva", "Smith")):
        person_of(cast, "anna", family, given, points=[])
    with CaptureQueriesContext(connection) as told:
        hits = search(actor=cast.actors["anna"], query="zoe smith")
    assert [hit.given_name for hit in hits] == ["Zoe", "Zoe Ann", "Zoe Eva"]
    assert any("persons_named('%zoe smith%'" in each["sql"] for each in told) == (most == 3)


@pytest.mark.parametrize("query", ["clinic", "eye clinic", "안과"])
def test_finds_ones_own_among_hundreds_of_others_that_are_called_so(cast, monkeypatch, query):
    monkeypatch.setattr("requite.people.queries.search.CANDIDATES", 3)
    name = "{} 안과" if query == "안과" else "{} Eye Clinic"
    for n in range(5):
        company_of(cast, "gleb", name=name.format(f"A{n}"))
        person_of(cast, "gleb", name.format(f"B{n}"), "Ed", points=[])
    company_of(cast, name=name.format("Ours"))
    person_of(cast, "anna", name.format("Our"), "Ed", points=[])
    hits = search(actor=cast.actors["anna"], query=query)
    assert {hit.family_name for hit in hits} == {name.format("Ours"), name.format("Our")}
    assert {hit.kind for hit in search(actor=cast.actors["anna"], query=query, kind="company")} == {"company"}


@pytest.mark.parametrize(("query", "country", "is_there"), [
    ("8 (495) 123-45-61", "RU", True), ("8495123", "RU", True), ("84951234561", "KZ", True), ("8 495 123", "KR", False),
    ("+8 495 123", "RU", False), ("849", "RU", False),
])  # fmt: skip
def test_finds_a_number_that_is_dialled_with_an_eight(cast, query, country, is_there):
    person = person_of(cast, "anna", "Нетребко", "Алёна", points=[("phone", "+7 (495) 123-45-61")])
    hits = search(actor=replace(cast.actors["anna"], country=country), query=query)
    assert [hit.id for hit in hits] == [person.id] * is_there
