"""What the conditions of a list choose from: colleagues, teams, stages, reasons, windows of days."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from requite.deals.models import Deal
from requite.deals.queries.choices import list_pipelines, list_reasons
from requite.deals.queries.windows import list_windows
from requite.fields.catalogue import definitions
from requite.identity.queries import list_teams
from requite.insight.lists.fields import Kind
from requite.insight.lists.saying import WORDS
from requite.kernel.actor import Actor
from requite.web.colleagues import call_colleague, owners_for
from requite.web.list_words import Choices, Options, choices_for
from requite.web.windows import say_window
from requite.work.queries.statuses import list_statuses


def choices_of(actor: Actor, kind: Kind, today: date) -> Choices:
    """The choices of a kind's list, as the actor may know of them."""
    teams = [(str(team.id), team.path) for team in list_teams(actor=actor)]
    of_fields = _of_deals() if kind == "deal" else _of_activities(teams) if kind == "activity" else {}
    windows = [(one.slug, say_window(one)) for one in list_windows(today) if not one.undated]
    users = owners_for(actor)
    found = choices_for(kind, users, teams, of_fields, windows)
    if not users.is_whole:
        found = replace(found, is_whole=False, call=partial(call_colleague, actor))
    own = [(one.slug, one.name) for one in definitions(actor, kind)]
    return replace(found, missing=[*found.missing, *own])


def _of_activities(teams: Options) -> Mapping[str, Options]:
    worded = {slug: [(key, str(word)) for key, word in words.items()] for slug, words in WORDS.items()}
    return {**worded, "outcome": [(str(one.id), one.label) for one in list_statuses()], "team_then": teams}


def _of_deals() -> Mapping[str, Options]:
    pipelines = list_pipelines()
    many = len(pipelines) > 1
    return {
        "pipeline": [(str(one.id), one.label) for one in pipelines],
        "stage": [
            (str(stage.id), f"{one.label}: {stage.label}" if many else stage.label)
            for one in pipelines
            for stage in one.stages
        ],
        "state": [(value, str(label)) for value, label in Deal.State.choices],
        "reason": [(str(id_), label) for reasons in list_reasons().values() for id_, label in reasons],
    }
