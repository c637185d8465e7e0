import pytest

from requite.identity.places import Place, country_names, currency_names, guess, suggest, zone_names


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("ko-KR,ko;q=0.9", Place("KR", "ko", "KRW", "Asia/Seoul")),
        ("ko", Place("KR", "ko", "KRW", "Asia/Seoul")),
        ("ru,en;q=0.8", Place("RU", "ru", "RUB", "Europe/Moscow")),
        ("de-DE", Place("DE", "en", "EUR", "Europe/Berlin")),
        ("kk", Place("KZ", "en", "KZT", "Asia/Almaty")),
        ("", Place("US", "en", "USD", "America/New_York")),
        ("*;q=;;,\x00" * 50, Place("US", "en", "USD", "America/New_York")),
    ],
)
def test_guesses_from_the_browsers_header(header, place):
    assert guess(header) == place


def test_every_suggestion_can_be_chosen():
    for code, _name in country_names("en"):
        place = suggest(country=code, language="en")
        assert place.time_zone in zone_names()
        assert place.currency in dict(currency_names("en")), code


def test_names_are_in_the_readers_language():
    assert dict(country_names("ko"))["KR"] == "대한민국"
    assert dict(currency_names("ru"))["KRW"].startswith("KRW · ")
