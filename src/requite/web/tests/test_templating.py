"""The tuned Jinja2: what it translates when, and that it escapes as the untuned one does."""

import pytest
from django.utils import translation
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from requite.web.cells import quoted
from requite.web.environment import spoken
from requite.web.templating import SpokenEnvironment

LANGUAGES = ("en", "ko", "ru")


def made(language: str, **templates: str) -> Environment:
    environment = SpokenEnvironment(
        loader=DictLoader(templates), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.speak(language)
    return environment


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_each_word_as_gettext_does(language: str) -> None:
    text = '{{ _("People") }}|{{ gettext("Today") }}|{{ _("of %(target)s", target="<5>") }}|{{ _("100 %%") }}'
    said = made(language, a=text).get_template("a").render()
    with translation.override(language):
        people, today = translation.gettext("People"), translation.gettext("Today")
        of = escape(translation.gettext("of %(target)s") % {"target": "<5>"})
    assert said == f"{people}|{today}|{of}|100 %"


def test_translates_whole_words_once() -> None:
    source = made("ko").compile('{{ _("People") }}{{ _(word) }}', raw=True)
    with translation.override("ko"):
        assert translation.gettext("People") in source
    assert "'People'" not in source
    assert "'word'" in source


def test_calls_macros_functions_and_methods_as_jinja_does() -> None:
    text = (
        "{% macro m(a, b=2) %}<{{ a }}{{ b }}{{ caller() if caller else '' }}>{% endmacro %}"
        "{% for x in [1, 2] %}{{ m(x) }}{{ m(x, b='<') }}{% call m(x) %}in{% endcall %}{{ f(x) }}{{ 'ab'.upper() }}"
        "{{ o.method(x) }}{{ range(2)|list }}{% endfor %}"
    )

    class Thing:
        def method(self, x: int) -> str:
            return f"m{x}&"

    plain = Environment(autoescape=True).from_string(text)
    given = {"f": lambda x: x + 1, "o": Thing()}
    assert made("en", a=text).get_template("a").render(given) == plain.render(given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_keeps_its_own_templates(language: str) -> None:
    environment = spoken(language)
    assert spoken(language) is environment
    assert environment is not spoken("ko" if language != "ko" else "en")


@pytest.mark.parametrize("text", ["", "a", "<b>", "a & b", "'\"", "한글 <>&", Markup("<i>"), "&amp;"])
def test_quotes_as_markupsafe_escapes(text: str) -> None:
    assert quoted(str(text)) == str(escape(str(text)))
