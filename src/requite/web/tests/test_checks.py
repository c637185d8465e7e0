"""The pages of spot checks: one record at a time, verdicts, the rep's own page, results, draws, and the plan."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from testing.asserts import field_of, text
from testing.builders import call_of, company_of, deal_of, person_of
from testing.cast import HTMX, actors, cast, clients

from requite.identity.tests.cast import NOW
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.actions.judge_check import judge_check
from requite.insight.checks.models import Check, CheckPlan, Draw
from requite.insight.checks.tests.stage import DAY, drawn, held, plan, system
from requite.kernel.ids import new_id
from requite.people.models import Person
from requite.work.models import Activity

__all__ = ["actors", "cast", "clients"]
pytestmark = pytest.mark.django_db


def now():
    """The pages' own time: what counts is counted back from it."""
    return datetime.now(UTC)


def lately(cast, count):
    """That many checks of Anna's, drawn just now."""
    found = drawn(cast, count, count)
    Check.objects.update(drawn_at=now())
    return found


@pytest.fixture
def checks(cast):
    return lately(cast, 3)


def at(name, check, **query):
    return reverse(name, kwargs={"id": check.id}, query=query or None)


def test_shows_one_record_with_what_speaks_for_and_against_it(cast, clients, checks):
    first = Activity.objects.get(id=checks[0].record_id)
    call_of(cast, Person.objects.get(id=first.person_id), at=first.at)
    page = text(clients("vera").get(reverse("checks")))
    assert "1 of 3" in page
    for said in ("Meeting · Hana Seo", "prices", "agreed", "Around it", "with this person", "Points of contact",
                 "Who entered what", " after the event"):  # fmt: skip
        assert said in page, said
    assert page.count("<kbd>") >= 5


def test_shows_every_kind_of_record(cast, clients):
    person = person_of(cast)
    company_of(cast)
    call_of(cast, person)
    deal_of(cast, person_id=person.id, amount="500000", currency="KRW")
    held(cast, 1)
    plan(cast, meeting=9, call=9, person=9, company=9, deal=9)
    draw_week(actor=system(cast), at=NOW)
    told = {"meeting": "agreed", "call": "Talked", "person": "Points of contact", "company": "Points of contact",
            "deal": "500,000"}  # fmt: skip
    seen = {one.stratum: text(clients("vera").get(at("check", one))) for one in Check.objects.filter(user=cast.anna)}
    assert set(seen) == set(told)
    for stratum, page in seen.items():
        assert "Who entered what" in page, stratum
        assert told[stratum] in page, stratum


def test_goes_on_to_the_next_one_and_back(cast, clients, checks):
    page = text(clients("vera").get(reverse("checks"), {"id": str(checks[1].id)}))
    assert "2 of 3" in page
    turns = dict(re.findall(r'href="([^"]+)" data-turn="(\w+)"', page))
    assert [turns[href] for href in turns] == ["previous", "next"]
    assert str(checks[2].id) in next(href for href, where in turns.items() if where == "next")


def test_keeps_a_verdict_and_shows_what_comes_after_it(cast, clients, checks):
    vera = clients("vera")
    answer = vera.post(at("check_verdict", checks[1]), {"verdict": "confirmed"})
    assert answer.status_code == 302
    page = text(vera.get(answer.url))
    assert f'action="{at("check_verdict", checks[2])}"' in page
    assert at("check_retraction", checks[1], earlier="1") in page
    assert Check.objects.get(id=checks[1].id).verdict == "confirmed"
    vera.post(at("check_retraction", checks[1], earlier="1"))
    assert Check.objects.get(id=checks[1].id).verdict == ""


def test_wants_a_why_beside_its_field_and_keeps_what_was_chosen(clients, checks):
    answer = clients("vera").post(at("check_verdict", checks[0]), {"verdict": "wrong", "why": ""})
    assert answer.status_code == 422
    page = text(answer)
    assert "Say in a word why" in page
    assert re.search(r'class="unseen" name="verdict" value="wrong"', page)
    assert "autofocus" in page


def test_says_who_was_faster(cast, clients, checks):
    judge_check(actor=cast.actors["oleg"], at=now(), check_id=checks[0].id, verdict="confirmed")
    answer = clients("vera").post(at("check_verdict", checks[0]), {"verdict": "wrong", "why": "no"})
    assert answer.status_code == 409
    assert "has checked this meanwhile" in text(answer)
    assert Check.objects.get(id=checks[0].id).verdict == "confirmed"


def test_a_second_reader_says_what_holds(cast, clients, checks):
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="made_up", why="nobody there")
    emma = clients("emma")
    page = text(emma.get(reverse("checks"), {"id": str(checks[0].id)}))
    assert "You are the second reader" in page
    assert 'name="again" value="1"' in page
    emma.post(at("check_verdict", checks[0]), {"verdict": "made_up", "why": "no trace", "again": "1"})
    assert Check.objects.get(id=checks[0].id).second_by_id == cast.emma.id
    mine = text(clients("anna").get(reverse("checks_mine")))
    assert 'id="checks-mine" data-behaviour="afresh"' in mine, "it keeps as many rows as it showed"
    assert "Counts from" in mine
    assert "no trace" in mine


