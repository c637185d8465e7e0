"""The tuned Jinja2: what it translates when, and that it escapes as the untuned one does."""

import pytest
from django.utils import translation
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
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


class Held:
    """Something with an attribute, a method named as an item might be, and items."""

    name, inner = "<h>", {"items": 3, "deep": {"x": "&"}}

    def __getitem__(self, key: str) -> str:
        if key == "item":
            return "i>"
        raise KeyError(key)


@pytest.mark.parametrize(
    "text",
    [
        "{{ o.name }}{{ o.item }}{{ o.inner.deep.x }}{{ d.a }}{{ d.b.c }}{{ o.inner.items is callable }}",
        "{{ d.b.items()|list }}{{ o['item'] }}{{ d['a'] }}",
        "<i{{ ' on' if d.no }}>{{ d.a if d.a }}{{ 'x' if not d.a }}",
        "{% for x in d.l %}{{ x }},{{ ' last' if loop.last }}{% endfor %}",
        "{% macro m(a, b='<') %}{{ a }}{{ b }}{% endmacro %}{{ m('&') }}{{ m('&', 1) }}{{ m(b='>', a=safe) }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(d.a) ~ '<' }}{{ m() }}",
        "{% macro w() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ w(1, '<', c='&') }}{{ w(*d.l, **d.k) }}",
        "{% macro m(a=1) %}{{ a }}<{{ caller() }}>{% endmacro %}{% call m() %}{{ d.a }}{% endcall %}",
        "{% macro m(a=1) %}{{ a }}<{{ caller() }}>{% endmacro %}{% call m('&') %}{{ d.a }}{% endcall %}",
        "{% set both %}<b>{{ d.a }}</b>{% endset %}{{ both }}{{ both|upper }}{{ [d.a, both]|join('<') }}",
        "{{ safe }}{{ '%s'|format(d.a) }}{{ d.no or d.a }}",
        "{{ f(1) }}{{ f(*[2]) }}{{ f(**{'x': 3}) }}{{ d.a.upper() }}{{ none }}{{ 5 }}{{ 1.5 }}{{ '' }}{{ lazy }}",
    ],
)
def test_writes_what_jinja_writes(text: str) -> None:
    given = {
        "o": Held(), "d": {"a": "<a>", "no": "", "b": {"c": "'"}, "l": [1, "<2>"], "k": {"c": "<", "d": 4}},
        "safe": Markup("<i>"), "f": lambda x: f"<{x}>", "lazy": translation.gettext_lazy("People"),
    }  # fmt: skip
    plain = Environment(autoescape=True).from_string(text)
    assert made("en", a=text).get_template("a").render(given) == plain.render(given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_fills_texts_in_as_gettext_does(language: str) -> None:
    text = "{{ _('of %(target)s', target=value) }}{{ _('of %(target)s', target=value) ~ '<' }}{{ _(word, target=safe) }}"
    given = {"value": "<5>", "safe": Markup("<i>"), "word": "of %(target)s"}
    said = made(language, a=text).get_template("a").render(given)
    with translation.override(language):
        of = translation.gettext("of %(target)s")
    assert said == f"{of % {'target': '&lt;5&gt;'}}{of % {'target': '&lt;5&gt;'}}&lt;{of % {'target': '<i>'}}"


@pytest.mark.parametrize(
    "text", ["{{ o.none_such }}", "{{ d.none_such.more }}", "{{ none_such() }}", "{{ m(1, 2, 3) }}", "{{ m(c=1) }}"]
)
def test_says_no_to_what_is_not_there(text: str) -> None:
    whole = "{% macro m(a, b=2) %}{{ a }}{% endmacro %}" + text
    environment = made("en", a=whole)
    environment.undefined = StrictUndefined
    with pytest.raises((UndefinedError, TypeError)):
        environment.get_template("a").render({"o": Held(), "d": {}})
