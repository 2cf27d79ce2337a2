"""Style sheets and scripts under names that carry their digest, once `serve` has gathered them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # no types


class GatheredFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """As whitenoise's; before anything was gathered (tests, `check`) plain names instead of a failure."""

    def stored_name(self, name: str) -> str:
        """The name under which a browser finds the file."""
        return str(super().stored_name(name)) if self.hashed_files else name
