# SPDX-License-Identifier: MIT
# timeout: 300
#
# Real clients against examples/echo.c: Python's sockets, socat, nc. Each test has a server of its own;
# `test_echo.py NAME...` runs some of them.
import os
import random
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

ECHO = os.path.join(os.environ["EDO_EXAMPLES"], "echo")
LISTENING = re.compile(r"listening on (?:\[([0-9a-f:]+)\]|([0-9.]+)):(\d+)$")
DEADLINE = 60  # seconds; what takes longer hangs


class Server:
    """The example, on a free port; ends with SIGTERM, in time and without an error."""

    def __init__(self, address="127.0.0.1:0", files=None):
        def limit():
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (files or hard, hard))

        self.log = open(os.memfd_create("log"), "w+b", buffering=0)
        self.process = subprocess.Popen([ECHO, address], stdout=subprocess.PIPE, stderr=self.log,
                                        preexec_fn=limit, text=True)
        line = self.process.stdout.readline().strip()
        match = LISTENING.match(line)
        assert match, f"the server says {line!r}; {self.said()}"
        self.host = match.group(1) or match.group(2)
        self.port = int(match.group(3))
        wait_until(self.waits, lambda: "the server doesn't wait for its first client")
        self.idle_files = self.files()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind:
            sys.stderr.write(self.said())
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the server did not end when asked to")
        assert kind or self.process.returncode in (0, 1), self.process.returncode
        assert kind or "ERROR: " not in self.said(), self.said()

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def waits(self):
        """Whether it has all the descriptors that it has while idle."""
        folder = f"/proc/{self.process.pid}/fd"
        links = [os.readlink(f"{folder}/{fd}") for fd in os.listdir(folder)]
        return {"anon_inode:[eventpoll]", "anon_inode:[eventfd]"} <= set(links)

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        return int(open(f"/proc/{self.process.pid}/statm").read().split()[1]) * 4096

    def connect(self, receive_buffer=None):
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        s = socket.socket(family)
        if receive_buffer:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        s.settimeout(DEADLINE)
        s.connect((self.host, self.port))
        return s

    def wait_until_only_the_listener_is_left(self):
        wait_until(lambda: self.files() == self.idle_files,
                   lambda: f"{self.files()} descriptors, {self.idle_files} at the start")


def wait_until(condition, complaint):
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, complaint()
        time.sleep(0.01)


def receive_exactly(s, n):
    parts = []
    while n:
        part = s.recv(min(n, 1 << 20))
        assert part, f"the end, {n} bytes early"
        parts.append(part)
        n -= len(part)
    return b"".join(parts)


def receive_to_the_end(s):
    parts = []
    while part := s.recv(1 << 20):
        parts.append(part)
    return b"".join(parts)


def echoes(s, message):
    s.sendall(message)
    back = receive_exactly(s, len(message))
    assert back == message


def reset(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()


def python_client_gets_every_byte_back():
    r = random.Random(1)
    with Server() as server:
        with server.connect() as s:
            for size in [1, 2, 63, 4095, 4096, 4097, 8192, 65536] + [1] * 50:
                echoes(s, r.randbytes(size))
        server.wait_until_only_the_listener_is_left()


def ipv6_client_gets_every_byte_back():
    with Server("[::1]:0") as server:
        with server.connect() as s:
            echoes(s, b"hello")


def all_interfaces_serve_both_families():
    with Server(":0") as server:
        for host in "127.0.0.1", "::1":
            server.host = host
            with server.connect() as s:
                echoes(s, b"hello")


def run_client(command, data):
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, timeout=DEADLINE)
    assert done.returncode == 0, f"{command}: {done.returncode}"
    assert done.stdout == data, f"{command}: {len(done.stdout)} bytes of {len(data)}"


def socat_gets_every_byte_back():
    with Server() as server:
        to = f"TCP:{server.host}:{server.port}"
        run_client(["socat", "-t", "30", "-", to], random.Random(2).randbytes(3 << 20))
        run_client(["socat", "-t", "30", "-", to + ",nodelay"], b"x")
        server.wait_until_only_the_listener_is_left()


def nc_gets_every_byte_back():
    with Server() as server:
        data = random.Random(3).randbytes(1 << 20)
        run_client(["nc", "-N", server.host, str(server.port)], data)
        server.wait_until_only_the_listener_is_left()


def half_closed_client_gets_the_rest_and_then_the_end():
    with Server() as server:
        for size in 0, 1, 4096, 100000:
            with server.connect() as s:
                data = random.Random(size).randbytes(size)
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                assert receive_to_the_end(s) == data
        server.wait_until_only_the_listener_is_left()


def slow_reader_loses_nothing_and_costs_no_memory():
    data = random.Random(4).randbytes(8 << 20)
    with Server() as server:
        with server.connect(receive_buffer=4096) as s, server.connect() as other:
            echoes(other, b"before")
            resident = server.resident()

            def send():
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)

            sender = threading.Thread(target=send, daemon=True)
            sender.start()
            echoes(other, b"while the slow one doesn't read at all")
            got = bytearray()
            while part := s.recv(random.randint(1, 50000)):
                got += part
                if len(got) % 97 == 0:
                    echoes(other, b"while it reads")
            sender.join()
            assert bytes(got) == data
            assert server.resident() < resident + (2 << 20), server.resident() - resident


