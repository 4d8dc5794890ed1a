"""Praxis for a harness that measures synchronisation peers side by side: real nodes, driven over their control sockets.

A harness that looks for adapters loads this file by its path and gives it the names of its own base module. Needed:
the praxis binary, in BENCH_PRAXIS or on PATH, and Python 3 with nothing else.
"""
import base64, hashlib, json, os, re, shutil, threading, time
from .base import *
from .http import Api

PASSPHRASE = "measured on this machine only"
BULK = 1000
PORT = 4710
ADDED = ("audience", "document", "version", "supersedes", "body", "licence", "handling", "attribution")  # keys that sharing adds


def binary():
    return os.environ.get("BENCH_PRAXIS") or shutil.which("praxis")


class Node:
    """One node in one instance of the harness."""

    def __init__(self, inst):
        self.inst, self.dir = inst, inst.dir + "/node"
        self.secret = inst.dir + "/passphrase"
        with open(self.secret, "w") as f:
            f.write((PASSPHRASE + "\n") * 4)
        self.run("init", "--name", "Body " + inst.name, "--country", "FR", "--listen", "/ip4/%s/tcp/%d" % (inst.ip, PORT))
        self.key, self.request = inst.dir + "/member.key", inst.dir + "/member.request"
        self.run("key", "new", self.key, signs=True)
        out = self.run("request", self.request, "--key", self.key, "--json", signs=True)
        self.words = json.loads(out[out.index("{"):])["words"]
        if isinstance(self.words, list):
            self.words = " ".join(self.words)

    def run(self, *args, signs=False):
        command = [binary(), *args, "--dir", self.dir]
        if not signs:
            return self.inst.run(command)
        quoted = " ".join("'%s'" % a for a in [*command, "--passphrase-fd", "0"])
        return self.inst.run(["sh", "-c", "%s < '%s'" % (quoted, self.secret)], cwd=self.inst.dir)

    def start(self, network):
        self.run("join", network)
        self.inst.spawn([binary(), "start", "--dir", self.dir, "--only-peers", "--log", "warn"])
        self.socket = self.dir + "/control.sock"
        end = time.time() + 60
        while True:
            try:
                self.api = self.connection()
                self.address = self.api.json("GET", "/v1/status")["addresses"][0]
                return
            except OSError:
                if time.time() > end:
                    raise
                time.sleep(.02)

    def connection(self, session=None):
        return Api(self.inst, self.socket, {"Praxis-Session": session} if session else {})

    def connect(self, other):
        self.post(self.api, "/v1/connect", {"address": other.address})

    def person(self, name, role):
        self.post(self.api, "/v1/persons", {"name": name, "roles": [role], "passphrase": PASSPHRASE})
        return self.connection(self.post(self.api, "/v1/sessions", {"name": name, "passphrase": PASSPHRASE})["token"])

    @staticmethod
    def post(api, path, body):
        return api.json("POST", path, body=json.dumps(body), headers={"Content-Type": "application/json"})

    def wait(self, head, api=None):
        self.post(api or self.api, "/v1/wait", {"heads": [head], "timeout_ms": 600000})


def found(nodes):
    """One network of all nodes, in which the keys of the first two sign."""
    first = nodes[0]
    args = ["admit", "--found", "Bench", "--threshold", "2", *[n.request for n in nodes], "--key", first.key, "--key", nodes[1].key]
    for n in nodes[2:]:
        args += ["--words", n.words]
    first.run(*args, signs=True)
    network = first.inst.dir + "/praxis.network"
    for n in nodes:
        n.start(network)


class Desk:
    """Two people at a node: one writes, the other approves."""

    def __init__(self, node):
        self.node = node
        self.author, self.reviewer = node.person("Author", "author"), node.person("Reviewer", "reviewer")
        self.head, self.ids = None, {}

    def add(self, files):
        """[(path, bytes)] become drafts."""
        for at in range(0, len(files), BULK):
            some = files[at:at + BULK]
            lines = "".join(json.dumps({"name": p, "file": base64.b64encode(escaped(b)).decode()}) + "\n" for p, b in some)
            for line in self.author.raw("POST", "/v1/drafts/bulk", body=lines).splitlines():
                one = json.loads(line)
                if "id" not in one:
                    raise RuntimeError("%s: %s" % (one["name"], one.get("error")))
                self.ids[one["name"]] = one["id"]

    def follow(self, api, path, body):
        last = None
        for line in api.raw("POST", path, body=json.dumps(body)).splitlines():
            last = json.loads(line)
            if "failed" in last or "reason" in last:
                raise RuntimeError(last)
        return last

    def approve_all(self):
        self.follow(self.reviewer, "/v1/drafts/approve-published", {})

    def approve(self, path):
        at = "/v1/drafts/" + self.ids[path]
        Node.post(self.author, at + "/review", {})
        Node.post(self.reviewer, at + "/reading", {})
        Node.post(self.reviewer, at + "/reading/answer", {"nothing": True})
        Node.post(self.reviewer, at + "/approve", {})

    def edit(self, path, data):
        self.author.raw("PUT", "/v1/drafts/%s/file" % self.ids[path], body=escaped(data))

    def share(self, **wish):
        for h in self.follow(self.author, "/v1/share", wish)["heads"]:
            if h["audience"] == "npms":
                self.head = h

    def next(self):
        return {**self.head, "sequence": self.head["sequence"] + 1}


