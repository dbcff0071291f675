# SPDX-License-Identifier: MIT
# timeout: 300
#
# examples/redis: the same commands to it and to Debian's redis-server must get the same answers;
# redis-benchmark and redis-cli drive it; hostile clients don't hurt it; what it has saved comes back
# after every kind of end. `test_redis.py NAME...` runs some of the tests.
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SCRATCH = tempfile.mkdtemp()
PROGRAM = os.path.join(os.environ["EDO_EXAMPLES"], "redis", "redis")
# Debian's redis-tools has the server too: one program with several names.
THEIRS = shutil.which("redis-server") or shutil.which("redis-check-rdb")
DEADLINE = 60


def wait_until(condition, what):
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


class Error(str):
    pass


def request(*args):
    parts = [a if isinstance(a, bytes) else str(a).encode() for a in args]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts)


class Client:
    def __init__(self, port):
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=DEADLINE)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.sock.makefile("rb")

    def close(self):
        self.file.close()
        self.sock.close()

    def send(self, *args):
        self.sock.sendall(request(*args))

    def answer(self):
        line = self.file.readline()
        if not line:
            raise EOFError
        assert line.endswith(b"\r\n"), line
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest.decode()
        if kind == b"-":
            return Error(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            if rest == b"-1":
                return None
            body = self.file.read(int(rest) + 2)
            assert body.endswith(b"\r\n")
            return body[:-2]
        assert kind == b"*", line
        return None if rest == b"-1" else [self.answer() for _ in range(int(rest))]

    def __call__(self, *args):
        self.send(*args)
        return self.answer()

    def line(self, text):
        self.sock.sendall(text)
        return self.answer()


class Server:
    """Ends with SIGTERM (or how= at the end; None: by itself), in time, with status 0."""

    def __init__(self, folder=None, preload=None, **settings):
        self.folder = folder or tempfile.mkdtemp(dir=SCRATCH)
        self.log = open(os.path.join(self.folder, "log"), "ab")
        settings = {"save": "", **settings}
        words = [w for k, v in settings.items() for w in ("--" + k.replace("_", "-"), str(v))]
        self.process = subprocess.Popen([PROGRAM, "--port", "0", "--dir", self.folder, *words],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env={**os.environ, **({"LD_PRELOAD": preload} if preload else {})})
        line = self.process.stdout.readline()
        match = re.match(r"listening on 127\.0\.0\.1:(\d+)$", line)
        if not match:
            self.process.wait(DEADLINE)
        assert match, (line, self.said())
        self.port = int(match[1])

    def said(self):
        with open(os.path.join(self.folder, "log"), errors="replace") as log:
            return log.read()

    def client(self):
        return Client(self.port)

    def end(self, how=signal.SIGTERM, status=0):
        if how is not None:  # else it has been told to end: a signal might come behind its handler
            self.process.send_signal(how)
        try:
            self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not end when asked to")
        finally:
            self.process.stdout.close()
            self.log.close()
        assert self.process.returncode == status, (self.process.returncode, self.said())
        assert "ERROR: " not in self.said() and "runtime error" not in self.said(), self.said()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind:
            sys.stderr.write(self.said())
            self.process.kill()
            self.process.wait()
        else:
            self.end()


class TheirServer:
    def __init__(self):
        for _ in range(20):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            folder = tempfile.mkdtemp(dir=SCRATCH)
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--save", "", "--dir", folder],
                executable=THEIRS, stdout=subprocess.DEVNULL)
            deadline = time.monotonic() + DEADLINE
            while self.process.poll() is None and time.monotonic() < deadline:
                try:
                    Client(self.port).close()
                    return
                except OSError:
                    time.sleep(0.02)
        raise AssertionError("redis-server doesn't start")

    def __enter__(self):
        return Client(self.port)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


# ---- the same as redis-server ---------------------------------------------------------------------

