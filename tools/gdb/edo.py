# SPDX-License-Identifier: MIT
"""Edo in gdb: the tasks of a program, in a live process or a core file.

    (gdb) source PREFIX/share/gdb/edo.py

    edo tasks        all tasks of all runtimes, their states and what they wait for
    edo bt [TASK]    async backtraces: of the task at an address, with a number or with a name; of
                     the one that runs if none is named
    edo break NAME   a breakpoint where an async function begins, not where it goes on
    edo next         `next`, which follows an async function over its awaits

All that the commands read is found by the symbol `edo__debug`, in which libedo describes its
structures (runtime/sched/debug.h): neither libedo nor the program needs debug information. Where the
program has it, named futures are called by their names.

The branches of a join or select are known to whoever waits for them. Any other branch, a named
future's, knows its owner, and not the other way round: those are found by looking through the
frames for words that name an owner, as a conservative collector does. What is found must then look
like a branch in all its words, and, if it doesn't wait, have a name: what has ended may have left
such words behind."""

import gdb

NEW, RUNNING, DONE, TAKEN = range(4)  # values of a branch's site that are none
BITS, CANCELLED, SHIELDED = 7, 2, 4  # of a branch's owner
UP_CONST, UP_INDEX, UP_DYNAMIC, UP_ROOT = range(4)
BOXED = 0xFFFFFFFF
SITE_BRANCH, SITE_GROUP = 2, 4
STATE_DONE = 4
PENDING = 1  # what an async function returns when it suspends
DEPTH = 10000  # frames, so that what is broken ends


