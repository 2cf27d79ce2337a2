"""Tables as files of the snapshots' folder."""

import os
import secrets
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.trust.public import digest_of_file

FILES = "files"


def written(folder: Path, table: pa.Table, name: str) -> tuple[str, str]:
    """A table as a file under a name that carries its digest: complete under it, or not there. Its path below the
    folder, and its SHA-256.
    """
    place = folder / FILES
    place.mkdir(exist_ok=True, mode=0o700)
    draft = place / f".{secrets.token_hex(8)}"
    try:
        pq.write_table(table, draft, compression="zstd", write_page_checksum=True)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        digest = digest_of_file(draft)
        path = place / f"{name}-{digest[:16]}.parquet"
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return str(path.relative_to(folder)), digest