SCRIPT = r"""
SET a 1
GET a
SET a 2 NX
SET b 2 NX
SET nokey 2 XX
SET a 5 XX GET
SET n x GET
SET a 5 NX XX
SET a 5 EX
SET a 5 EX 0
SET a 5 EX abc
SET a 5 PX 100000 KEEPTTL
SET a 6 EX 1000
TTL a
SET a 7 KEEPTTL
TTL a
SET a 8
TTL a
SETEX e 100 v
PSETEX e 100000 v
TTL e
SETEX e -1 v
SETNX a 1
SETNX c 1
GETSET a 10
GETSET newkey 1
GETDEL newkey
GETDEL newkey
GETEX a EX 100
TTL a
GETEX a PERSIST
TTL a
INCR a
DECR a
INCRBY a 10
DECRBY a 3
INCR str
SET str abc
INCR str
INCRBY a 9223372036854775807
DECRBY a -9223372036854775808
INCRBYFLOAT a 1.5
INCRBYFLOAT a 1e3
INCRBYFLOAT str 1
APPEND str def
APPEND new x
STRLEN str
STRLEN nokey
GETRANGE str 1 2
GETRANGE str -3 -1
GETRANGE str 5 1
GETRANGE nokey 0 -1
SETRANGE str 2 XY
SETRANGE pad 5 z
GET pad
SETRANGE pad 1 ""
SETRANGE pad -1 x
MSET k1 1 k2 2
MSET k1
MGET k1 k2 nokey
MSETNX k1 5 k9 9
MSETNX k8 5 k9 9
EXISTS k1 k1 nokey
DEL k1 nokey k2
UNLINK k8 k9
TYPE str
TYPE nokey
HSET h a 1 b 2
HSET h a 2
HSET h a
HGET h a
HGET h z
HGET nokey z
HMGET h a z b
HMGET nokey a b
HMSET h c 3 d 4
HEXISTS h a
HEXISTS h z
HLEN h
HSTRLEN h a
HINCRBY h a 5
HINCRBY h new 5
HINCRBY h a x
HSET h text abc
HINCRBY h text 1
HINCRBYFLOAT h a 0.5
HSETNX h a 1
HSETNX h q 1
HDEL h a zz b
HDEL nokey a
HGETALL nokey
GET h
HGET str a
LPUSH l a b c
RPUSH l d e
LRANGE l 0 -1
LRANGE l 1 2
LRANGE l -2 -1
LRANGE l 5 10
LRANGE l 3 1
LRANGE nokey 0 -1
LLEN l
LLEN nokey
LINDEX l 0
LINDEX l -1
LINDEX l 99
LSET l 0 z
LSET l 99 z
LSET nokey 0 z
LINSERT l BEFORE a x
LINSERT l AFTER a y
LINSERT l AFTER nosuch y
LINSERT l BESIDE a y
LRANGE l 0 -1
LPOP l
RPOP l
LPOP l 2
LPOP l 0
LPOP nokey
LPOP nokey 2
LPOP l -1
LPUSHX nokey 1
RPUSHX l t
RPUSH r 1 2 1 3 1 4
LREM r 2 1
LRANGE r 0 -1
LREM r -1 1
LREM r 0 9
LTRIM r 1 -1
LRANGE r 0 -1
LTRIM r 5 9
EXISTS r
RPUSH s1 1 2 3
RPOPLPUSH s1 s2
RPOPLPUSH s1 s1
LMOVE s1 s2 LEFT RIGHT
LMOVE s1 s2 UP RIGHT
LRANGE s1 0 -1
LRANGE s2 0 -1
RPOPLPUSH nokey s2
RPOPLPUSH s1 str
LPUSH str 1
SADD s x y z
SADD s x w
SCARD s
SISMEMBER s x
SISMEMBER s q
SMISMEMBER s x q
SREM s x q
SADD t y z v
SINTER s nokey
SDIFF nokey s
SCARD nokey
SPOP nokey
SPOP nokey 2
SRANDMEMBER nokey
SADD one m
SRANDMEMBER one
SRANDMEMBER one -3
SPOP one
EXISTS one
SADD str x
ZADD z 1 a 2 b 3 c
ZADD z 1.5 a
ZADD z NX 9 a 4 d
ZADD z XX 9 a 4 q
ZADD z CH 8 a 4 r
ZADD z GT 1 a
ZADD z LT 1 a
ZADD z INCR 5 a
ZADD z NX INCR 5 a
ZADD z NX GT 5 a
ZADD z abc a
ZADD z 1
ZINCRBY z 2.25 b
ZSCORE z b
ZSCORE z nosuch
ZSCORE nokey a
ZCARD z
ZRANK z a
ZREVRANK z a
ZRANK z nosuch
ZRANGE z 0 -1 WITHSCORES
ZRANGE z 0 1
ZRANGE z -2 -1
ZRANGE z 5 2
ZREVRANGE z 0 1 WITHSCORES
ZRANGE z 0 0 REV
ZRANGE z 2 5 BYSCORE
ZRANGE z (4 +inf BYSCORE LIMIT 1 2
ZRANGE z +inf 4 BYSCORE REV
ZRANGEBYSCORE z -inf +inf WITHSCORES LIMIT 0 2
ZRANGEBYSCORE z (3 5
ZRANGEBYSCORE z x 5
ZCOUNT z 3 5
ZCOUNT z (3 inf
ZREM z a nosuch
ZPOPMIN z
ZPOPMAX z
ZPOPMIN z 2
ZPOPMIN nokey
ZADD str 1 a
EXPIRE str 100
TTL str
EXPIRE str 50 GT
EXPIRE str 500 LT
EXPIRE str 50 NX
EXPIRE str 200 XX
TTL str
PERSIST str
PERSIST str
TTL str
TTL nokey
PTTL nokey
EXPIRE nokey 10
EXPIREAT str 32503680000
EXPIRETIME str
PEXPIRETIME str
EXPIRE str abc
SET dies 1
EXPIRE dies -1
EXISTS dies
RENAME str moved
RENAME nosuch moved
TTL moved
RENAMENX moved l
RENAMENX moved fresh
EXPIRETIME fresh
GET fresh
COPY fresh again
COPY fresh again
COPY fresh again REPLACE
SELECT 1
GET fresh
SET other 1
DBSIZE
FLUSHDB
DBSIZE
SELECT 99
SELECT 0
ECHO hello
PING
PING hello
NOSUCH
GET
GET a b
OBJECT
SUBSCRIBE
PUBLISH nobody x
PUBSUB NUMPAT
PUBSUB NUMSUB a b
CLIENT GETNAME
CLIENT SETNAME me
CLIENT GETNAME
CLIENT SETNAME "a b"
EXPIRE
LRANGE l a b
LRANGE h 0 1
SETRANGE h 0 x
APPEND h x
FLUSHALL
DBSIZE
FLUSHALL
EXPIRE nokey 10 SOON
EXPIRE nokey x SOON
EXPIRE nokey 10 NX XX
EXPIRE nokey 10 GT LT
SET opt 1
EXPIRE opt 9223372036854775807 SOON
PEXPIREAT opt 1 later
GETEX nokey EX x
GETEX opt EX x
GETEX opt EX 0 PERSIST
GETEX opt EXAT 0 y
SET opt 1 EX x y
SET opt 1 PX -1 z
RPUSH l a
GETEX l EX x
LSET nokey x y
LSET opt x y
LSET l x y
LSET l 0 b
SETRANGE l 9223372036854775807 x
SETRANGE opt 9223372036854775807 x
SETRANGE opt 9223372036854775807 ""
ZADD z 1e400 a
ZADD z -1e400 a
ZADD l 1e400 a
ZINCRBY z GT a
ZINCRBY z 1e400 a
ZADD z 0 a 1 b
ZCOUNT z "" 1
ZCOUNT z ( 1
ZRANGEBYSCORE z "" ""
ZPOPMIN z x y
ZPOPMAX nokey 1 2
COPY opt opt
COPY opt opt REPLACE
INCRBYFLOAT opt 9223372036854775807
INCRBYFLOAT opt 0.1
SET opt 1
INCRBYFLOAT opt -0.9999999999
INCRBYFLOAT huge 1e400
INCRBYFLOAT huge 1e5000
INCRBYFLOAT huge inf
HINCRBYFLOAT h f inf
HINCRBYFLOAT h f 9223372036854775807
HINCRBYFLOAT h f -0.5
HINCRBYFLOAT l f inf
"""
# Their error texts differ in detail where these occur; that it is an error is all that counts.
ROUGHLY = ("ERR unknown", "ERR CONFIG", "ERR DB", "ERR Unknown", "ERR syntax error", "ERR string")


