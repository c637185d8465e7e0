"""What Jinja2 writes of a template in Python, with less to do for each value of a page.

A page puts out a thousand values and calls hundreds of functions. As Jinja2 writes it each value becomes a `Markup` that
travels alone through every template around it, each attribute is looked up by a function, and each call asks what the
function might want passed. Here what stands side by side is put out as one text, Python's own `getattr` reads attributes,
and what is called is called as it is. The text that comes out is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

escape_plain: Callable[[str], str] = _escape_inner  # a text as HTML shows it, also between quotes, as a plain string
# Functions that translate, with how many texts they take.
WORDS = {"_": 1, "gettext": 1, "pgettext": 2}
PLACE = re.compile(r"%\(\w+\)s|%%")
BLANKS = tuple((missing,) * count for count in range(64))


def marked(text: Any) -> Markup:
    """What is HTML already, as `Markup`."""
    return str.__new__(Markup, text) if type(text) is str else Markup(text)  # noqa: S704


def put_out(value: Any) -> str:
    """A value as HTML shows it: what `escape` gives, as a plain string where a plain string went in."""
    kind = type(value)
    if kind is str:
        return escape_plain(value)
    return value if kind is Markup else escape(value)


class QuickMacro(Macro):
    """A macro that is called with as many values as it has places, or fewer, without asking how."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_plain = not (self.caller or self.catch_kwargs or self.catch_varargs or self.explicit_caller)
        self._plain = self._argument_count if is_plain else -1

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The macro's text."""
        left = self._plain - len(args)
        if kwargs or left < 0 or (args and type(args[0]) is EvalContext):
            return super().__call__(*args, **kwargs)
        return marked(self._func(*args, *BLANKS[left]))


# What the compiled templates find under these names: quicker ones than Jinja2's own.
NAMES = {"escape": put_out, "Markup": marked, "Macro": QuickMacro}


class QuickGenerator(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - as Jinja2 names it
        """Texts and values side by side: one text."""
        node.nodes = [_whole(one) for one in node.nodes]
        is_text = all(isinstance(one, nodes.TemplateData | nodes.Const) for one in node.nodes)
        if is_text or len(node.nodes) == 1 or frame.buffer is not None or frame.require_output_check:
            super().visit_Output(node, frame)
            return
        frame.buffer = beside = self.temporary_identifier()
        self.writeline(f"{beside} = []")
        super().visit_Output(node, frame)
        frame.buffer = None
        self.writeline(f"yield concat({beside})")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """An attribute; what has none of that name is asked for an item, as Jinja2 does."""
        owner = "" if isinstance(node.node, nodes.Name) else self.temporary_identifier()
        self.write("(found if (found := getattr(" + (f"({owner} := " if owner else ""))
        self.visit(node.node, frame)
        self.write((")" if owner else "") + f", {node.attr!r}, missing)) is not missing else environment.getitem(")
        if owner:
            self.write(owner)
        else:
            self.visit(node.node, frame)
        self.write(f", {node.attr!r}))")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """A call, with what was written between its brackets and nothing else."""
        if said := self._said(node):
            self._say(said, node, frame)
        elif self._wants_more(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.visit(node.node, frame)
            self.write("(")
            self._list([*node.args, *node.kwargs], frame)
            between = ", " if node.args or node.kwargs else ""
            self.write(f"{between}caller=caller)" if forward_caller else ")")

    def _list(self, values: Sequence[nodes.Node], frame: Frame) -> None:
        for number, one in enumerate(values):
            self.write(", " if number else "")
            self.visit(one, frame)

    def _wants_more(self, node: nodes.Call) -> bool:
        """Whether the called is passed the template's context (what translates), or what is passed can't just be listed."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        return (
            hasattr(self.environment.globals.get(name), "jinja_pass_arg")
            or node.dyn_args is not None
            or node.dyn_kwargs is not None
            or any(iskeyword(one.key) for one in node.kwargs)
        )

    def _said(self, node: nodes.Call) -> str:
        """The translation that a call asks for by a whole text, to fill texts in; "" when it asks for something else."""
        count = WORDS.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        spoken = getattr(self.environment, "spoken", None)
        words = [one.value for one in node.args if isinstance(one, nodes.Const)]
        is_whole = count == len(words) == len(node.args) and not (node.dyn_args or node.dyn_kwargs)
        if spoken is None or not is_whole or not node.kwargs:
            return ""
        text: str = spoken.gettext(*words) if count == 1 else spoken.pgettext(*words)
        return "" if "%" in PLACE.sub("", text) else text

    def _say(self, text: str, node: nodes.Call, frame: Frame) -> None:
        self.write(f"Markup({text!r} % {{")
        for one in node.kwargs:
            self.write(f"{one.key!r}: escape(")
            self.visit(one.value, frame)
            self.write("), ")
        self.write("})")


def _whole(node: nodes.Expr) -> nodes.Expr:
    """What is put out; a condition without an "else" says nothing where it doesn't hold."""
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        return nodes.CondExpr(node.test, node.expr1, nodes.Const(""), lineno=node.lineno, environment=node.environment)
    return node
