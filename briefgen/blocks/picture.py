"""A photograph or drawing of the author's, with words for those who cannot see it."""

from __future__ import annotations

import io
import warnings

from briefgen.blocks._exhibit import ExhibitSpec, exhibit
from briefgen.model import Block, Context, Part, Picture
from briefgen.schema import Name, Text

_MOST_PIXELS = 50_000_000
_LARGEST = 30 * 2**20
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Spec(ExhibitSpec):
    """`file` below content/; `alt` says what is to be seen, and is empty for mere decoration."""

    file: Name
    alt: Text
    caption: Text | None = None


def lower(spec: Spec, context: Context, block: Block) -> tuple[Part, ...]:  # noqa: ARG001 - every block is called alike
    """The picture, if its bytes are one that Office can show."""
    data = context.file(spec.file)
    if data is None:
        return ()
    media_type = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), "")
    if not media_type:
        is_drawing = b"<svg" in data[:2000].lower()
        hint = "export the drawing as PNG" if is_drawing else "save it as PNG or JPEG"
        what = "an SVG drawing, which is not taken yet" if is_drawing else "no PNG or JPEG"
        context.report("picture-kind", f"'{spec.file}' is {what}", spec.file.span, hint=hint)
        return ()
    size, problem = _decode(data)
    if size is None:
        context.report(
            "picture-broken", f"'{spec.file}' {problem}", spec.file.span, hint="save it again, smaller if need be"
        )
        return ()
    if spec.caption is not None and spec.title is None:
        spec = spec.model_copy(update={"title": spec.caption})
    picture = Picture(data, media_type, context.plain(spec.alt) if spec.alt.strip() else "", *size)
    return (exhibit(spec, context, picture),)


def _decode(data: bytes) -> tuple[tuple[int, int] | None, str]:
    """The size in pixels, or why the bytes cannot be shown; the size is looked at before anything is unpacked."""
    from PIL import Image

    if len(data) > _LARGEST:
        return None, f"is larger than {_LARGEST // 2**20} MiB"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                width, height = image.size
                if width * height > _MOST_PIXELS:
                    return None, f"has {width * height / 1e6:.0f} million pixels, more than {_MOST_PIXELS / 1e6:.0f}"
                image.load()
                return (width, height), ""
    except Exception:
        # Pillow raises anything from SyntaxError to struct.error for a file that is cut off or forged.
        return None, "is cut off or damaged"