def same(ours, theirs):
    if isinstance(ours, Error) and isinstance(theirs, Error):
        return ours == theirs or ours.startswith(ROUGHLY) or theirs.startswith(ROUGHLY)
    return ours == theirs and type(ours) is type(theirs)


def words_of(line):
    return [w[1:-1] if w.startswith('"') else w for w in re.findall(r'"[^"]*"|\S+', line)]


def commands_are_answered_as_redis_answers_them():
    if not THEIRS:
        return "redis-tools is not installed"
    with Server() as server, TheirServer() as theirs:
        ours = server.client()
        for line in SCRIPT.strip().splitlines():
            words = words_of(line)
            a, b = ours(*words), theirs(*words)
            assert same(a, b), f"{line}: {a!r}, redis-server says {b!r}"
        ours.close()


def random_commands_are_answered_as_redis_answers_them():
    if not THEIRS:
        return "redis-tools is not installed"
    seed = random.randrange(1 << 32)
    print("seed", seed)
    dice = random.Random(seed)
    kinds = [line.split()[0] for line in SCRIPT.strip().splitlines()]
    # Answers that hang on time, chance or order; and GETRANGE x 0 -2, of which 7.0 gives a byte too many.
    skip = {"GETRANGE", "SUBSCRIBE", "SPOP", "SRANDMEMBER", "SELECT", "OBJECT", "CLIENT", "SINTER", "SDIFF",
            "EXPIRE", "SETEX", "PSETEX", "TTL", "PTTL", "EXPIREAT", "EXPIRETIME", "PEXPIRETIME",
            "GETEX", "INCRBYFLOAT", "HINCRBYFLOAT", "FLUSHALL", "FLUSHDB", "HGETALL"}
    kinds = sorted({k for k in kinds if k not in skip}) + ["FLUSHALL"]
    values = ["a", "b", "c", "1", "-1", "2", "0", "10", "-2", "3.5", "(1", "x" * 40, "LEFT"]
    with Server() as server, TheirServer() as theirs:
        ours = server.client()
        for _ in range(6000):
            kind = dice.choice(kinds)
            words = [kind] if kind == "FLUSHALL" and dice.random() < 0.1 else [
                kind if kind != "FLUSHALL" else "PING"] + [
                dice.choice("klmn") if i == 0 else dice.choice(values)
                for i in range(dice.choice([0, 1, 1, 2, 2, 2, 3, 3, 4]))]
            a, b = ours(*words), theirs(*words)
            if isinstance(a, Error) and isinstance(b, Error):
                continue  # of several, which one is said first is of no matter
            assert same(a, b), f"{words}: {a!r}, redis-server says {b!r}"
        ours.close()


