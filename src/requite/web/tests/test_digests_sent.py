"""Digests go out once, when they are due, and what a mail server refuses is tried again, within bounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection
from testing.asserts import told
from testing.cast import DAY, NOW, entries
from testing.mail import post_office

from requite.identity.models import User
from requite.insight.adoption.actions.digests import (
    TRIES,
    due_at,
    enqueue_digests,
    resolve_digest,
    retract_digest,
    week_of,
)
from requite.insight.adoption.models import Digest
from requite.kernel.workdays import Calendar
from requite.web.jobs import begin, send_digest
from requite.web.tests.digests import HOUR, company, deliver, post, send_all

__all__ = ["company", "post"]
MONDAY = date(2026, 11, 23)


class TestTurns:
    def test_goes_once_however_often_the_job_runs(self, company, post):
        ids = send_all()
        assert len(ids) == 6  # an operator has no digest
        assert send_all() == []
        for digest_id in ids:
            deliver(digest_id)
        assert len(post.taken) == 6
        assert set(Digest.objects.values_list("state", "tries")) == {("sent", 1)}

    def test_the_job_and_its_row_come_together(self, company, post):
        from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

        assert begin(at=HOUR) == 6
        assert begin(at=HOUR) == 0
        assert ProcrastinateJob.objects.filter(task_name="requite.web.send_digest").count() == 6

    def test_comes_at_seven_where_its_reader_is(self, company):
        User.objects.exclude(id=company.anna.id).update(is_active=False, deactivated_at=NOW)
        User.objects.filter(id=company.anna.id).update(time_zone="America/New_York")
        assert enqueue_digests(at=HOUR) == []
        assert enqueue_digests(at=datetime(2026, 11, 23, 11, 59, tzinfo=UTC)) == []
        assert len(enqueue_digests(at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))) == 1

    def test_waits_for_the_first_working_day(self):
        seoul, korea = ZoneInfo("Asia/Seoul"), Calendar("KR")
        # Seollal 2027 is 6 to 9 February: Monday 8 and its substitute are off.
        due = due_at(week=date(2027, 2, 8), zone=seoul, calendar=korea)
        assert due.astimezone(seoul).date() == date(2027, 2, 10)
        closed = Calendar("KR", closed=frozenset(MONDAY + n * DAY for n in range(7)))
        assert due_at(week=MONDAY, zone=seoul, calendar=closed) is None

    def test_what_is_two_days_late_goes_no_more(self, company):
        assert enqueue_digests(at=HOUR + timedelta(hours=48)) == []
        assert len(enqueue_digests(at=HOUR + timedelta(hours=47))) == 6

    def test_nobody_gets_it_who_left_has_no_right_opted_out_or_joined_since(self, company, actors, post):
        User.objects.filter(id=company.gleb.id).update(is_active=False, deactivated_at=NOW)
        User.objects.filter(id=company.boris.id).update(made_at=HOUR)
        retract_digest(actor=actors["vera"], at=NOW)
        send_all()
        assert {to for (to,), _message in post.taken} == {
            company.anna.email, company.emma.email, company.oleg.email
        }  # fmt: skip

    def test_who_leaves_between_gets_none(self, company, actors, post):
        ids = enqueue_digests(at=HOUR)
        User.objects.update(is_active=False, deactivated_at=NOW)
        for digest_id in ids:
            deliver(digest_id)
        assert post.taken == []
        assert set(Digest.objects.values_list("state", flat=True)) == {"not_due"}


class TestFaults:
    def test_tries_again_and_sends_once(self, company, post):
        digest_id = self.one(company)
        post.answers = ["451 later"]
        with pytest.raises(SMTPException):
            deliver(digest_id)
        assert self.state(digest_id) == ("queued", 1, "SMTPDataError 451")
        deliver(digest_id)
        deliver(digest_id)
        assert self.state(digest_id) == ("sent", 2, "")
        assert len(post.taken) == 1

    def test_gives_up_after_some_tries(self, company, post):
        digest_id = self.one(company)
        post.answers = ["451 later"] * TRIES
        for _try in range(TRIES - 1):
            with pytest.raises(SMTPException):
                deliver(digest_id)
        deliver(digest_id)
        deliver(digest_id)
        assert self.state(digest_id) == ("failed", TRIES, "SMTPDataError 451")

    def test_gives_up_at_once_where_the_server_never_takes_it(self, company, post):
        digest_id = self.one(company)
        post.answers = ["550 no such mailbox"]
        deliver(digest_id)
        assert self.state(digest_id)[0] == "failed"

    def test_a_server_that_is_away_loses_nothing(self, company, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        digest_id = self.one(company)
        with pytest.raises(OSError):
            deliver(digest_id)
        assert self.state(digest_id)[:2] == ("queued", 1)
        with post_office() as post:
            deliver(digest_id)
            assert len(post.taken) == 1

    def test_what_fails_while_it_is_written_is_tried_again_and_told_in_the_end(self, company, post):
        def write(actor, digest):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 10")
                cursor.execute("SELECT pg_sleep(1)")

        digest_id = self.one(company)
        for tries in range(1, TRIES):
            with pytest.raises(OperationalError):
                resolve_digest(at=HOUR, digest_id=digest_id, send=write)
            assert self.state(digest_id) == ("queued", tries, "OperationalError")
        resolve_digest(at=HOUR, digest_id=digest_id, send=write)
        assert self.state(digest_id) == ("failed", TRIES, "OperationalError")
        assert send_digest.retry_strategy.retry_exceptions is None  # the worker comes back to it, whatever it was

    def test_an_administrator_has_it_tried_again(self, company, clients, post):
        week = week_of(datetime.now(UTC).astimezone(ZoneInfo("Asia/Seoul")).date())
        kept = Digest.objects.create(
            user=company.anna, week=week, state="failed", tries=TRIES, fault="SMTPDataError 451", made_at=NOW
        )
        page = told(clients("oleg").get("/adoption/"))
        assert "1 digest of this week couldn’t be sent: SMTPDataError" in page
        assert "couldn’t be sent" not in told(clients("emma").get("/adoption/"))
        assert clients("emma").post("/adoption/digests/again/").status_code == 403
        assert clients("oleg").post("/adoption/digests/again/").status_code == 302
        assert self.state(kept.id) == ("queued", 0, "SMTPDataError 451")
        [noted] = entries("insight.DigestReturned")
        assert (noted.subject_id, noted.actor_id) == (company.anna.id, company.oleg.id)
        deliver(kept.id)
        assert len(post.taken) == 1

    def test_without_a_mail_server_the_administrator_reads_so(self, company, clients):
        assert "No mail server is set" in told(clients("oleg").get("/adoption/"))
        assert "No mail server is set" not in told(clients("emma").get("/adoption/"))

    def one(self, company):
        User.objects.exclude(id=company.anna.id).update(is_active=False, deactivated_at=NOW)
        return enqueue_digests(at=HOUR)[0]

    def state(self, digest_id):
        row = Digest.objects.get(id=digest_id)
        return row.state, row.tries, row.fault


