"""Makes the environment that the programme runs in, from the locks, and says how far it is.

    python requirements/prepare.py ENVIRONMENT LOCK…

Standard library only: it runs before anything is installed. An environment is trusted only where
it carries the SHA-256 of the lock that it was made from; one that was left half made is made anew
(what was downloaded is still in pip's cache). Two that start at once wait for each other.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from xueheng.wording import Text, reader_language

LANGUAGE = reader_language()
TICK_SECONDS = 2.0
PLAIN_SECONDS = 10.0  # where lines cannot be written over, one now and then is enough

WAITING = Text("另一个学衡正在准备运行环境，请稍候…", "Another start is preparing the environment; waiting…")
MAKING = Text(
    "首次运行：正在准备运行环境（需要联网，约一分钟，只此一次）…",
    "First run: preparing the environment (needs the network, about a minute, once)…",
)
TESTING = Text("正在安装测试所需的组件…", "Installing what the tests need…")
AGAIN = Text("上次准备中断了，重新来过…", "The last preparation was interrupted; starting over…")
CHANGED = Text("组件清单有变，正在更新运行环境…", "The list of parts has changed; renewing the environment…")
READY = Text("环境已就绪。", "The environment is ready.")
NO_VENV = Text(
    "这个 Python 缺少 venv 模块，无法建立独立的运行环境。"
    "请安装它（Debian、Ubuntu：apt install python3-venv），再运行一次。",
    "This Python lacks the venv module, so no environment of its own can be made. Install it "
    "(Debian, Ubuntu: apt install python3-venv) and run again.",
)
NO_PIP = Text(
    "这个 Python 没有 pip。请安装它（Debian、Ubuntu：apt install python3-venv python3-pip），再运行一次。",
    "This Python has no pip. Install it (Debian, Ubuntu: apt install python3-venv python3-pip) and run again.",
)
NOT_INSTALLED = Text(
    "组件没有装上，上面是 pip 的原话。请检查网络和磁盘空间后再运行一次；单位有内部镜像的，按 pip 的方式设好即可"
    "（例如环境变量 PIP_INDEX_URL）。提示校验值（hash）不符的，说明下载到的文件不是清单里的那一个，请不要绕过。",
    "The parts were not installed; above are pip's own words. Check the network and the disk space and run again; "
    "where your office has a mirror, set it as pip wants it (the environment variable PIP_INDEX_URL, for one). "
    "A hash that does not match means that the file is not the one in the list: do not work around it.",
)
NO_ROOM = Text("无法写入运行环境所在的文件夹：", "The folder of the environment cannot be written: ")


class NotPrepared(Exception):
    """The environment could not be made; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.say(LANGUAGE))


class Progress:
    """One line that is written over on a terminal; now and then a plain line elsewhere."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.started = time.monotonic()
        self.last_plain = self.started

    def tell(self, text: Text) -> None:
        """A sentence on a line of its own."""
        self.clear()
        print(text.say(LANGUAGE), file=sys.stderr, flush=True)

    def show(self, text: Text) -> None:
        """How far it is."""
        now = time.monotonic()
        line = f"  {text.say(LANGUAGE)} … {now - self.started:.0f} s"
        if self.terminal:
            sys.stderr.write(f"\r\x1b[K{line[: shutil.get_terminal_size().columns // 2]}")
            sys.stderr.flush()
        elif now - self.last_plain >= PLAIN_SECONDS:
            self.last_plain = now
            print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Takes the line that is written over off the terminal."""
        if self.terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@contextlib.contextmanager