def unordered_answers_hold_the_same_members():
    with Server() as server:
        c = server.client()
        fields = {b"f%d" % i: b"v%d" % i for i in range(1000)}
        assert c("HSET", "h", *[w for kv in fields.items() for w in kv]) == 1000
        flat = c("HGETALL", "h")
        assert dict(zip(flat[::2], flat[1::2])) == fields
        assert sorted(c("HKEYS", "h")) == sorted(fields)
        assert sorted(c("HVALS", "h")) == sorted(fields.values())
        c("SADD", "a", *range(100))
        c("SADD", "b", *range(50, 150))
        numbers = lambda low, high: {b"%d" % i for i in range(low, high)}
        assert set(c("SINTER", "a", "b")) == numbers(50, 100)
        assert set(c("SUNION", "a", "b", "a")) == numbers(0, 150)
        assert set(c("SDIFF", "a", "b")) == numbers(0, 50)
        assert c("SDIFF", "a", "a") == []
        assert set(c("SMEMBERS", "a")) == numbers(0, 100)
        taken = set(c("SPOP", "a", 30))
        assert len(taken) == 30 and taken | set(c("SMEMBERS", "a")) == numbers(0, 100)
        c.close()


def scan_sees_every_key_while_the_table_grows_and_shrinks():
    with Server() as server:
        c = server.client()
        for i in range(2000):
            c("SET", f"stays{i}", i)
        seen, cursor, i = set(), b"0", 0
        while True:
            cursor, keys = c("SCAN", cursor, "COUNT", 20, "MATCH", "stays*")
            seen.update(keys)
            if cursor == b"0":
                break
            for k in range(60):
                i += 1
                c("SET", f"goes{i}", 1) if len(seen) < 1000 else c("DEL", f"goes{i - 3000}")
        assert seen == {b"stays%d" % i for i in range(2000)}, len(seen)
        assert c("SCAN", 0, "TYPE", "hash", "COUNT", 100000)[1] == []
        assert len(c("KEYS", "stays1??")) == 100
        c("HSET", "h", "f", "v")
        assert c("HSCAN", "h", 0) == [b"0", [b"f", b"v"]]
        c("ZADD", "z", 1.5, "m")
        assert c("ZSCAN", "z", 0) == [b"0", [b"m", b"1.5"]]
        c.close()


def keys_expire_by_themselves_and_when_asked_for():
    with Server() as server:
        c = server.client()
        for i in range(500):
            c("SET", f"k{i}", "v", "PX", 1 + i % 50)
        c("SET", "stays", 1, "EX", 1000)
        wait_until(lambda: c("DBSIZE") == 1, "keys nobody asks for don't expire")
        c("SET", "soon", 1, "PX", 20)
        wait_until(lambda: c("GET", "soon") is None, "a key that is asked for doesn't expire")
        assert c("TTL", "stays") > 990
        c.close()


# ---- clients ---------------------------------------------------------------------------------------

def pipelined_requests_are_answered_in_order():
    with Server() as server:
        c = server.client()
        n = 20000
        sender = threading.Thread(target=lambda: c.sock.sendall(
            b"".join(request("INCR", "n") for _ in range(n))))
        sender.start()
        assert [c.answer() for _ in range(n)] == list(range(1, n + 1))
        sender.join()
        c.close()


def client_that_has_said_all_gets_all_answers():
    with Server() as server:
        c = server.client()
        c.sock.sendall(request("SET", "k", b"x" * 1000000) + request("GET", "k") * 20)
        c.sock.shutdown(socket.SHUT_WR)
        assert c.answer() == "OK"
        assert all(len(c.answer()) == 1000000 for _ in range(20))
        assert c.file.read() == b""
        c.close()


def requests_may_come_byte_by_byte_and_inline():
    with Server() as server:
        c = server.client()
        for byte in request("SET", "k", b"\r\n$5\r\n*") + b"PING\r\n":
            c.sock.sendall(bytes([byte]))
        assert c.answer() == "OK" and c.answer() == "PONG"
        assert c("GET", "k") == b"\r\n$5\r\n*"
        assert c.line(b'SET k "a b\\x41\\n" \r\n') == "OK"
        assert c("GET", "k") == b"a bA\n"
        assert c.line(b"SET k 'it\\'s'\n") == "OK"
        assert c("GET", "k") == b"it's"
        c.sock.sendall(b"\r\n\r\n*0\r\n*-1\r\n")
        assert c("PING") == "PONG"
        big = random.randbytes(20 << 20)
        assert c("SET", "big", big) == "OK"
        assert c("GET", "big") == big
        c.close()


