"""A SHA-256 that is reckoned while the next part is read or written."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType


class SideDigest:
    """Reckons on a thread of its own, so that disk and processor work at the same time."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest")
        self._part: Future[None] | None = None

    def __enter__(self) -> SideDigest:
        """Begin."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the thread."""
        self._thread.shutdown()

    def update(self, part: bytes | memoryview) -> None:
        """Take the next part; it must stay as it is until the part after it is taken."""
        self._wait()
        self._part = self._thread.submit(self._digest.update, part)

    def digest(self) -> bytes:
        """Return the digest of all parts so far."""
        self._wait()
        return self._digest.digest()

    def _wait(self) -> None:
        if self._part is not None:
            self._part.result()
