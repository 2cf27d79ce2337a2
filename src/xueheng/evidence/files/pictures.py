"""Pictures drawn anew from their pixels: nothing that the camera or a programme wrote beside them is kept."""

import io
import threading
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from xueheng.evidence.refusals import FileRefused
from xueheng.wording import Text

MOST_PIXELS = 50_000_000
"""A phone's picture has 12 to 48 million; a small file that claims more is a trap."""
MOST_FRAMES = 4
"""A phone keeps a preview or two behind the picture; an animation has more."""
QUALITY = 90
_TURN = threading.Lock()
"""One picture at a time: the largest takes several hundred megabytes while it is drawn."""
_FORMATS = {"jpg": "JPEG", "png": "PNG"}
_MODES = {"jpg": ("L", "RGB"), "png": ("1", "L", "LA", "P", "RGB", "RGBA")}


def redrawn(kind: str, content: bytes) -> bytes:
    """The picture turned upright, its pixels alone. Raises FileRefused."""
    try:
        with _TURN, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(kind, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, EOFError, MemoryError, OverflowError):
        raise FileRefused(
            Text("这张图片打不开，可能没有传完整", "the picture cannot be opened; it may be incomplete"),
            Text("请在手机或电脑上打开看看，再重新上传。", "Open it on your phone or computer, then upload it again."),
        ) from None


def _redrawn(kind: str, content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as found:
        if found.width * found.height > MOST_PIXELS:
            raise _too_large()
        if getattr(found, "n_frames", 1) > MOST_FRAMES:
            raise FileRefused(
                Text("动图不能收", "animated pictures are not kept"),
                Text("请上传一张静止的图片。", "Upload a still picture."),
            )
        found.load()
        upright = ImageOps.exif_transpose(found)
        mode = (
            upright.mode if upright.mode in _MODES[kind] else ("RGBA" if kind == "png" and _clear(upright) else "RGB")
        )
        drawn = upright if upright.mode == mode else upright.convert(mode)
        if drawn.mode == "P":
            drawn = drawn.convert("RGBA" if _clear(upright) else "RGB")
        pixels = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    written = io.BytesIO()
    if kind == "jpg":
        pixels.save(written, "JPEG", quality=QUALITY, optimize=True)
    else:
        pixels.save(written, "PNG", optimize=False)
    return written.getvalue()


def _clear(picture: Image.Image) -> bool:
    return "transparency" in picture.info or picture.mode.endswith("A")


def _too_large() -> FileRefused:
    return FileRefused(
        Text(
            f"图片的像素太多，最多 {MOST_PIXELS // 1_000_000} 百万像素",
            f"the picture has too many pixels, at most {MOST_PIXELS // 1_000_000} million are kept",
        ),
        Text("请缩小后再上传。", "Make it smaller and upload it again."),
    )
