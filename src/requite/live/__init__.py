"""Server-sent hints: which things have changed, said to the pages that show them.

The protocol, for the browser's side
====================================
`GET /live/stream?token=…[&last=…]` answers `text/event-stream`. `token` comes from `requite.live.token.sign`.
`last` (or the header Last-Event-ID, which wins) is the last id that the page has seen; without either, the
stream begins with what has changed since the token was signed: nothing falls between a page and its stream.

- `hint`, `{"topics": ["person:…", …]}`: fetch the elements of these topics. A hint may come twice.
- `refresh`, `{}`: fetch all live elements, some hints can't be told any more.
- `lost`, `{}`: say "not live", the database doesn't answer. `refresh` follows when it does.
- `end`, `{"reason": "expired"}`: close, fetch a new token, connect with `last`.
- `end`, `{"reason": "many"}`: close; the user's 21st stream came. Connect again when the page is looked at.
- `end`, `{"reason": "ended"}`: close; the log-in is over, don't connect again.

Each event has an `id`, and a `beat`, `{}` comes every 15 s as a sign of life: a page that hears nothing for
40 s is not live. Refusals: 401 (the token is forged or over: fetch a new one; EventSource gives up by itself
there), 502 and 503 (starting: try again after a second or two).

A browser opens six connections to one address and each stream holds one, so a page that nobody looks at lets go of
its stream and connects with `last` when it is looked at again. A user's 21st stream ends the first.

`GET /live/health` answers 200 with `{"listening": true, "streams": 12, "last": 345}`, or 503.

What it listens to
==================
`requite_hints`: `{"id": 123, "topics": […]}` on commit, from the journal; `{"id": 123}` when the topics are
too many for a NOTIFY, they are then read from `journal_entry`. `requite_control`: `{"end": "<user uuid>"}`
ends that user's streams; tokens signed before it are refused from then on. What ended while nobody listened is read
from `journal_entry` when listening begins.
"""
