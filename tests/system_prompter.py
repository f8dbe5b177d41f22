"""Answers the questions of a gnome-keyring in place of a person: `system_prompter.py HOW`.

It stands on the session bus under the name of the desktop's own password window. HOW is `dismiss`
(closes the question after having looked at it), `wrong` (types a wrong password and closes the
second question) or `silent` (never answers).
"""

from __future__ import annotations

import base64
import os
import sys
import time

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_method_call,
    new_method_return,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.gnome.keyring.SystemPrompter"
CALLBACK = "org.gnome.keyring.internal.Prompter.Callback"
WRONG = "niet-het-wachtwoord"
# Longer than a question that nobody saw: the program tells the two apart by this.
LOOKING_SECONDS = 0.7
# The group of 1,536 bits of RFC 3526, section 2.
PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF",
    16,
)
PRIME_BYTES = 192


class Exchange:
    """The desktop's way to hand over a password: Diffie-Hellman and AES (gcr's `sx-aes-1`)."""

    def __init__(self) -> None:
        self._private = int.from_bytes(os.urandom(PRIME_BYTES), "big") % (PRIME - 2) + 1

    def begin(self) -> str:
        return f"[sx-aes-1]\npublic={_base64(_number(pow(2, self._private, PRIME)))}\n"

    def send(self, received: str, password: str) -> str:
        fields = dict(line.split("=", 1) for line in received.splitlines() if "=" in line)
        peer = int.from_bytes(base64.b64decode(fields["public"]), "big")
        shared = _number(pow(peer, self._private, PRIME)).rjust(PRIME_BYTES, b"\0")
        key = HKDF(algorithm=hashes.SHA256(), length=16, salt=None, info=b"").derive(shared)
        vector = os.urandom(16)
        padder = padding.PKCS7(128).padder()
        plain = padder.update(password.encode()) + padder.finalize()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
        secret = encryptor.update(plain) + encryptor.finalize()
        return f"{self.begin()}secret={_base64(secret)}\niv={_base64(vector)}\n"


def main(how: str) -> None:
    connection = open_dbus_connection("SESSION")
    connection.send_and_get_reply(message_bus.RequestName(NAME))
    print("ready", flush=True)  # noqa: T201 - the test waits for this line
    exchange = Exchange()
    asked = 0
    while True:
        message = connection.receive()
        if message.header.message_type is not MessageType.method_call:
            continue
        connection.send(new_method_return(message))
        member = message.header.fields.get(HeaderFields.member)
        if member == "StopPrompting" or member not in {"BeginPrompting", "PerformPrompt"}:
            continue
        callback = DBusAddress(
            message.body[0],
            bus_name=message.header.fields[HeaderFields.sender],
            interface=CALLBACK,
        )
        if member == "BeginPrompting":
            asked = 0
            answer = ("", {}, exchange.begin())
        elif how == "silent":
            continue
        else:
            asked += 1
            if how == "wrong" and asked == 1:
                answer = ("yes", {}, exchange.send(message.body[3], WRONG))
            else:
                time.sleep(LOOKING_SECONDS)
                answer = ("no", {}, exchange.begin())
        connection.send(new_method_call(callback, "PromptReady", "sa{sv}s", answer))


def _number(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


if __name__ == "__main__":
    main(sys.argv[1])
