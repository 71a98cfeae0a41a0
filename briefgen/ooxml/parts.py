"""What grows while a document is written: relationships that are not made twice, parts under free names, images."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.package import OFFICE_TYPES, Package, Relationship

_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
}
IMAGE_TYPES = frozenset(_EXTENSIONS)


class Relations:
    """The relationships of one part under construction."""

    def __init__(self, existing: Iterable[Relationship] = ()) -> None:
        self.items = list(existing)
        self._ids = {(item.type, item.target, item.external): item.id for item in self.items}
        numbers = (re.fullmatch(r"rId(\d{1,9})", item.id) for item in self.items)
        self._next = 1 + max((int(number[1]) for number in numbers if number), default=0)

    def relate(self, kind: str, target: str, external: bool = False) -> str:
        """The id of the relationship of this kind (`image`) to `target`; one that is there is used again."""
        key = (OFFICE_TYPES + kind, target, external)
        known = self._ids.get(key)
        if known is None:
            known = self._ids[key] = f"rId{self._next}"
            self._next += 1
            self.items.append(Relationship(known, *key))
        return known


class Names:
    """Adds parts to a package under the first free name, in time that does not grow with their number."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._counters: dict[str, int] = {}
        self._images: dict[bytes, str] = {}

    def add(self, pattern: str, content_type: str, blob: bytes = b"") -> str:
        """The name of a new part (`ppt/slides/slide%d.xml`)."""
        number = self._counters.get(pattern, 1)
        while pattern % number in self._package.parts:
            number += 1
        self._counters[pattern] = number + 1
        name = pattern % number
        self._package.parts[name] = blob
        self._package.set_type(name, content_type)
        return name

    def put(self, name: str, content_type: str, blob: bytes) -> None:
        """A part under a name of its own, in place of one that bears it."""
        self._package.parts[name] = blob
        self._package.set_type(name, content_type)

    def add_image(self, folder: str, media_type: str, data: bytes) -> str:
        """The name of the part that holds this image; equal bytes are kept once."""
        name = self._images.get(data)
        if name is None:
            name = self._images[data] = self.add(f"{folder}/image%d.{_EXTENSIONS[media_type]}", media_type, data)
        return name
