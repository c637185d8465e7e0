"""Jinja2, tuned for pages that call hundreds of macros and say hundreds of words.

One environment for each language: words that are whole in a template are translated when it is compiled, not each time it
is rendered. What Jinja2 writes of them in Python is `compiling`'s.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import trans_real
from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context
from markupsafe import Markup

from requite.web.compiling import NAMES, WORDS, QuickGenerator


class SharedTemplate(Template):
    """A template whose macros are made once: all templates here see the same globals, so it needn't look which differ."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:  # noqa: ARG002 (nothing of it differs)
        return super()._get_default_module()

    @classmethod
    def _from_namespace(cls, environment: Environment, namespace: Any, globals: Any) -> Any:  # noqa: A002
        namespace.update(NAMES)
        return super()._from_namespace(environment, namespace, globals)


class SpokenEnvironment(Environment):
    """The templates in one language."""

    code_generator_class = QuickGenerator
    template_class = SharedTemplate
    spoken: Any = None

    def speak(self, language: str) -> None:
        """Translate into that language from now on; call it before the first template is loaded."""
        self.spoken = spoken = trans_real.translation(language)
        self.install_gettext_callables(  # type: ignore[attr-defined]
            spoken.gettext,
            spoken.ngettext,
            newstyle=True,
            pgettext=spoken.pgettext,
            npgettext=spoken.npgettext,
        )

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        _translate(source, self.spoken)
        return super()._generate(source, *args, **kwargs)


def _translate(node: nodes.Node, spoken: Any) -> None:
    """Put the translated words in the place of each call that asks for them and fills nothing in."""
    for name, value in node.iter_fields():
        if isinstance(value, list):
            value[:] = [_translated(one, spoken) for one in value]
        elif isinstance(value, nodes.Node):
            setattr(node, name, _translated(value, spoken))


def _translated(node: Any, spoken: Any) -> Any:
    if not isinstance(node, nodes.Node):
        return node
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and _is_whole(node, node.node.name):
        words = [one.value for one in node.args if isinstance(one, nodes.Const)]
        text = spoken.gettext(*words) if len(words) == 1 else spoken.pgettext(*words)
        return nodes.Const(Markup(text) % {}, lineno=node.lineno)  # noqa: S704 - a translation of our own, as gettext gives it
    _translate(node, spoken)
    return node


def _is_whole(call: nodes.Call, name: str) -> bool:
    return (
        len(call.args) == WORDS.get(name)
        and all(isinstance(one, nodes.Const) for one in call.args)
        and not (call.kwargs or call.dyn_args or call.dyn_kwargs)
    )
