"""Reads a page as a tree, so that tests can ask what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Node:
    """An element: its tag, attributes, parent, and children in order, texts among them."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attrs.get("class", "").split())

    def up(self):
        """The element and those that hold it, from the inside out."""
        node = self
        while node is not None:
            yield node
            node = node.parent

    def walk(self):
        """The element and all in it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def texts(self):
        """Each text with the element that holds it directly."""
        for node in self.walk():
            for child in node.children:
                if isinstance(child, str):
                    yield node, child

    @property
    def text(self) -> str:
        """All text in it, in order."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def find(self, tag=None, **attrs):
        """Elements of a tag (any, if None) whose attributes have these values; `class_` asks for one class."""
        wanted = attrs.pop("class_", None)
        for node in self.walk():
            if tag is not None and node.tag != tag:
                continue
            if wanted is not None and wanted not in node.classes:
                continue
            if all(node.attrs.get(k) == v for k, v in attrs.items()):
                yield node


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = Node("root", {})
        self.at = self.root

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {k: v or "" for k, v in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, {k: v or "" for k, v in attrs}, self.at))

    def handle_endtag(self, tag):
        node = self.at
        while node.tag != tag and node.parent is not None:
            node = node.parent
        if node.tag == tag and node.parent is not None:
            assert node is self.at, f"</{tag}> closes <{self.at.tag}> in {self.getpos()}"
            self.at = node.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(html: str) -> Node:
    """The page as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return reader.root