def test_who_saw_that_nobody_had_looked_is_no_second_reader(cast, clients, checks):
    """Their page was opened before the first verdict: its button says nothing of that."""
    emma = clients("emma")
    assert 'name="again"' not in text(emma.get(at("check", checks[0])))
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="made_up", why="nobody there")
    answer = emma.post(at("check_verdict", checks[0]), {"verdict": "confirmed"})
    assert answer.status_code == 409
    assert "You are the second reader" in text(answer)
    assert Check.objects.get(id=checks[0].id).second_verdict == ""


def test_the_rep_reads_and_answers(cast, clients, checks):
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="wrong", why="the topic")
    anna = clients("anna")
    page = text(anna.get(reverse("checks_mine")))
    for said in ("the topic", "Vera Park", "Wrong", "Nobody has looked at it yet", "0 of 1 check right"):
        assert said in page, said
    own = text(anna.get(at("check", checks[0])))
    assert at("check_answer", checks[0]) in own
    assert at("check_verdict", checks[0]) not in own
    assert anna.post(at("check_answer", checks[0]), {"answer": " "}).status_code == 422
    assert anna.post(at("check_answer", checks[0]), {"answer": "It was prices."}).status_code == 302
    assert "It was prices." in text(clients("vera").get(at("check", checks[0])))
    assert anna.post(at("check_verdict", checks[0]), {"verdict": "confirmed"}).status_code == 403


def test_an_answer_to_what_was_said_before_keeps_its_words_and_shows_what_is_said_now(cast, clients, checks):
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="wrong", why="the topic")
    anna = clients("anna")
    read = field_of(anna.get(at("check", checks[0])), "said_at")
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="made_up", why="nobody there")
    answer = anna.post(at("check_answer", checks[0]), {"answer": "It was prices.", "said_at": read})
    assert answer.status_code == 409
    for said in ("It was prices.", "nobody there", "has checked this meanwhile"):
        assert said in text(answer), said
    assert Check.objects.get(id=checks[0].id).answer == ""
    read = field_of(answer, "said_at")
    assert anna.post(at("check_answer", checks[0]), {"answer": "It was prices.", "said_at": read}).status_code == 302


def test_the_anchor_lowers_the_quality_and_opens_the_checks(cast, clients, checks):
    before = re.search(r"/team/reps/[^>]+>(\d+)</a>", text(clients("vera").get(reverse("team"))))
    for check in checks:
        judge_check(actor=cast.actors["vera"], at=now(), check_id=check.id, verdict="wrong", why="no")
    after = re.search(r"/team/reps/[^>]+>(\d+)</a>", text(clients("vera").get(reverse("team"))))
    assert int(after[1]) == pytest.approx(int(before[1]) / 0.9 * 9 / 13, abs=1)
    card = text(clients("vera").get(reverse("rep_card", kwargs={"id": cast.anna.id})))
    assert "(9 + 0) / (10 + 3) = 0.692" in card
    opened = reverse("checks_results", query={"user": str(cast.anna.id), "only": "counted"})
    assert opened in card
    rows = text(clients("vera").get(opened))
    assert rows.count('id="check-') == 3
    own = reverse("checks_mine", query={"only": "counted"})
    assert own in text(clients("anna").get(reverse("rep_card", kwargs={"id": cast.anna.id})))
    assert text(clients("anna").get(own)).count('id="check-') == 3


def test_results_show_counts_under_ten_and_shares_with_an_interval_from_there(cast, clients):
    checks = lately(cast, 12)
    vera = clients("vera")
    for n, check in enumerate(checks):
        if n == 9:
            assert "1 of 9" in text(vera.get(reverse("checks_results")))
        verdict = "wrong" if n == 0 else "confirmed"
        judge_check(actor=cast.actors["vera"], at=now(), check_id=check.id, verdict=verdict, why="no")
    page = text(vera.get(reverse("checks_results")))
    assert len(re.findall(r"<tr data-row", page)) == 12, "what comes anew asks for as many checks as it counts rows"
    assert "8.3%; 1 of 12 lies between 1.5 and 35.4%" in page
    assert "1 of 9" not in page