class Memory:
    """Typed reads from the inferior, little or big endian."""

    def __init__(self):
        self.inferior = gdb.selected_inferior()
        little = "little" in gdb.execute("show endian", to_string=True)
        self.order = "little" if little else "big"
        self.word_size = gdb.lookup_type("long").pointer().sizeof

    def bytes(self, address, n):
        return bytes(self.inferior.read_memory(address, n))

    def number(self, address, n):
        return int.from_bytes(self.bytes(address, n), self.order)

    def word(self, address):
        return self.number(address, self.word_size)

    def u32(self, address):
        return self.number(address, 4)

    def u8(self, address):
        return self.number(address, 1)

    def words(self, address, size):
        """(address, word) of each, or nothing if they can't be read."""
        w = self.word_size
        try:
            all = self.bytes(address, size // w * w)
        except gdb.MemoryError:
            return
        for at in range(0, len(all), w):
            yield address + at, int.from_bytes(all[at:at + w], self.order)

    def string(self, address):
        if not address:
            return "?"
        try:
            return gdb.Value(address).cast(gdb.lookup_type("char").pointer()).string()
        except (gdb.MemoryError, UnicodeDecodeError):
            return "?"


class Layout:
    """The table behind edo__debug."""

    def __init__(self, memory):
        m = self.memory = memory
        try:
            here = int(gdb.parse_and_eval("(unsigned long)&edo__debug"))
        except gdb.error:
            raise gdb.GdbError("There is no libedo in this program, or it is stripped "
                               "(no symbol edo__debug).")
        version, count = m.u32(here), m.u32(here + 4)
        if version != 1:
            raise gdb.GdbError("This libedo describes itself in version %d; this script knows "
                               "version 1 only: use the one beside it." % version)
        w = m.word_size
        entries = m.word(here + 8)
        self.at = {}
        for i in range(count):
            name = m.string(m.word(entries + 2 * w * i))
            self.at[name] = m.word(entries + 2 * w * i + w)
        self.runtimes = here + 8 + w

    def __getitem__(self, name):
        return self.at[name]


class Site:
    def __init__(self, layout, address):
        m, at = layout.memory, layout.at
        self.address = address
        self.callee = m.word(address + at["site.callee"])
        self.caller = m.word(address + at["site.caller"])
        self.up = m.word(address + at["site.up"])
        self.ups = m.word(address + at["site.ups"])
        self.offset = m.u32(address + at["site.offset"])
        self.up_offset = m.u32(address + at["site.up_offset"])
        self.up_kind = m.u8(address + at["site.up_kind"])
        self.flags = m.u8(address + at["site.flags"])
        self.group = 0
        if self.flags & SITE_GROUP and "group.n" in at:
            self.group = m.word(address + at["site.leaf"])
        self.line = m.u32(address + at["site.line"])
        self.file = m.string(m.word(address + at["site.file"]))
        self.function = m.string(m.word(address + at["site.function"]))
        self.what = m.string(m.word(address + at["site.what"]))


class Frame:
    """One line of a backtrace: what is awaited, by which site, in which frame of the awaiter."""

    def __init__(self, site, awaiter, boxed):
        self.site, self.awaiter, self.boxed = site, awaiter, boxed


class Branch:
    def __init__(self, program, address):
        layout, m = program.layout, program.memory
        self.program, self.address = program, address
        self.leaf = m.word(address + layout["branch.leaf"])
        self.site = m.word(address + layout["branch.site"])
        self.owner = m.word(address + layout["branch.owner"])
        self.root = address + layout["branch.size"]  # its frame
        self.label = ""  # which one it is of a join or select
        self.boxes = []  # (address, size) of the boxed frames on its way
        self.frames = self.walk() if self.site > TAKEN else []

    @property
    def parked(self):
        return self.site > TAKEN

    def state(self):
        words = {NEW: "not started", RUNNING: "running", DONE: "done", TAKEN: "taken"}
        text = words.get(self.site, "waits")
        if self.owner & CANCELLED:
            text += ", cancelled"
        if self.owner & SHIELDED:
            text += ", shielded"
        return text

    def note_box(self, frame):
        p = self.program
        fn = p.memory.word(frame - p.layout["box.size"] + p.layout["box.fn"])
        if not fn:
            return  # a stream's: it stands in a frame that is known already
        self.boxes.append((frame, p.memory.u32(fn + p.layout["fn.size"])))

    def way_up(self, site, frame):
        """edo__site_up: (address of the site that awaits `frame`, the frame that awaits it)."""
        p, m = self.program, self.program.memory
        prefix = frame - p.layout["box.size"]
        up = site.up
        if site.up_kind != UP_CONST:
            n = m.u8(frame + site.up_offset) if site.up_kind == UP_INDEX else 0
            if n:
                up = m.word(site.ups + (n - 1) * m.word_size)
            elif site.up_kind == UP_ROOT or m.word(frame - m.word_size) & 1:
                return 0, 0
            else:
                up = m.word(prefix + p.layout["box.site"])
        if p.site(up).offset == BOXED:
            self.note_box(frame)
            return up, m.word(prefix + p.layout["box.caller"])
        return up, frame - p.site(up).offset

    def walk(self):
        frames, site = [], self.program.site(self.site)
        boxed = site.offset == BOXED
        awaiter = self.leaf - (0 if boxed else site.offset)
        while len(frames) < DEPTH:
            frames.append(Frame(site, awaiter, boxed))
            try:
                up, above = self.way_up(site, awaiter)
            except gdb.MemoryError:
                break
            if not up:
                break
            site, awaiter = self.program.site(up), above
            boxed = site.offset == BOXED
        return frames

    def awaits(self):
        """The branch that its leaf waits for; 0 if it waits for something else."""
        if self.parked and self.frames and self.frames[0].site.flags & SITE_BRANCH:
            return self.program.memory.word(self.leaf)
        return 0

    def group(self):
        """The branches of the join or select that it waits for."""
        if not self.frames or not self.frames[0].site.group:
            return
        p, m, at = self.program, self.program.memory, self.program.layout
        site = self.frames[0].site
        n, members = m.u32(site.group + at["group.n"]), m.word(site.group + at["group.members"])
        name = m.string(m.word(site.group + at["group.name"]))
        for i in range(n):
            member = members + i * at["member.size"]
            b = Branch(p, self.leaf + m.u32(member + at["member.offset"]))
            if m.u8(member + at["member.borrowed"]) and b.owner & ~BITS != self.address:
                continue  # its guard doesn't hold
            b.label = "%d of %d of the %s at %s:%d" % (i + 1, n, name, site.file, site.line)
            yield b

    def waits_for(self):
        if not self.frames:
            return self.state()
        site = self.frames[0].site
        return "%s in %s at %s:%d" % (site.what, site.function, site.file, site.line)


class Task:
    def __init__(self, program, address, runtime):
        layout, m = program.layout, program.memory
        self.program, self.address = program, address
        fn = m.word(address + layout["task.fn"])
        self.function = m.string(m.word(fn + layout["fn.name"]))
        self.size = m.u32(fn + layout["fn.size"])
        extra = m.word(address + layout["task.extra"])
        name = m.word(extra + layout["extra.name"]) if extra else 0
        self.name = m.string(name) if name else ""
        self.id = m.number(extra + layout["extra.id"], 8) if extra else 0
        self.running = m.word(runtime + layout["runtime.running"]) == address
        self.word = m.word(address + layout["task.state"])
        self.main = Branch(program, address + layout["task.branch"])

    def state(self):
        if self.running:
            text = "running"
        elif self.word == STATE_DONE:
            text = "ended"
        else:
            text = "waits" if self.word == 0 else "ready"
        return text + (", cancelled" if self.main.owner & CANCELLED else "")

    def innermost(self):
        b, seen = self.main, set()
        while b.awaits() and b.address not in seen:
            seen.add(b.address)
            inner = Branch(self.program, b.awaits())
            if not inner.parked:
                break
            b = inner
        return b

    def title(self):
        words = ["task"]
        words += [str(self.id)] if self.id else []
        words += ["'%s'" % self.name] if self.name else []
        return "%s (%s) at %#x %s" % (" ".join(words), self.function, self.address, self.state())

    def is_called(self, what):
        return what in (self.name, self.function, str(self.id), "%#x" % self.address)

    # ---- branches inside ----

    def branches(self):
        """All branches inside, as {address of the owner: [branch]}."""
        self.known, self.children, at = {self.main.address}, {}, 0
        self.ranges = [(self.main.root, self.size)]
        self.look_into(self.main)
        while at < len(self.ranges) < DEPTH:
            start, size = self.ranges[at]
            at += 1
            for address, word in list(self.program.memory.words(start, size)):
                b = self.branch_with_owner(address, word, self.known)
                if b:
                    self.adopt(b.owner & ~BITS, b)
                    at = 0  # owners may stand behind those they own
        for list_of in self.children.values():
            list_of.sort(key=lambda b: 0 if b.label else b.address)
        return self.children

    def adopt(self, owner, branch):
        self.known.add(branch.address)
        self.children.setdefault(owner, []).append(branch)
        self.look_into(branch)

    def look_into(self, branch):
        self.ranges += branch.boxes
        for b in branch.group():
            if b.address not in self.known:
                self.adopt(branch.address, b)

    def branch_with_owner(self, address, word, known):
        program = self.program
        branch = address - program.layout["branch.owner"]
        if not word & 1 or (word & ~BITS) not in known or branch in known:
            return None
        try:
            site = program.memory.word(branch + program.layout["branch.site"])
            if site > TAKEN and not program.is_code(program.site(site).caller):
                return None
            return Branch(program, branch)
        except gdb.MemoryError:
            return None


class Program:
    def __init__(self):
        self.memory = Memory()
        self.layout = Layout(self.memory)
        self.sites = {}

    def site(self, address):
        if address not in self.sites:
            self.sites[address] = Site(self.layout, address)
        return self.sites[address]

    def is_code(self, address):
        return address != 0 and has_symbol(address)

    def list(self, head, offset):
        node = self.memory.word(head)
        for _ in range(10 ** 7):
            if node == head or node == 0:
                return
            yield node - offset
            node = self.memory.word(node)

    def tasks(self):
        """(runtime, task) of all that haven't ended, oldest first."""
        at = self.layout
        for runtime in self.list(at.runtimes, at["runtime.all"]):
            for task in self.list(runtime + at["runtime.tasks"], at["task.all"]):
                yield runtime, Task(self, task, runtime)


def has_symbol(address):
    return not gdb.execute("info symbol %#x" % address, to_string=True).startswith("No symbol")


# ---- names of branches, from debug information ----


def field_at(type, offset):
    """The named future of a struct that spans `offset`; "" if there is none."""
    for f in type.strip_typedefs().fields():
        start = f.bitpos // 8
        if not start <= offset < start + f.type.sizeof:
            continue
        plain = f.type.strip_typedefs()
        if f.name and plain.code == gdb.TYPE_CODE_STRUCT:
            if "__future" in (plain.tag or ""):
                return f.name
        if not f.name and plain.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
            found = field_at(plain, offset - start)
            if found:
                return found
    return ""


def frame_type(resume):
    """The struct that a resume function's frames are; 0 without debug information."""
    try:
        block = gdb.block_for_pc(resume)
        name = block.function.name if block and block.function else ""
        if not name.endswith("__resume"):
            return None
        return gdb.lookup_type("struct %s__frame" % name[:-len("__resume")], block)
    except (gdb.error, AttributeError):
        return None


def branch_name(task, children, branch):
    """What the user calls it: the named future that it is."""
    for owner in [task.main] + [b for group in children.values() for b in group]:
        for frame in owner.frames:
            offset = branch.address - frame.awaiter
            type = frame_type(frame.site.caller)
            if type and 0 <= offset < type.sizeof:
                found = field_at(type, offset)
                if found:
                    return found
    return ""


# ---- commands ----


def print_branch(task, branch, children, indent):
    for n, f in enumerate(branch.frames):
        print("%s#%d %s%s awaited by %s at %s:%d" %
              (indent, n, f.site.what, " (boxed)" if f.boxed else "", f.site.function,
               f.site.file, f.site.line))
    for child in children.get(branch.address, []):
        called = [word for word in (branch_name(task, children, child), child.label) if word]
        if not called and not child.parked:
            continue
        print("%s%s at %#x %s" % (indent, " ".join(["branch", ", ".join(called)]).strip(),
                                  child.address, child.state()))
        print_branch(task, child, children, indent + "  ")


def print_task(task):
    print(task.title())
    print_branch(task, task.main, task.branches(), "  ")


class Edo(gdb.Command):
    """Tasks of an Edo program. `edo tasks`, `edo bt`, `edo break`, `edo next`."""

    def __init__(self):
        super().__init__("edo", gdb.COMMAND_STACK, gdb.COMPLETE_NONE, True)


class EdoTasks(gdb.Command):
    """All tasks of all runtimes that haven't ended: edo tasks"""

    def __init__(self):
        super().__init__("edo tasks", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        last, n = None, 0
        for runtime, task in Program().tasks():
            if runtime != last:
                print("runtime %#x" % runtime)
            last, n = runtime, n + 1
            where = "" if task.running else ": " + task.innermost().waits_for()
            print("  %s%s" % (task.title(), where))
        print("%d task%s" % (n, "" if n == 1 else "s"))


class EdoBacktrace(gdb.Command):
    """Async backtrace: edo bt [ADDRESS|NUMBER|NAME|FUNCTION|all]

Each line is an await, innermost first: what is awaited, by whom, where. Branches (of join and
select, named futures) stand below the branch that owns them."""

    def __init__(self):
        super().__init__("edo bt", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        what = argument.strip()
        tasks = [task for _, task in Program().tasks()]
        if not tasks:
            raise gdb.GdbError("There are no tasks.")
        if not what:
            found = [t for t in tasks if t.running] or tasks
        elif what == "all":
            found = tasks
        else:
            found = [t for t in tasks if t.is_called(what)] or self.by_value(tasks, what)
        for task in found:
            print_task(task)

    def by_value(self, tasks, what):
        try:
            address = int(gdb.parse_and_eval("(unsigned long)(%s)" % what))
        except gdb.error:
            address = 0
        found = [t for t in tasks if t.address == address]
        if not found:
            raise gdb.GdbError("No task is called %s: `edo tasks` lists them." % what)
        return found


class EdoBreak(gdb.Command):
    """A breakpoint where an async function begins: edo break NAME [if CONDITION]

Compile with -g. `break NAME__run` stops at each of its resumptions too."""

    def __init__(self):
        super().__init__("edo break", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, argument, from_tty):
        name, _, condition = (part.strip() for part in argument.strip().partition(" if "))
        if not name:
            raise gdb.GdbError("edo break: at which function?")
        function = gdb.lookup_global_symbol(name + "__run", gdb.SYMBOL_FUNCTIONS_DOMAIN)
        function = function or gdb.lookup_static_symbol(name + "__run", gdb.SYMBOL_VAR_DOMAIN)
        if not function:
            raise gdb.GdbError("There is no async function '%s' with debug information." % name)
        arguments = [s.name for s in gdb.block_for_pc(int(function.value().address))
                     if s.is_argument]
        begins = "%s == 0" % arguments[1]  # the frame, the state it goes on in, the context
        gdb.execute("break %s__run if %s" % (
            name, "%s && (%s)" % (begins, condition) if condition else begins))


class EdoNext(gdb.Command):
    """`next`, to the next line of an async function though it suspends in between: edo next

Compile with -g at -O0 or -Og."""

    def __init__(self):
        super().__init__("edo next", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        if not alive():
            raise gdb.GdbError("The program is not being run.")
        try:
            self.follow()
        except gdb.error as error:  # a core file can't be run, say
            raise gdb.GdbError(str(error))

    def follow(self):
        frame = gdb.selected_frame()
        parameter, activation = activation_of(frame)
        if not activation:
            gdb.execute("next")
            return
        here, name = place_of(frame), frame.name()
        passed = {here[1]} | edges_of(frame.function())
        resumed = gdb.Breakpoint(name, internal=True)
        resumed.silent = True
        resumed.condition = "(unsigned long)%s == %#x" % (parameter, activation)
        try:
            while self.step(name, activation, resumed):
                file, line = place_of(gdb.selected_frame())
                if file == here[0] and line not in passed:
                    break
        finally:
            resumed.delete()
        if alive():
            gdb.execute("frame")

    def step(self, name, activation, resumed):
        """One machine-level `next`. False: the function isn't active any more, or something else
        stopped the program."""
        try:
            end = Return(gdb.selected_frame())
        except (ValueError, gdb.error):
            gdb.execute("next")
            return False
        hits = resumed.hit_count
        gdb.execute("next", to_string=True)
        if end.is_valid():
            end.delete()
        if not alive():
            return False
        if end.result is None:
            return (gdb.selected_frame().name(), activation_of(gdb.selected_frame())[1]) == (
                name, activation)
        if end.result != PENDING:
            gdb.execute("next", to_string=True)  # to the line of whoever awaits it
            return False
        gdb.execute("continue", to_string=True)
        return alive() and resumed.hit_count != hits


class Return(gdb.FinishBreakpoint):
    """Stops where a function has returned, and notes what."""

    def __init__(self, frame):
        super().__init__(frame, internal=True)
        self.silent = True
        self.result = None

    def stop(self):
        self.result = int(self.return_value) if self.return_value is not None else 0
        return True


def alive():
    return gdb.selected_inferior().pid != 0 and gdb.selected_thread() is not None


def edges_of(function):
    """The lines of its head and of its closing brace, where it only comes and goes."""
    table, block = function.symtab.linetable(), gdb.block_for_pc(int(function.value().address))
    lines = [e.line for e in table if block.start <= e.pc < block.end and e.line]
    return {gdb.find_pc_line(block.start).line, max(lines, default=0)}


def place_of(frame):
    sal = frame.find_sal()
    return sal.symtab.filename if sal.symtab else "", sal.line


def activation_of(frame):
    """An async function's parameter that points to its frame, and its value; 0: it is none."""
    function = frame.function()
    if not function or not function.name.endswith("__run"):
        return "", 0
    for symbol in gdb.block_for_pc(int(function.value().address)):
        if symbol.is_argument:
            try:
                return symbol.name, int(symbol.value(frame))
            except (gdb.error, ValueError):
                return "", 0
    return "", 0


for header in "abi", "generated":
    gdb.execute(f"skip -gfi */edo/{header}.h", to_string=True)
Edo()
EdoTasks()
EdoBacktrace()
EdoBreak()
EdoNext()