def reset_connections_are_forgotten():
    with Server() as server:
        with server.connect() as witness:
            for i in range(200):
                s = server.connect()
                if i % 2:
                    s.sendall(b"x" * 100)
                reset(s)
                if i % 10 == 0:
                    echoes(witness, b"still there?")
        server.wait_until_only_the_listener_is_left()


def reset_while_the_server_writes():
    with Server() as server:
        s = server.connect(receive_buffer=4096)
        s.setblocking(False)
        while select.select([], [s], [], 0.5)[1]:
            s.send(bytes(65536))
        # Neither side takes more: the server waits to write.
        reset(s)
        server.wait_until_only_the_listener_is_left()


def killed_clients_are_forgotten():
    with Server() as server:
        clients = [subprocess.Popen(["socat", "-u", f"TCP:{server.host}:{server.port}", "-"],
                                    stdout=subprocess.DEVNULL) for _ in range(10)]
        wait_until(lambda: server.files() == server.idle_files + 10, lambda: "not connected")
        for client in clients:
            client.kill()
            client.wait()
        server.wait_until_only_the_listener_is_left()


TCP_REPAIR = 19


def vanished_client_harms_nobody():
    with Server() as server:
        s = server.connect()
        echoes(s, b"hello")
        try:
            s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        except PermissionError:
            print("    (needs CAP_NET_ADMIN; not tried)")
            s.close()
            return
        s.close()  # in repair mode, without a word to the other side
        with server.connect() as other:
            echoes(other, b"anybody there?")
        assert server.files() == server.idle_files + 1 or server.files() == server.idle_files + 2


def nine_thousand_idle_connections_are_kept():
    count = 9000
    with Server() as server:
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        clients = []
        for i in range(count):
            s = server.connect()
            clients.append(s)
            s.sendall(b"%d" % i)
        for i, s in enumerate(clients):
            assert receive_exactly(s, len(b"%d" % i)) == b"%d" % i
        assert server.files() == server.idle_files + count
        before = server.cpu()
        time.sleep(1)
        assert server.cpu() - before < 0.1, "idle connections cost time"
        for s in clients[::97]:
            echoes(s, b"still here")
        with server.connect() as fresh:
            echoes(fresh, b"one more")
        for s in clients:
            s.close()
        server.wait_until_only_the_listener_is_left()


def out_of_descriptors_the_server_waits_and_loses_nobody():
    limit, count = 64, 120
    with Server(files=limit) as server:
        clients = [server.connect() for _ in range(count)]
        for i, s in enumerate(clients):
            s.sendall(b"%d" % i)
        room = limit - server.idle_files
        for i, s in enumerate(clients[:room]):
            assert receive_exactly(s, len(b"%d" % i)) == b"%d" % i
        before = server.cpu()
        assert not select.select(clients[room:], [], [], 1)[0]
        assert server.cpu() - before < 0.3, "it spins"
        for s in clients[:room]:
            echoes(s, b"those who are in are served meanwhile")
        for i, s in enumerate(clients):
            if i >= room:
                assert receive_exactly(s, len(b"%d" % i)) == b"%d" % i
                echoes(s, b"welcome")
            s.close()
        server.wait_until_only_the_listener_is_left()
        said = server.said()
        assert said.count("Too many open files") == 1, said


def many_clients_at_once_get_their_own_bytes():
    with Server() as server:
        failures = []

        def client(seed):
            r = random.Random(seed)
            try:
                with server.connect() as s:
                    for _ in range(30):
                        echoes(s, r.randbytes(r.randint(1, 20000)))
            except Exception as e:
                failures.append(e)

        threads = [threading.Thread(target=client, args=(n,)) for n in range(40)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert not failures, failures
        server.wait_until_only_the_listener_is_left()


def address_in_use_and_nonsense_are_errors():
    with Server() as server:
        for address in f"127.0.0.1:{server.port}", "nonsense", "example.com:80":
            done = subprocess.run([ECHO, address], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  timeout=DEADLINE)
            assert done.returncode == 1 and done.stderr and not done.stdout, (address, done)


TESTS = [
    python_client_gets_every_byte_back,
    ipv6_client_gets_every_byte_back,
    all_interfaces_serve_both_families,
    socat_gets_every_byte_back,
    nc_gets_every_byte_back,
    half_closed_client_gets_the_rest_and_then_the_end,
    slow_reader_loses_nothing_and_costs_no_memory,
    reset_connections_are_forgotten,
    reset_while_the_server_writes,
    killed_clients_are_forgotten,
    vanished_client_harms_nobody,
    many_clients_at_once_get_their_own_bytes,
    nine_thousand_idle_connections_are_kept,
    out_of_descriptors_the_server_waits_and_loses_nobody,
    address_in_use_and_nonsense_are_errors,
]


def main():
    tests = [globals()[name] for name in sys.argv[1:]] or TESTS
    for test in tests:
        begun = time.monotonic()
        test()
        print(f"{test.__name__}: {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
