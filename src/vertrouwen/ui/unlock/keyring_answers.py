"""What is said about a keyring that did not open, the first time and after that."""

from __future__ import annotations

from vertrouwen.language import sentences_vault
from vertrouwen.language.sentences import sentence


class KeyringAnswers:
    """The sentences of one window; it remembers that the keyring's question was closed before.

    A keyring does not tell that a password was wrong, only that its question was given up. Whoever
    gives it up twice has most likely typed a password that the keyring does not take any more.
    """

    def __init__(self) -> None:
        """Begin without an answer."""
        self._was_closed = False

    def sentence(self, error: Exception) -> str:
        """Return what to say about an error."""
        if getattr(error, "code", "") != "keyring_dismissed":
            return sentence(error)
        if self._was_closed:
            return sentences_vault.SENTENCES["keyring_password_wrong"]({})
        self._was_closed = True
        return sentence(error)