def bad_protocol_is_answered_with_an_error_and_the_end():
    with Server(client_query_buffer_limit=1 << 20) as server:
        hostile = [b"*1000000000\r\n", b"*1\r\n$-5\r\n", b"*1\r\n$99999999999\r\n", b"*1\r\n:5\r\n",
                   b"*x\r\n", b"*2\r\n$3\r\nGET\r\n$9999999999999999999999\r\n", b"A" * 70000,
                   b'SET "x\r\n', b"*" + b"1" * 70000]
        for bytes_ in hostile:
            c = server.client()
            c.sock.sendall(bytes_)
            assert isinstance(c.answer(), Error), bytes_[:40]
            try:
                assert c.file.read() == b"", bytes_[:40]
            except ConnectionResetError:
                pass
            c.close()
        for bytes_ in b"*3\r\n$3\r\nSET", b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$500000000\r\nabc", b"*", b"":
            c = server.client()
            c.sock.sendall(bytes_)
            c.close()
        c = server.client()
        c.sock.sendall(b"*2\r\n$4\r\nECHO\r\n$500000000\r\n")
        try:
            for _ in range(64):
                c.sock.sendall(b"x" * 65536)
            assert c.file.read() == b""
        except (BrokenPipeError, ConnectionResetError):
            pass
        c.close()
        noise = random.Random(1)
        for _ in range(300):
            c = server.client()
            c.sock.sendall(noise.randbytes(noise.randrange(400)).replace(b"shutdown", b""))
            c.close()
        c = server.client()
        assert c("PING") == "PONG"
        memory = int(re.search(rb"used_memory:(\d+)", c("INFO", "memory"))[1])
        assert memory < 4 << 20, memory
        c.close()


def client_that_does_not_read_its_answers_stops_being_served():
    with Server() as server:
        slow, c = server.client(), server.client()
        c("SET", "k", b"x" * 100000)
        slow.sock.setblocking(False)
        try:
            while True:
                slow.sock.send(request("GET", "k") * 100)
        except BlockingIOError:
            pass
        memory = int(re.search(rb"used_memory:(\d+)", c("INFO", "memory"))[1])
        assert memory < 8 << 20, memory
        slow.close()
        wait_until(lambda: b"connected_clients:1\r" in c("INFO", "clients"), "it is still there")
        c.close()


def too_many_clients_are_turned_away():
    with Server(maxclients=5) as server:
        clients = [server.client() for _ in range(5)]
        assert all(c("PING") == "PONG" for c in clients)
        extra = server.client()
        assert isinstance(extra.answer(), Error) and extra.file.read() == b""
        clients.pop().close()
        wait_until(lambda: b"connected_clients:4\r" in clients[0]("INFO", "clients"), "not gone")
        again = server.client()
        assert again("PING") == "PONG"


def memory_limit_refuses_writes_and_keeps_the_rest():
    with Server(maxmemory="3mb") as server:
        c = server.client()
        answer, n = "OK", 0
        while answer == "OK":
            answer = c("SET", f"k{n}", "x" * 10000)
            n += 1
        assert isinstance(answer, Error) and answer.startswith("OOM") and n > 100
        assert c("GET", "k0") == b"x" * 10000
        assert c("DEL", *[f"k{i}" for i in range(50)]) == 50
        assert c("SET", "k0", "again") == "OK"
        c.close()


def blocked_clients_are_served_in_their_order():
    with Server() as server:
        c = server.client()
        waiting = [server.client() for _ in range(3)]
        for i, w in enumerate(waiting):
            w.send("BLPOP", "other", "q", 0)
            wait_until(lambda: server_waits(c, i + 1), "it doesn't wait")
        assert c("RPUSH", "q", "a", "b") == 2
        assert waiting[0].answer() == [b"q", b"a"]
        assert waiting[1].answer() == [b"q", b"b"]
        waiting[2].close()  # hangs up while it waits: nothing is lost
        wait_until(lambda: b"connected_clients:3\r" in c("INFO", "clients"), "still there")
        assert c("RPUSH", "q", "c") == 1
        assert c("LRANGE", "q", 0, -1) == [b"c"]
        assert waiting[0]("BRPOP", "nothing", 0.02) is None
        assert waiting[0]("BRPOP", "q", 0) == [b"q", b"c"]
        waiting[0].sock.sendall(request("BLPOP", "q", 0) + request("PING"))
        wait_until(lambda: server_waits(c, 1), "it doesn't wait")
        c("LPUSH", "q", "d")
        assert waiting[0].answer() == [b"q", b"d"] and waiting[0].answer() == "PONG"


def server_waits(c, n):
    return c("CLIENT", "LIST").count(b"cmd=blpop") >= n


