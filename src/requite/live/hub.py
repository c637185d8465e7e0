"""Who listens to what, and the fan-out in memory."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from requite.live.stream import Stream

_KEPT = 5_000
_COALESCE = 0.01
_REFUSALS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Hint:
    """One commit: the highest journal id in it, when it was heard (seconds since 1970), its topics."""

    id: int
    heard: float
    topics: frozenset[str]


class Hub:
    """Streams by topic and by user, and the last hints in the order of their commits."""

    def __init__(self, *, streams_per_user: int = 20) -> None:
        self.listening = False
        self.last = 0
        self._since = 0.0
        self._kept: deque[Hint] = deque(maxlen=_KEPT)
        self._by_topic: dict[str, set[Stream]] = defaultdict(set)
        self._by_user: dict[str, list[Stream]] = defaultdict(list)
        self._ended: dict[str, float] = {}
        self._touched: set[Stream] = set()
        self._limit = streams_per_user

    @property
    def streams(self) -> list[Stream]:
        return [stream for streams in self._by_user.values() for stream in streams]

    def join(self, stream: Stream) -> None:
        """The stream hears its topics from now on; a user's oldest gives way when there are too many."""
        mine = self._by_user[stream.user]
        if len(mine) >= self._limit:
            mine[0].end("many")  # not one that it comes back from at once: then it would drive out the next, for ever
            self.leave(mine[0])
            mine = self._by_user[stream.user]
        mine.append(stream)
        for topic in stream.topics:
            self._by_topic[topic].add(stream)

    def leave(self, stream: Stream) -> None:
        """Forgets the stream; leaving twice is no harm."""
        if stream not in self._by_user.get(stream.user, ()):
            return
        self._by_user[stream.user].remove(stream)
        if not self._by_user[stream.user]:
            del self._by_user[stream.user]
        for topic in stream.topics:
            self._by_topic[topic].discard(stream)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def tell(self, hint: Hint) -> None:
        """Hands the hint to whoever listens, at once in memory and on the wire within about 10 ms."""
        self.last = max(self.last, hint.id)
        self._kept.append(hint)
        for topic in hint.topics:
            for stream in self._by_topic.get(topic, ()):
                stream.hint(topic, hint.id)
                if not self._touched:
                    asyncio.get_running_loop().call_later(_COALESCE, self._flush)
                self._touched.add(stream)

    def _flush(self) -> None:
        touched, self._touched = self._touched, set()
        for stream in touched:
            stream.wake()

    def end(self, user: str, *, at: float) -> None:
        """Ends the user's streams and refuses tokens signed until `at`."""
        self._refuse(user, at)
        for stream in list(self._by_user.get(user, ())):
            stream.end("ended")
            self.leave(stream)

    def end_earlier(self, ended: Mapping[str, float]) -> None:
        """The same of what nobody listened to, by user: a stream whose token was signed since goes on."""
        for user, at in ended.items():
            self._refuse(user, max(at, self._ended.get(user, at)))
            for stream in list(self._by_user.get(user, ())):
                if self.is_ended(user, issued=stream.issued):
                    stream.end("ended")
                    self.leave(stream)

    def _refuse(self, user: str, at: float) -> None:
        self._ended.pop(user, None)
        self._ended[user] = at
        if len(self._ended) > _REFUSALS_KEPT:
            del self._ended[next(iter(self._ended))]

    def is_ended(self, user: str, *, issued: float) -> bool:
        """Whether the user's log-ins were ended after the token was signed."""
        return issued <= self._ended.get(user, -1.0)

    def begin(self, *, last: int, at: float) -> None:
        """Listening has begun, anew perhaps: what was kept no longer joins on, and all streams refresh."""
        self._kept.clear()
        self._since, self.last, self.listening = at, max(last, self.last), True
        for stream in self.streams:
            stream.refresh(self.last)
            stream.wake()

    def lose(self) -> None:
        """The database doesn't answer: pages say that they aren't live. Said once, however often it is tried again."""
        if not self.listening:
            return
        self.listening = False
        for stream in self.streams:
            stream.lose()
            stream.wake()

    def hints_after(self, last: int) -> list[Hint] | None:
        """The hints heard after the one with this id, or None when it isn't among those kept."""
        for back, hint in enumerate(reversed(self._kept)):
            if hint.id == last:
                return list(self._kept)[len(self._kept) - back :]
        return None

    def hints_since(self, moment: float) -> list[Hint] | None:
        """The hints heard since the moment, or None when they aren't all kept."""
        complete = len(self._kept) < _KEPT or self._kept[0].heard < moment
        if self._since > moment or not complete:
            return None
        return [hint for hint in self._kept if hint.heard >= moment]


def topics_of(hints: Iterable[Hint]) -> set[str]:
    """All topics of the hints."""
    return {topic for hint in hints for topic in hint.topics}
