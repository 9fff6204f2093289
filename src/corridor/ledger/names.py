"""Names that an audience may not read: found however they are written, and replaced by what may be said.

One rule for private persons and for places above the audience, in every text that leaves for others. A name is found in
any case, with any blanks, dashes, apostrophes, accents and unseen characters, in letters of another alphabet that look
the same, with its parts in any order, run together, spaced out, declined by a short ending, or with initials.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from corridor.schema.lookalike import Part, parts

LONGEST = 5
"""Parts of a name of which every order is looked for; a longer name is looked for in its own order."""
ENDING = 3
"""Letters that a declined part of a name may have more."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that are written without blanks, in which a name is looked for anywhere in a run of letters."""
JOINED_IN = 8
"""Letters from which a name of several parts, run together, is looked for inside a longer run of letters."""
_MARKUP = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_VALUE = re.compile(r"""([\w:-]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_UNSAFE = re.compile(r"[<>&\"'\\\x00-\x1f]")
"""Characters that could end the text, the value or the data that a name stood in."""
_AS_IT_IS = frozenset({"class", "style", "d", "points", "transform", "viewbox", "integrity"})


@dataclass(frozen=True)
class HiddenNames:
    """Names, each with the words that stand in its place.

    Attributes
    ----------
    instead : mapping of str to str
        Name to what is said for it, such as a role.
    """

    instead: Mapping[str, str]

    def __bool__(self) -> bool:
        """Whether there is any name."""
        return bool(self._whole)

    def found(self, *texts: str) -> bool:
        """Whether a name stands in one of the texts, however it is written."""
        return bool(self) and any(self._hits(t) for t in texts if t)

    def replaced(self, text: str) -> str:
        """The text with other words for every name."""
        if not self or not text:
            return text
        out, at = [], 0
        for start, end, words in self._hits(text):
            out += [text[at:start], words]
            at = end
        return "".join((*out, text[at:]))

    def replaced_in_page(self, page: str) -> str:
        """A page of HTML with other words for every name: in its text, its attributes and its data."""
        if not self:
            return page
        out, at = [], 0
        for tag in _MARKUP.finditer(page):
            out += [self.replaced(page[at : tag.start()]), self._markup(tag)]
            at = tag.end()
        return "".join((*out, self.replaced(page[at:])))

    def _markup(self, tag: re.Match[str]) -> str:
        """A tag with its attributes looked at; the content of a script only if it is data."""
        text = tag.group()
        if tag[1] is None:
            return self._attributes(text)
        end = text.index(">") + 1
        head, rest = self._attributes(text[:end]), text[end:]
        return head + (self.replaced(rest) if "json" in head.lower() else rest)

    def _attributes(self, tag: str) -> str:
        def one(hit: re.Match[str]) -> str:
            if hit[1].lower() in _AS_IT_IS:
                return hit.group()
            return f"{hit[1]}{hit[2]}{hit[3][0]}{self.replaced(hit[3][1:-1])}{hit[3][0]}"

        return _VALUE.sub(one, tag)

    # ------------------------------------------------------------------------------------------- how

    @cached_property
    def _names(self) -> list[tuple[list[str], str]]:
        """Parts of each name, longest names first, with what is said for it."""
        told = [
            ([p.letters for p in parts(name)], _UNSAFE.sub("", words)) for name, words in self.instead.items()
        ]
        return sorted((n for n in told if sum(map(len, n[0])) > 1), key=lambda n: -sum(map(len, n[0])))

    @cached_property
    def _whole(self) -> dict[str, str]:
        """Every order of a name, run together."""
        found: dict[str, str] = {}
        for own, words in self._names:
            for order in permutations(own) if len(own) <= LONGEST else (own,):
                found.setdefault("".join(order), words)
        return found

    @cached_property
    def _reach(self) -> tuple[int, set[str]]:
        """Letters of the longest name, and those that a name begins with."""
        return max(map(len, self._whole)), {w[0] for w in self._whole}

    @cached_property
    def _lengths(self) -> set[int]:
        """Letters of the longest parts of names."""
        return {len(k) for k in self._by_longest}

    @cached_property
    def _inside(self) -> list[tuple[str, str]]:
        """Names that are looked for inside a longer run of letters."""
        single = {"".join(own) for own, _ in self._names if len(own) == 1}
        return [
            (w, words)
            for w, words in self._whole.items()
            if UNSPACED.search(w) or (len(w) >= JOINED_IN and w not in single)
        ]

    @cached_property
    def _by_longest(self) -> dict[str, list[tuple[list[str], str]]]:
        """Names of several parts by their longest part."""
        found: dict[str, list[tuple[list[str], str]]] = {}
        for own, words in self._names:
            if 1 < len(own) <= LONGEST:
                found.setdefault(max(own, key=len), []).append((own, words))
        return found

    def _hits(self, text: str) -> list[tuple[int, int, str]]:
        """Where names stand in a text, in order, none over another."""
        told = parts(text)
        hits = [*self._joined(told), *self._declined(told), *self._within(told)]
        free, kept = 0, []
        for start, end, words in sorted(hits, key=lambda h: (h[0], -h[1])):
            if start >= free:
                kept.append((start, end, words))
                free = end
        return kept

    def _joined(self, told: list[Part]) -> Iterable[tuple[int, int, str]]:
        """Parts that make a name when run together."""
        longest, firsts = self._reach
        for i, part in enumerate(told):
            if part.letters[0] not in firsts:
                continue
            run = ""
            for other in (told[k] for k in range(i, min(i + longest, len(told)))):
                run += other.letters
                if len(run) > longest:
                    break
                if run in self._whole:
                    yield part.start, other.end, self._whole[run]

    def _declined(self, told: list[Part]) -> Iterable[tuple[int, int, str]]:
        """The parts of a name in any order, some with a short ending, some as initials, the longest written out."""
        for i, part in enumerate(told):
            for n in self._lengths:
                if not n <= len(part.letters) <= n + ENDING:
                    continue
                for own, words in self._by_longest.get(part.letters[:n], ()):
                    for first in range(max(0, i - len(own) + 1), min(i, len(told) - len(own)) + 1):
                        window = told[first : first + len(own)]
                        if _is_name([w.letters for w in window], own):
                            yield window[0].start, window[-1].end, words

    def _within(self, told: list[Part]) -> Iterable[tuple[int, int, str]]:
        """Runs of letters that hold a name."""
        shortest = min((len(whole) for whole, _ in self._inside), default=0)
        for part in told:
            for whole, words in self._inside if shortest and len(part.letters) > shortest else ():
                if len(part.letters) > len(whole) and whole in part.letters:
                    yield part.start, part.end, words


def ids_in(ids: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether any id stands in any text as a whole word, in any case."""
    wanted = [re.escape(n) for n in ids if n]
    if not wanted:
        return False
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)
    return any(pattern.search(t) for t in texts)


def _is_name(window: list[str], own: list[str]) -> bool:
    """Whether some order of the parts of a name fits a row of words, its longest part written out."""
    longest = max(own, key=len)
    return any(
        all(_fits(w, p, written_out=p == longest) for w, p in zip(window, order, strict=True))
        for order in permutations(own)
    )


def _fits(word: str, part: str, *, written_out: bool) -> bool:
    if word == part or (not written_out and word == part[0]):
        return True
    return len(part) > ENDING and word.startswith(part) and len(word) <= len(part) + ENDING