class Peer(Adapter):
    name = "praxis"
    options = set()
    settings = ("TCP with Noise; every content's hash, every head's signature and the log's root checked; withdrawals and heads "
                "synced to disk, the last contents synced before they count as held; two people, and the gate, before each share")

    def available(self):
        return None if binary() else "no praxis binary (BENCH_PRAXIS or PATH)"

    def start_pair(self, A, B):
        self.a, self.b = Node(A), Node(B)
        found([self.a, self.b])
        self.desk = Desk(self.a)
        self.waiting = self.b.connection()

    def load(self, src):
        files = []
        for d, _, names in os.walk(src):
            for n in names:
                p = os.path.join(d, n)
                with open(p, "rb") as f:
                    files.append((os.path.relpath(p, src), f.read()))
        self.desk.add(files)
        self.desk.approve_all()
        self.desk.share(approved=True)

    def begin_sync(self):
        self.b.connect(self.a)

    def wait_converged(self, timeout=1800):
        self.b.wait(self.desk.head)

    def _shared(self, began, **wish):
        self.split["ingest"] = time.perf_counter() - began
        self.desk.share(**wish)
        self.b.wait(self.desk.head, self.waiting)

    def add_one(self, path, data):
        began = time.perf_counter()
        self.desk.add([(path, data)])
        self.desk.approve(path)
        self._shared(began, drafts=[self.desk.ids[path]])

    def change(self, changed, deleted):
        began = time.perf_counter()
        for path, data in changed.items():
            self.desk.edit(path, data)
            self.desk.approve(path)
        self._shared(began, drafts=[self.desk.ids[p] for p in changed], withdraw=[self.desk.ids[p] for p in deleted])
        for p in deleted:
            del self.desk.ids[p]

    def noop(self):
        self.b.post(self.b.api, "/v1/greet", {})

    def hashes(self):
        """What B exports, without the keys that sharing adds, is the author's file again."""
        paths = {v: k for k, v in self.desk.ids.items()}
        out = {}
        for line in self.b.api.raw("GET", "/v1/documents").splitlines():
            one = json.loads(line)
            if "id" in one:
                file = self.b.api.raw("GET", "/v1/documents/%s/markdown" % one["id"])
                out[paths.get(one["id"], one["id"])] = hashlib.sha256(unshared(file)).hexdigest()
        return out

    def start_many(self, insts):
        self.nodes = [Node(x) for x in insts]
        found(self.nodes)
        for i, n in enumerate(self.nodes):      # a ring with chords: each connects to two others
            for k in (1, 3):
                n.connect(self.nodes[(i + k) % len(self.nodes)])
        for n in self.nodes:
            n.post(n.api, "/v1/wait", {"connected": 4})
        self.desk = Desk(self.nodes[0])
        time.sleep(1)
        for h in self.nodes[0].api.json("GET", "/v1/repositories"):
            if h["own"] and h["audience"] == "npms":
                self.desk.head = {k: h[k] for k in ("body", "audience", "epoch", "sequence")}

    def publish(self, path, data):
        self.desk.add([(path, data)])
        self.desk.approve(path)
        head, took = self.desk.next(), []

        def wait(n):
            n.wait(head)
            took.append(time.perf_counter())
        waits = [threading.Thread(target=wait, args=(n,)) for n in self.nodes[1:]]
        for w in waits:
            w.start()
        time.sleep(.1)
        began = time.perf_counter()
        self.desk.share(drafts=[self.desk.ids[path]])
        for w in waits:
            w.join()
        return [t - began for t in took]



def escaped(file):
    """A heading that is cut off, as some are, is given as text, with what it ends with in a comment: Praxis refuses a
    heading without words, and exports others without the spaces and empty lines that follow them."""
    def cut(m):
        line, rest = m.group(1).rstrip(), m.group(0)
        if rest == line and line.strip(b"#"):
            return rest
        rest, at_end = rest[len(line):], m.end() == len(file)
        after = b"" if b"\n" not in rest and not at_end else b"\n" if at_end else b"\n\n"
        return b"\\" + line + b" <!-- ends with " + rest.hex().encode() + b" -->" + after
    return re.sub(rb"(?m)^(#+[^\n]*)(?:\n\n\n+|\n*\Z|(?=\n))", cut, file)


def unshared(file):
    """The author's file: without the keys that sharing adds, and without what was escaped."""
    def whole(m):
        rest = bytes.fromhex(m.group(2).decode())
        after = m.group(3) if b"\n" not in rest and m.end() != len(file) else b""
        return m.group(1) + rest + after
    file = re.sub(rb"(?m)^\\(#+[^\n]*?) <!-- ends with ([0-9a-f]*) -->(\n?\n?)", whole, file)
    head, fence, text = file.decode().partition("\n---\n")
    lines, skip = [], False
    for line in head.split("\n"):
        if line.startswith(" ") and skip:
            continue
        skip = line.split(":")[0] in ADDED or line.startswith(("checked:", "derived-from:"))
        if not skip:
            lines.append(line)
    return ("\n".join(lines) + fence + text).encode()
