# Loaded into a Python proof where no network namespace can be had: refuses to connect anywhere but to this machine.
import socket

_connect = socket.socket.connect


def connect(self, address):
    host = address[0] if isinstance(address, tuple) else ""
    if host not in ("", "localhost", "::1") and not str(host).startswith("127."):
        raise PermissionError(f"a proof may only connect to this machine, not to {host}")
    return _connect(self, address)


socket.socket.connect = connect
