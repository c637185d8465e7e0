"""A bonus in plain arithmetic over a card: `420000 * score / 78`, `500000 if score >= 80 else 0`. No loops, no eval.

simpleeval walks the expression; here are its numbers (decimal, of bounded size), its few operators and functions, and
the sentences that say what is wrong. Each node costs a bounded time, and their number is bounded: nothing can hang.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache
from typing import Any

import simpleeval
from django.utils.translation import gettext as _

from requite.kernel.errors import Refused
from requite.kernel.money import digits_of

LONGEST, MOST_NODES, DEEPEST = 300, 120, 30
LARGEST = Decimal(10) ** 12
MOST_DIGITS, MOST_POWER = 15, 5
SCORE = "score"
ARITHMETIC = Context(prec=40, Emax=60, Emin=-60, traps=[DivisionByZero, InvalidOperation, Overflow])
NODES = (
    ast.Expr, ast.Expression, ast.Module, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name,
    ast.Constant, ast.operator, ast.unaryop, ast.boolop, ast.Eq, ast.NotEq, ast.Gt, ast.GtE, ast.Lt, ast.LtE,
    ast.expr_context,
)  # fmt: skip


class Faulty(Refused):
    """The formula can't be worked out; the sentence says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text, field="formula")


class DividesByZero(Faulty):
    """It divides by zero for these numbers."""


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent != exponent.to_integral_value() or not 0 <= exponent <= MOST_POWER:
        raise Faulty(_("A power is a whole number from 0 to %(most)s.") % {"most": MOST_POWER})
    return base ** int(exponent)


def _round(value: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    if places != places.to_integral_value() or not -12 <= places <= 6:
        raise Faulty(_("Numbers are rounded to −12 to 6 places."))
    step = Decimal(1).scaleb(-int(places))
    return (value / step).to_integral_value(ROUND_HALF_UP) * step


OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: _power,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Lt: operator.lt, ast.LtE: operator.le,
}  # fmt: skip
FUNCTIONS: Mapping[str, Callable[..., Any]] = {"min": min, "max": max, "round": _round}


WALKED = (ast.Expr, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name)


def _evaluator(names: Mapping[str, Decimal]) -> Any:
    """simpleeval with decimal numbers and nothing but what OPERATORS and FUNCTIONS hold."""
    made = simpleeval.SimpleEval(operators=dict(OPERATORS), functions=dict(FUNCTIONS), names=dict(names))
    made.nodes = {node: walk for node, walk in made.nodes.items() if node in WALKED}
    made.nodes[ast.Constant] = lambda node: _number(node.value)
    return made


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Faulty(_("A formula holds numbers, names, + − * / and brackets, nothing else."))
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or len(number.as_tuple().digits) > MOST_DIGITS or abs(number) > LARGEST:
        raise Faulty(_("There is a number in it that is too large or too long."))
    return number


def read(text: str, *, names: tuple[str, ...]) -> ast.expr:
    """The formula as a tree. Raises Faulty: blank, too long, not arithmetic, a name that there isn't."""
    return _read(text, names)


@lru_cache(maxsize=64)  # a team's page works one formula out for each of its reps
def _read(text: str, names: tuple[str, ...]) -> ast.expr:
    if len(text) > LONGEST:
        raise Faulty(_("A formula has up to %(most)s signs.") % {"most": LONGEST})
    line = text.strip() if "#" in text else " ".join(text.split())  # of several lines one; a remark ends with its line
    try:
        tree = ast.parse(line.replace("×", "*").replace("÷", "/").replace("−", "-"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        said = _("This can’t be read as arithmetic. Look at brackets and signs; numbers go without blanks and commas.")
        raise Faulty(said) from None
    _bound(tree, names)
    return tree


def _bound(tree: ast.expr, names: tuple[str, ...]) -> None:
    nodes = list(ast.walk(tree))
    if len(nodes) > MOST_NODES or _depth(tree) > DEEPEST:
        raise Faulty(_("This formula is too involved. Make it shorter."))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Tuple):
            raise Faulty(_("Write numbers without commas: 420000."))
        if not isinstance(node, NODES) or (isinstance(node, ast.operator | ast.unaryop) and type(node) not in OPERATORS):
            raise Faulty(_("A formula holds numbers, names, + − * / and brackets, nothing else."))
        if isinstance(node, ast.Name) and node.id not in (FUNCTIONS if id(node) in called else names):
            given = {"name": node.id[:40], "names": ", ".join((*names, *FUNCTIONS))}
            raise Faulty(_("“%(name)s” is not a name that a formula knows. It knows %(names)s.") % given)
        if isinstance(node, ast.Constant):
            _number(node.value)
        if isinstance(node, ast.Call) and (node.keywords or not _fits(node)):
            raise Faulty(_("min, max and round take numbers in brackets, such as min(score, 90)."))


def _fits(call: ast.Call) -> bool:
    """Whether a function that there is is given as many numbers as it takes; of any other, that it is called at all."""
    name, count = call.func.id if isinstance(call.func, ast.Name) else "", len(call.args)
    if name in ("min", "max"):
        return count > 1
    return count in (1, 2) if name == "round" else count > 0


def _depth(tree: ast.AST) -> int:
    deepest, level = 0, [tree]
    while level:
        deepest, level = deepest + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return deepest


def names_in(tree: ast.expr) -> frozenset[str]:
    """The names that the formula asks for."""
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)) - FUNCTIONS.keys()


def work_out(tree: ast.expr, values: Mapping[str, int], *, currency: str) -> Decimal:
    """The bonus in whole units of the currency, rounded to its smallest part. Raises Faulty."""
    names = {name: Decimal(value) for name, value in values.items()}
    lacking = sorted(names_in(tree) - names.keys())
    if lacking:
        raise Faulty(_("The formula asks for “%(name)s”, which can’t be measured here.") % {"name": lacking[0]})
    try:
        with localcontext(ARITHMETIC):
            found = _evaluator(names).eval("", previously_parsed=tree)
    except (ZeroDivisionError, InvalidOperation):  # the latter is nothing by nothing; decimals' own is one of the former
        where = {"values": _say(tree, values)}
        said = _("It divides by zero where %(values)s.") % where if where["values"] else _("It divides by zero.")
        raise DividesByZero(said) from None
    except Overflow:
        raise Faulty(_("It comes to a number that is too large.")) from None
    except (simpleeval.InvalidExpression, ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
        raise Faulty(_("This can’t be worked out as a number.")) from None
    return _amount(found, tree, values, currency)


def _say(tree: ast.expr, values: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {values[name]}" for name in sorted(names_in(tree)))


def _amount(found: object, tree: ast.expr, values: Mapping[str, int], currency: str) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, Decimal):
        raise Faulty(_("It comes to yes or no, not to an amount. Say what each is worth: 500000 if score >= 80 else 0."))
    if found < 0:
        given = {"values": _say(tree, values)}
        if not given["values"]:
            raise Faulty(_("It comes to less than nothing."))
        raise Faulty(_("It comes to less than nothing where %(values)s. Write max(0, …) around it.") % given)
    if found > LARGEST:
        raise Faulty(_("It comes to a number that is too large."))
    with localcontext(ARITHMETIC):
        return _round(found, Decimal(digits_of(currency)))