def subscribers_hear_what_is_published():
    with Server() as server:
        c, one, all_ = server.client(), server.client(), server.client()
        one.send("SUBSCRIBE", "news", "weather")
        assert one.answer() == [b"subscribe", b"news", 1]
        assert one.answer() == [b"subscribe", b"weather", 2]
        assert all_("PSUBSCRIBE", "n[aeo]*s") == [b"psubscribe", b"n[aeo]*s", 1]
        assert c("PUBLISH", "news", "hello") == 2
        assert one.answer() == [b"message", b"news", b"hello"]
        assert all_.answer() == [b"pmessage", b"n[aeo]*s", b"news", b"hello"]
        assert isinstance(one("GET", "k"), Error)
        assert one("PING") == [b"pong", b""]
        assert c("PUBSUB", "NUMSUB", "news") == [b"news", 1]
        assert one("UNSUBSCRIBE", "news") == [b"unsubscribe", b"news", 1]
        assert c("PUBLISH", "news", "again") == 1
        assert one("UNSUBSCRIBE") == [b"unsubscribe", b"weather", 0]
        assert one("GET", "k") is None
        one.close()
        all_.close()
        wait_until(lambda: c("PUBLISH", "news", "x") == 0, "who has gone still listens")


def subscriber_that_does_not_listen_is_let_go():
    with Server(pubsub_output_limit=1 << 20) as server:
        c, deaf, good = server.client(), server.client(), server.client()
        for s in deaf, good:
            assert s("SUBSCRIBE", "c")[2] == 1
        heard = []
        listener = threading.Thread(target=lambda: heard.extend(good.answer() for _ in range(400)))
        listener.start()
        counts = []
        for i in range(400):
            counts.append(c("PUBLISH", "c", b"x" * 50000))
            wait_until(lambda: len(heard) >= i - 4, "the good one doesn't keep up")
        assert counts[0] == 2 and counts[-1] == 1, counts[-1]
        listener.join(DEADLINE)
        assert len(heard) == 400


# ---- what stays --------------------------------------------------------------------------------------

def fill(c, dice):
    for i in range(300):
        c("SET", f"s{i}", dice.randbytes(dice.randrange(200)))
        c("RPUSH", "list", i, "x")
        c("HSET", "hash", i, dice.random())
        c("SADD", "set", dice.randrange(1000))
        c("ZADD", "zset", dice.uniform(-1e9, 1e9), dice.randrange(200))
    for i in range(50):
        c("LPOP", "list")
        c("SPOP", "set")
        c("ZPOPMIN", "zset")
        c("INCR", "counter")
        c("HINCRBYFLOAT", "hash", "f", 0.1)
        c("APPEND", "s1", "more")
    c("SET", "mortal", 1, "EX", 10000)
    c("SET", "gone", 1, "PX", 1)
    c("LMOVE", "list", "list2", "LEFT", "RIGHT")
    c("RENAME", "s2", "renamed")
    c("SELECT", 3)
    c("SET", "elsewhere", "3")
    c("SELECT", 0)
    wait_until(lambda: c("EXISTS", "gone") == 0, "it doesn't expire")


def contents(c):
    all_ = {}
    for key in sorted(c("KEYS", "*")):
        kind = c("TYPE", key)
        value = {"string": lambda: c("GET", key), "list": lambda: c("LRANGE", key, 0, -1),
                 "set": lambda: sorted(c("SMEMBERS", key)),
                 "hash": lambda: sorted(zip(*[iter(c("HGETALL", key))] * 2)),
                 "zset": lambda: c("ZRANGE", key, 0, -1, "WITHSCORES")}[kind]()
        all_[key] = kind, value, c("PEXPIRETIME", key)
    c("SELECT", 3)
    all_["elsewhere"] = c("GET", "elsewhere")
    c("SELECT", 0)
    return all_


def filled(server):
    c = server.client()
    fill(c, random.Random(7))
    before = contents(c)
    return c, before