def test_each_number_of_the_results_opens_what_it_counts(cast, clients, checks):
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="wrong", why="the topic")
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[1].id, verdict="confirmed")
    vera = clients("vera")
    page = text(vera.get(reverse("checks_results")))
    found = re.findall(r'<a class="cell" href="([^"]+)">(\d+)</a>', page)
    assert len(found) == 6  # drawn, checked and wrong, of meetings and of all
    for href, n in found:
        opened = text(vera.get(href.replace("&amp;", "&")))
        assert opened.count('id="check-') == int(n), href
    wrong = vera.get(reverse("checks_results"), {"only": "wrong", "kind": "meeting"})
    assert "Meetings held · Wrong or made up" in text(wrong)
    assert "No check of this kind." in text(vera.get(reverse("checks_results"), {"only": "cant_tell"}))


def test_goes_on_behind_a_check_with_and_without_script(clients, checks):
    last = max(checks, key=lambda one: one.id)
    after = {"after": f"{Check.objects.get(id=last.id).drawn_at.isoformat()}~{last.id}"}
    for who, name in (("vera", "checks_results"), ("anna", "checks_mine")):
        whole = text(clients(who).get(reverse(name), after))
        assert whole.count('id="check-') == 2
        assert "<html" in whole
        assert "<html" not in text(clients(who).get(reverse(name), after, headers=HTMX))


def test_shows_that_a_draw_is_fair(clients, checks):
    draw = Draw.objects.get(size=3)
    page = text(clients("anna").get(reverse("draw", kwargs={"id": draw.id})))
    assert draw.seed in page
    again = text(clients("anna").get(reverse("draw", kwargs={"id": draw.id}, query={"again": "1"})))
    assert "the same ones came out" in again


def test_draws_at_once_and_says_of_what_there_was_nothing(cast, clients):
    held(cast, 2)
    Activity.objects.update(day=cast.actors["vera"].day_of(now()) - DAY)
    plan(cast, meeting=2, deal=1)
    vera = clients("vera")
    page = text(vera.post(reverse("draws"), follow=True))
    assert "2 records were drawn. Nothing to draw from in these days: Deals opened or won." in page
    assert "All days up to yesterday were drawn from already" in text(vera.post(reverse("draws"), follow=True))


def test_the_plan_is_set_with_its_versions_and_how_many_are_needed(clients):
    oleg = clients("oleg")
    page = text(oleg.get(reverse("checks_settings")))
    for said in ("139", "75", "Nothing is checked yet"):
        assert said in page, said
    sent = {"meeting": "3", "call": "1", "person": "0", "company": "", "deal": "0", "per": "team", "starts_on": ""}
    assert oleg.post(reverse("checks_settings"), sent).status_code == 302
    kept = CheckPlan.objects.get()
    assert (kept.a_week, kept.per) == ({"meeting": 3, "call": 1}, "team")
    refused = oleg.post(reverse("checks_settings"), {**sent, "meeting": "400", "starts_on": "soon"})
    assert refused.status_code == 422
    assert text(refused).count('class="field__error"') == 2
    assert 'value="400"' in text(refused)
    assert "in force" in text(oleg.get(reverse("checks_settings")))


def test_the_history_of_a_check_says_it_in_words(cast, clients, checks):
    judge_check(actor=cast.actors["vera"], at=now(), check_id=checks[0].id, verdict="made_up", why="nobody there")
    page = text(clients("vera").get(reverse("history", kwargs={"kind": "check", "id": checks[0].id})))
    for said in ("record checked", "Verdict", "Made up", "nobody there"):
        assert said in page, said
    assert clients("boris").get(reverse("history", kwargs={"kind": "check", "id": checks[0].id})).status_code == 404


def test_a_queue_of_more_than_a_page_says_so(cast, clients):
    first = lately(cast, 1)[0]
    more = [{"record_id": new_id(), "id": new_id(), "user": cast.boris} for _one in range(60)]
    base = {"draw": first.draw, "stratum": "call", "is_favoured": False, "probability": 0.5, "drawn_at": now()}
    Check.objects.bulk_create(Check(**base, **one) for one in more)
    page = text(clients("vera").get(reverse("checks")))
    assert "1 of 50+" in page
    assert page.count('<li><a class="row spot__line"') == 50


def test_an_empty_queue_teaches(clients, cast):
    assert "Nothing waits to be checked" in text(clients("vera").get(reverse("checks")))
    assert "Nothing of yours was drawn yet" in text(clients("anna").get(reverse("checks_mine")))
    assert clients("anna").get(reverse("checks")).status_code == 403


def test_what_went_out_of_sight_is_said_and_tells_nothing(cast, clients, checks):
    Activity.objects.update(owner=cast.gleb)
    page = text(clients("vera").get(at("check", checks[0])))
    assert "You don’t see this record any more" in page
    assert "prices" not in page
    assert "Seo" not in page
    assert page.count(" disabled") == 4


def test_the_list_of_what_waits_comes_alone(clients, checks):
    part = clients("vera").get(reverse("checks"), {"part": "waiting", "id": str(checks[1].id)}, headers=HTMX)
    page = text(part)
    assert "<html" not in page
    assert page.count("<li>") == 3