def only_one(lock: Path, progress: Progress) -> Iterator[None]:
    """Holds `lock` while the environment is made; the system lets go of it when the process ends."""
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.tell(WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            # Some network drives know no locks. Two first starts at the same moment are then
            # not kept apart; every later start only reads.
            pass
        yield


def digest(lock: Path) -> str:
    """The SHA-256 of a lock file: the name of a state of the environment."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


class Environment:
    """A virtual environment and what it says of itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.unfinished = folder / "unfinished"

    def stamp(self, lock: Path) -> Path:
        """The file that tells from which state of `lock` this environment was made."""
        return self.folder / f"installed-{lock.stem}"

    def holds(self, lock: Path) -> bool:
        """Whether what `lock` names is installed, in full."""
        stamp = self.stamp(lock)
        return stamp.exists() and stamp.read_text("ascii").strip() == digest(lock) and not self.unfinished.exists()

    def runs(self) -> bool:
        """Whether its Python starts: an updated or removed system Python leaves a shell behind."""
        if not os.access(self.python, os.X_OK):
            return False
        return subprocess.run([self.python, "-c", ""], capture_output=True, check=False).returncode == 0

    def reason_to_start_over(self, lock: Path) -> Text | None:
        """Why this environment has to be made anew for `lock`, its first one; None where it need not be."""
        if not self.folder.exists() or not any(self.folder.iterdir()):
            return MAKING
        if self.unfinished.exists():
            return AGAIN
        if not self.runs():
            return MAKING
        if self.stamp(lock).exists() and not self.holds(lock):
            return CHANGED
        return None


def quiet_environment() -> dict[str, str]:
    """The surroundings for pip: as the person set them, less what would lead it astray."""
    astray = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return kept | {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def make(environment: Environment) -> None:
    """An empty virtual environment with the unfinished mark in it."""
    if importlib.util.find_spec("venv") is None:
        raise NotPrepared(NO_VENV)
    # The pip at hand fills the environment from outside: it saves some seconds, and Debian's
    # Python has no ensurepip to put one inside.
    with_pip = not pip_fills_from_outside()
    if with_pip and importlib.util.find_spec("ensurepip") is None:
        raise NotPrepared(NO_PIP)
    # Not `venv --clear`: the mark has to stand all the while.
    environment.folder.mkdir(parents=True, exist_ok=True)
    environment.unfinished.touch()
    for left in environment.folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left != environment.unfinished:
            left.unlink()
    base = os.path.realpath(sys.executable)
    command = [base, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(environment.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quiet_environment())
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise NotPrepared(NO_VENV)


def pip_fills_from_outside() -> bool:
    """Whether this Python has a pip that knows `--python` (22.3 of 2022 and later)."""
    try:
        major, minor = metadata.version("pip").split(".")[:2]
    except metadata.PackageNotFoundError:
        return False
    return (int(major), int(minor)) >= (22, 3) and importlib.util.find_spec("pip") is not None


def pip_of(environment: Environment) -> list[str]:
    """The pip to use: the environment's own, else the one outside, told where to install."""
    inside = subprocess.run([environment.python, "-c", "import pip"], capture_output=True, check=False)
    if inside.returncode == 0:
        return [str(environment.python), "-m", "pip"]
    return [os.path.realpath(sys.executable), "-m", "pip", "--python", str(environment.python)]


def lines_of(process: subprocess.Popen[str]) -> Iterator[str | None]:
    """The lines a process prints as they come, and None whenever it has been silent for a tick."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip())
        lines.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while True:
        try:
            line = lines.get(timeout=TICK_SECONDS)
        except queue.Empty:
            yield None
            continue
        if line is None:
            return
        yield line


def install(environment: Environment, lock: Path, progress: Progress) -> None:
    """Installs exactly what `lock` names, each file checked against its hashes."""
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text("utf-8").splitlines())
    command = [
        *pip_of(environment),
        *("install", "--require-hashes", "--no-deps", "--only-binary", ":all:"),
        *("--no-input", "--progress-bar", "off", "--no-warn-script-location", "-r", str(lock)),
    ]
    started = 0
    phase = Text("正在下载", "Fetching")
    last_words: deque[str] = deque(maxlen=25)
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=quiet_environment(),
    ) as process:
        for line in lines_of(process):
            if line is not None:
                last_words.append(line)
                if line.startswith(("Collecting ", "Requirement already satisfied")):
                    started += 1
                    name = line.removeprefix("Collecting ").split("==")[0].split(" ")[0]
                    phase = Text(f"正在下载 {started}/{total} {name}", f"Fetching {started}/{total} {name}")
                elif line.startswith("Installing collected"):
                    phase = Text(f"正在安装 {total} 个组件", f"Installing {total} parts")
            progress.show(phase)
    if process.returncode:
        progress.clear()
        print("\n".join(last_words), file=sys.stderr)
        raise NotPrepared(NOT_INSTALLED)


def prepare(folder: Path, locks: Sequence[Path]) -> None:
    """Brings the environment at `folder` to the state of all `locks`; the first is the one it stands on."""
    environment, progress = Environment(folder), Progress()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with only_one(folder.with_name(folder.name + ".lock"), progress):
        if all(environment.holds(lock) for lock in locks) and environment.runs():
            return
        reason = environment.reason_to_start_over(locks[0])
        if reason:
            progress.tell(reason)
            make(environment)
        for lock in locks:
            if environment.holds(lock):
                continue
            if lock is not locks[0]:
                progress.tell(TESTING)
            environment.unfinished.touch()
            install(environment, lock, progress)
            environment.stamp(lock).write_text(digest(lock), "ascii")
        environment.unfinished.unlink()
        progress.tell(READY)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when the environment stands; 3 when it could not be made."""
    try:
        prepare(Path(arguments[0]), [Path(name) for name in arguments[1:]])
    except NotPrepared as problem:
        print(problem, file=sys.stderr)
        return 3
    except OSError as problem:
        print(f"{NO_ROOM.say(LANGUAGE)} {problem}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