def check(server, before):
    c = server.client()
    after = contents(c)
    assert before == after, {k: (before.get(k), after.get(k))
                             for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    c.close()


def snapshot_brings_everything_back():
    server = Server()
    c, before = filled(server)
    assert c("SAVE") == "OK"
    c("SET", "unsaved", 1)
    server.process.kill()
    server.end(signal.SIGKILL, -signal.SIGKILL)
    with Server(server.folder) as again:
        check(again, before)


def background_snapshot_is_of_the_moment_it_began():
    server = Server()
    c, before = filled(server)
    assert c("BGSAVE") == "Background saving started"
    c("SET", "later", 1)
    wait_until(lambda: b"rdb_bgsave_in_progress:0" in c("INFO", "persistence"), "it doesn't end")
    assert b"rdb_last_bgsave_status:ok" in c("INFO", "persistence")
    c.close()
    server.end()
    with Server(server.folder) as again:
        check(again, before)


def server_saves_when_it_ends_and_shutdown_can_prevent_it():
    server = Server(save="3600 1")
    c, before = filled(server)
    server.end()
    server = Server(server.folder, save="3600 1")
    check(server, before)
    c = server.client()
    c("FLUSHALL")
    c.send("SHUTDOWN", "NOSAVE")
    assert c.file.read() == b""
    server.end(how=None)
    with Server(server.folder) as again:
        check(again, before)


def damaged_snapshot_is_refused():
    server = Server()
    c, _ = filled(server)
    c("SAVE")
    server.end()
    path = os.path.join(server.folder, "dump.edo")
    whole = open(path, "rb").read()
    for bytes_ in whole[:-30], whole[:len(whole) // 2], whole.replace(b"elsewhere", b"elsewhera", 1):
        open(path, "wb").write(bytes_)
        run = subprocess.run([PROGRAM, "--port", "0", "--dir", server.folder],
                             capture_output=True, timeout=DEADLINE)
        assert run.returncode == 1 and b"loading the data" in run.stderr, run


def log_brings_everything_back_after_a_kill():
    for sync in "always", "everysec", "no":
        server = Server(appendonly="yes", appendfsync=sync)
        _, before = filled(server)
        server.end(signal.SIGKILL, -signal.SIGKILL)
        with Server(server.folder, appendonly="yes") as again:
            check(again, before)


def changes_that_the_log_cannot_take_are_not_confirmed():
    log = "appendonly.aof"
    with Server(appendonly="yes", appendfsync="no") as server:
        unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        c = server.client()
        assert c("SET", "first", "1") == "OK"
        full = os.path.getsize(os.path.join(server.folder, log)) + 200000
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (full, unlimited[1]))
        confirmed = 0
        try:
            while c("SET", f"k{confirmed}", "x" * 1000) == "OK":
                confirmed += 1
            raise AssertionError("an answer, though the log is full")
        except (EOFError, ConnectionResetError):
            pass
        c = server.client()
        assert c("GET", "first") == b"1" and c("SET", "more", "1").startswith("MISCONF")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert c("SET", "more", "2") == "OK"
        server.process.kill()
        server.process.wait()
        with Server(server.folder, appendonly="yes") as again:
            c = again.client()
            assert confirmed > 100 and c("GET", "more") == b"2"
            assert c("EXISTS", *[f"k{i}" for i in range(confirmed)]) == confirmed
            c.close()
        server.end = lambda: None


def torn_end_of_the_log_is_cut_off():
    server = Server(appendonly="yes")
    c, before = filled(server)
    server.end()
    path = os.path.join(server.folder, "appendonly.aof")
    whole = open(path, "rb").read()
    torn = request("SET", "half", "x" * 100)
    for cut in 1, 10, len(torn) - 1:
        open(path, "wb").write(whole + torn[:cut])
        with Server(server.folder, appendonly="yes") as again:
            check(again, before)
        assert open(path, "rb").read() == whole
    open(path, "wb").write(b"*1\r\n$3\r\nBAD\r\n" + whole)
    run = subprocess.run([PROGRAM, "--port", "0", "--dir", server.folder, "--appendonly", "yes"],
                         capture_output=True, timeout=DEADLINE)
    assert run.returncode == 1, run


def rewritten_log_is_shorter_and_loses_nothing():
    server = Server(appendonly="yes")
    c, _ = filled(server)
    for i in range(2000):
        c("INCR", "counter")
    path = os.path.join(server.folder, "appendonly.aof")
    assert open(path, "rb").read().count(b"INCR") > 2000
    assert c("BGREWRITEAOF").startswith("Background append only file rewriting")
    during = 0
    while b"aof_rewrite_in_progress:1" in c("INFO", "persistence"):
        c("RPUSH", "during", during)
        during += 1
    assert open(path, "rb").read().count(b"INCR") == 0
    c("SET", "after", during)
    before = contents(c)
    server.end(signal.SIGKILL, -signal.SIGKILL)
    with Server(server.folder, appendonly="yes") as again:
        check(again, before)


def log_is_begun_with_the_snapshot():
    server = Server()
    c, before = filled(server)
    c("SAVE")
    server.end()
    server = Server(server.folder, appendonly="yes")
    c = server.client()
    wait_until(lambda: b"aof_rewrite_in_progress:0" in c("INFO", "persistence"), "it doesn't end")
    server.end()
    os.unlink(os.path.join(server.folder, "dump.edo"))
    with Server(server.folder, appendonly="yes") as again:
        check(again, before)


# ---- without memory ------------------------------------------------------------------------------------

# Between two SIGUSR1, every so-manyth allocation fails.
SHORTAGE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
static volatile int on;
static unsigned long dice = 88172645463325252;
static void *(*real_malloc)(size_t), *(*real_realloc)(void *, size_t);
static void toggle(int signal) { (void)signal; on = !on; }
static int fails(void)
{
    dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
    if (!on || dice % 7) return 0;
    errno = ENOMEM;
    return 1;
}
__attribute__((constructor)) static void begin(void)
{
    real_malloc = dlsym(RTLD_NEXT, "malloc"), real_realloc = dlsym(RTLD_NEXT, "realloc");
    signal(SIGUSR1, toggle);
}
void *malloc(size_t n) { return fails() ? 0 : real_malloc(n); }
void *realloc(void *p, size_t n) { return fails() ? 0 : real_realloc(p, n); }
"""


def persistent(server, c, words):
    """The answer; None where the connection ended for want of memory."""
    try:
        if not c:
            c = server.client()
        return c, c(*words)
    except (EOFError, ConnectionResetError, BrokenPipeError):
        return None, None


def failing_allocations_are_answered_and_leave_the_log_right():
    if os.environ.get("EDO_SANITIZE"):
        return "a sanitizer has an allocator of its own"
    library = os.path.join(SCRATCH, "shortage.so")
    subprocess.run([os.environ.get("EDOCC_CC", "cc"), "-shared", "-fPIC", "-x", "c", "-", "-o", library,
                    "-ldl"], input=SHORTAGE.encode(), check=True)
    seed = int(os.environ.get("SEED", random.randrange(1 << 32)))
    print("seed", seed)
    dice = random.Random(seed)
    kinds = sorted({line.split()[0] for line in SCRIPT.strip().splitlines()} -
                   {"SUBSCRIBE", "SELECT", "FLUSHALL", "FLUSHDB"})
    server = Server(preload=library, appendonly="yes", appendfsync="no")
    c, refused, ended = None, 0, 0
    server.process.send_signal(signal.SIGUSR1)
    for _ in range(20000):
        words = [dice.choice(kinds)] + [
            dice.choice(["k", "l", "m", "n", "o", "p"]) if i == 0 else
            dice.choice(["1", "2", "-1", "x" * dice.randrange(300), str(dice.randrange(99))])
            for i in range(dice.choice([1, 2, 2, 3, 3, 5, 8]))]
        c, answer = persistent(server, c, words)
        refused += isinstance(answer, Error) and answer.startswith(("OOM", "MISCONF"))
        ended += c is None
    server.process.send_signal(signal.SIGUSR1)
    print(f"{refused} commands refused, {ended} connections ended")
    assert refused > 100
    c = server.client()
    # Where the log itself found no memory, it is written anew before anything else is changed.
    wait_until(lambda: c("SET", "again", 1) == "OK", "it doesn't recover")
    for key in c("KEYS", "*"):
        c("PERSIST", key)  # none is to expire while they are compared
    before = contents(c)
    server.end(signal.SIGKILL, -signal.SIGKILL)
    with Server(server.folder, appendonly="yes") as again:
        check(again, before)


# ---- redis-tools -----------------------------------------------------------------------------------

def redis_benchmark_runs_without_an_error():
    if not shutil.which("redis-benchmark"):
        return "redis-tools is not installed"
    with Server() as server:
        for more in [], ["-P", "16"], ["-t", "set,get,mset", "-d", "5000", "-r", "1000"]:
            run = subprocess.run(["redis-benchmark", "-p", str(server.port), "-n", "2000", "-q",
                                  "--csv", *more], capture_output=True, text=True, timeout=200)
            assert run.returncode == 0 and not run.stderr, run
            lines = run.stdout.splitlines()
            assert len(lines) > (15 if len(more) < 4 else 3), run.stdout
            assert "rror" not in run.stdout, run.stdout
        assert "rror" not in server.said(), server.said()


def redis_cli_talks_to_it():
    if not shutil.which("redis-cli"):
        return "redis-tools is not installed"
    with Server() as server:
        def cli(*words, stdin=""):
            return subprocess.run(["redis-cli", "-e", "-p", str(server.port), *words], input=stdin,
                                  capture_output=True, text=True, timeout=DEADLINE, check=True).stdout
        assert cli("set", "k", "v") == "OK\n"
        assert cli(stdin="get k\nincr n\nlpush l a b\nlrange l 0 -1\n") == "v\n1\n2\nb\na\n"
        assert "connected_clients:1" in cli("info")
        assert "write" in cli("command", "info", "set")
        assert "appendonly" in cli("config", "get", "append*")
        assert cli("--scan") .split() and "keys" in cli("--bigkeys")
        assert cli("--pipe", stdin="".join("SET p%d %d\r\n" % (i, i) for i in range(1000)))
        assert cli("get", "p999") == "999\n"


TESTS = [test for name, test in list(globals().items())
         if "_" in name and callable(test) and name.count("_") >= 3]


def main():
    names = sys.argv[1:]
    for test in TESTS:
        if names and test.__name__ not in names:
            continue
        begun = time.monotonic()
        reason = test()
        print(f"{test.__name__}: " + (f"skipped: {reason}" if reason else
                                      f"{time.monotonic() - begun:.1f} s"), flush=True)
    shutil.rmtree(SCRATCH)


main()
