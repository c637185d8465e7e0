"""The weekly digest: through a real mail server, in its reader's language, and no more once they say so."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testing.asserts import told
from testing.builders import call_of, person_of
from testing.cast import DAY, NOW, entries

from requite.identity.models import Organisation, User
from requite.insight.adoption.models import DebtMove, OptOut, Written
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.web.mails.letter import Letter, Line, Part, address_of, message_of, one_line
from requite.web.mails.opting import out_token
from requite.web.tests.cast import browser
from requite.web.tests.digests import ADDRESS, company, of, post, send_all, text_of

__all__ = ["company", "post"]

class TestContent:
    def test_a_rep_reads_what_came_back_what_is_owed_and_how_far(self, company, actors, post):
        person = person_of(company, points=[])
        call_of(company, person)
        correct_person(actor=actors["boris"], at=NOW - 3 * DAY, person_id=person.id, given={"title": "Buyer"})
        send_all()
        text = text_of(of(post, company.anna))
        assert "WHAT CAME BACK" in text
        assert "Boris Lee worked with 1 of your records." in text
        assert "WHAT IS OWED" in text
        assert re.search(r"\d record lacks something", text)
        assert f"{ADDRESS}/debts/" in text

    def test_each_number_of_what_came_back_opens_its_records(self, company, actors, post):
        person = person_of(company, points=[])
        register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="phone", raw="010-2345-9811")
        for table in (DebtMove, Written):
            table.objects.filter(what="closed").update(day=(NOW - 2 * DAY).date())
        correct_person(actor=actors["boris"], at=NOW - 3 * DAY, person_id=person.id, given={"title": "Buyer"})
        send_all()
        addresses = re.findall(rf"{ADDRESS}(/\S+)", text_of(of(post, company.anna)))
        anna = browser(company.anna)
        for start, word in (("/journal/", "Seo"), ("/debts/by-week/", "Phone"), ("/digest/colleagues/", "Boris Lee")):
            (address,) = (one for one in addresses if one.startswith(start))
            page = told(anna.get(address))
            assert word in page, address
            assert "Hana Seo" in page, address

    def test_an_estimate_of_minutes_has_no_seconds(self, company, post):
        for number in range(9):
            person_of(company, family=f"P{number}", points=[])
        send_all()
        assert re.search(r"9 records lack something, about \d+ min in all", text_of(of(post, company.anna)))

    def test_a_leader_reads_who_needs_them_and_why(self, company, actors, post):
        call_of(company, person_of(company), outcome=None)
        send_all()
        text = text_of(of(post, company.vera))
        assert "WHO NEEDS YOU, AND WHY" in text
        assert re.search(r"- Anna Kim: 1 without a result", text)
        assert "DEBTS BY AGE" in text
        assert "WHO WORKS IN REQUITE" in text
        assert "Gleb" not in text

    @pytest.mark.parametrize(("code", "word"), [("en", "Hello"), ("ko", "안녕하세요"), ("ru", "Здравствуйте")])
    def test_speaks_the_readers_language(self, company, post, code, word):
        User.objects.filter(id=company.anna.id).update(language=code)
        send_all()
        message = of(post, company.anna)
        assert word in text_of(message)
        assert word in text_of(message, "html")
        assert f'<html lang="{code}">' in text_of(message, "html")

    def test_every_mail_has_both_parts_and_all_that_the_html_says_is_text(self, company, actors, post):
        call_of(company, person_of(company, points=[]), outcome=None)
        send_all()
        assert len(post.taken) == 6
        for _to, message in post.taken:
            kinds = [part.get_content_type() for part in message.walk()]
            assert kinds == ["multipart/alternative", "text/plain", "text/html"]
            plain = " ".join(text_of(message).split()).casefold()
            for line in re.findall(r"<(?:li|h2|p)[^>]*>(?:<a[^>]*>)?([^<]+)", text_of(message, "html")):
                assert " ".join(line.replace("&#39;", "'").replace("&amp;", "&").split()).casefold() in plain
            assert all(len(line) <= 998 for line in text_of(message).splitlines())

    def test_carries_no_link_without_the_companys_address(self, company, post):
        Organisation.objects.update(address="")
        send_all()
        message = of(post, company.anna)
        assert "http" not in text_of(message)
        assert "href" not in text_of(message, "html")
        assert message["List-Unsubscribe"] is None
        assert "your settings" in text_of(message)


class TestHeaders:
    @given(name=st.text(max_size=250), company=st.text(max_size=250))
    def test_no_name_reaches_beyond_its_header(self, name, company):
        letter = Letter(subject=company, greeting=name, parts=[Part(company, [Line(name)])])
        raw = message_of(letter, name=name, email="anna@hanil.kr").message().as_bytes()
        head = raw.partition(b"\n\n")[0].decode()
        names = [line.partition(":")[0] for line in head.splitlines() if not line.startswith((" ", "\t"))]
        assert sorted(names) == sorted({
            "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted",
        })  # fmt: skip

    @pytest.mark.parametrize("name", ["Anna\r\nBcc: all@hanil.kr", "\u202eannA\u2066", "김" * 200, 'Kim, "A" <x@y.z>', ""])
    def test_a_mail_with_a_bad_name_goes_to_its_reader_alone(self, company, post, name):
        User.objects.filter(id=company.anna.id).update(given_name=name[:80], family_name=name[:80])
        send_all()
        message = of(post, company.anna)
        assert message["Bcc"] is None
        assert len(message["To"].addresses) == 1
        assert message["To"].addresses[0].addr_spec == company.anna.email
        assert "\u202e" not in str(message["To"])
        assert len("".join(message["To"].addresses[0].display_name.split())) <= 60

    def test_a_subject_keeps_its_limit(self):
        assert len(one_line("한" * 300, 70)) == 70
        assert one_line("a\u2028b\x00c\td", 70) == "a b c d"
        assert address_of("", "anna@hanil.kr") == "anna@hanil.kr"

    def test_says_how_to_end_it_by_one_click(self, company, post):
        send_all()
        message = of(post, company.anna)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = str(message["List-Unsubscribe"]).strip(" <>")
        assert link.startswith(f"{ADDRESS}/digest/out/")
        assert link in text_of(message)
        assert browser().post(link.removeprefix(ADDRESS), {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert OptOut.objects.filter(user=company.anna).exists()


class TestOptingOut:
    def test_the_link_of_a_mail_works_without_a_log_in_and_only_by_post(self, company):
        path = f"/digest/out/{out_token(company.anna.id)}/"
        client = browser(enforce_csrf_checks=True)
        for ask in (client.get, client.head):
            assert ask(path).status_code == 200
            assert not OptOut.objects.exists()
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert OptOut.objects.get().user_id == company.anna.id
        assert "You get no weekly digest any more" in told(client.get(path))
        assert client.post(path, {"again": "1"}).status_code == 200
        assert not OptOut.objects.exists()
        kept = [entry.type for entry in entries() if entry.subject_id == company.anna.id]
        assert kept == ["insight.DigestRetracted", "insight.DigestRestored"]

    def test_twice_is_once(self, company):
        path = f"/digest/out/{out_token(company.anna.id)}/"
        for _time in range(2):
            assert browser().post(path).status_code == 200
        assert len(entries("insight.DigestRetracted")) == 1

    @pytest.mark.parametrize("change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" + t, lambda t: "~"])
    def test_a_link_that_nobody_signed_does_nothing(self, company, change):
        path = f"/digest/out/{change(out_token(company.anna.id))}/"
        assert browser().post(path).status_code == 404
        assert browser().get(path).status_code == 404
        assert not OptOut.objects.exists()

    def test_a_link_of_who_left_does_nothing(self, company):
        User.objects.filter(id=company.anna.id).update(is_active=False, deactivated_at=NOW)
        assert browser().post(f"/digest/out/{out_token(company.anna.id)}/").status_code == 404

    def test_turns_off_and_on_in_ones_settings(self, company, clients):
        anna = clients("anna")
        assert "Don’t send it to me" in told(anna.get("/profile/"))
        assert anna.post("/digest/choice/", {"to": "profile"}).url == "/profile/"
        assert OptOut.objects.filter(user=company.anna).exists()
        assert anna.post("/digest/choice/", {"wants": "1"}).url == "/digest/"
        assert not OptOut.objects.exists()
        assert clients("dina").get("/digest/").status_code == 403

    @pytest.mark.parametrize("who", ["anna", "vera", "emma", "oleg"])
    def test_can_be_read_on_a_page(self, company, clients, who):
        call_of(company, person_of(company, points=[]))
        page = told(clients(who).get("/digest/"))
        assert "Your weekly digest" in page
        assert ("What is owed" if who == "anna" else "Debts by age") in page
