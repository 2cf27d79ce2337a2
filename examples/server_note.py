"""What a data folder says of the example region in it. Nothing of the server is loaded here."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

NOTE = "demo.json"
ROOT = Path(__file__).resolve().parents[1]
MADE_FROM = ("examples/*.py", "src/xueheng/systems/*/*.yaml", "src/xueheng/*/migrations/*.py")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account for trying: the role and where, in words."""

    role: str
    where: str
    login: str
    password: str


def digest(seed: int, pupils: int) -> str:
    """What the region in a data folder was made from: the generator, the layouts, the tables, the asked size."""
    found = hashlib.sha256(f"{seed}/{pupils}".encode())
    for path in sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern)):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def kept(data: Path, seed: int, pupils: int) -> list[DemoAccount] | None:
    """The accounts of the region that the data folder holds already; None where it holds another, or none whole."""
    try:
        note = json.loads((data / NOTE).read_text("utf-8"))
        if note["digest"] != digest(seed, pupils):
            return None
        return [DemoAccount(**account) for account in note["accounts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_note(data: Path, seed: int, pupils: int, accounts: list[DemoAccount]) -> None:
    """Say that the folder holds the whole region; for its owner alone, since the passwords stand in it."""
    note = data / NOTE
    note.touch(mode=0o600)
    told = {"digest": digest(seed, pupils), "accounts": [asdict(account) for account in accounts]}
    note.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
