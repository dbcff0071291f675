# SPDX-License-Identifier: MIT
"""Random programs of joins, selects, named futures, streams, defers, shields, async blocks and
cancellations, as C text and as a model that says what they print.

The model is an interpreter of its own: it was written from the rules of the language, knows nothing
of frames, states or the runtime, and shares no code with them. All that waits is a *step*, a leaf
that says when it begins, is cancelled, ends, or is put back. A driver, the same on both sides, ends
steps in an order that depends on a seed alone; so each program has exactly one trace.

What `step` prints: b began, d was done, k is to end soon (its branch was cancelled), e ended by
that, x was done but put back (its branch had lost), c began in a cancelled branch."""

import random

ECANCELED = -125

HEAD = r"""#include <edo.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define T(k, v) printf("%d:%d ", k, v)

struct step_op {
    int result, id;
    bool quiet, waits, hurried;
    edo_branch *branch;
    struct step_op *next;
};
static struct step_op *waiting;
static int nwaiting, woken;

static void say(const struct step_op *op, char what)
{
    printf("%c%d ", what, op->id);
}

static edo_poll step_begin(struct step_op *op, edo_cx *cx, int id, bool quiet)
{
    struct step_op **p = &waiting;
    *op = (struct step_op){.id = id, .branch = cx->branch, .quiet = quiet};
    if (edo_cx_cancelled(cx)) {
        say(op, 'c');
        op->result = -ECANCELED;
        return EDO_READY;
    }
    if (!quiet)
        say(op, 'b');
    while (*p && (*p)->id <= id)
        p = &(*p)->next;
    op->next = *p;
    *p = op;
    op->waits = true;
    nwaiting++;
    return EDO_PENDING;
}

static edo_poll step_start(struct step_op *op, edo_cx *cx, int id)
{
    return step_begin(op, cx, id, false);
}

static edo_poll quiet_start(struct step_op *op, edo_cx *cx, int id)
{
    return step_begin(op, cx, id, true);
}

static void wake(struct step_op *op)
{
    struct step_op **p = &waiting;
    while (*p != op)
        p = &(*p)->next;
    *p = op->next;
    op->waits = false;
    nwaiting--;
    woken++;
    edo_branch_wake(op->branch);
}

static edo_poll step_resume(struct step_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->waits)
        return EDO_PENDING;
    woken--;
    say(op, op->hurried ? 'e' : 'd');
    op->result = op->hurried ? -ECANCELED : op->id;
    return EDO_READY;
}

static void step_cancel(struct step_op *op, edo_cx *cx)
{
    (void)cx;
    if (!op->waits)
        return;
    say(op, 'k');
    op->hurried = true;
    wake(op);
}

static void step_discard(struct step_op *op, edo_cx *cx)
{
    (void)cx;
    if (op->result >= 0)
        say(op, 'x');
    op->result = -ECANCELED;
}

static async int step(int id)
    edo_leaf(struct step_op, step_start, step_resume, step_cancel, step_discard);
static async int quiet(int id)
    edo_leaf(struct step_op, quiet_start, step_resume, step_cancel, step_discard);

static int tell(int id, int v)
{
    printf("t%d ", id);
    return v;
}

static async int now(int id)
{
    printf("n%d ", id);
    return id;
}

static async int fail(int id)
{
    int r = await step(id);
    printf("f%d ", id);
    return r < 0 ? r : -id;
}

static async int run(edo_call call)
{
    return await call;
}

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7fff;
}

/* Ends steps until the task has ended; in round `cancel` it is cancelled. */
static async int drive(edo_call_send call, unsigned seed, int cancel)
{
    edo_task *task;
    int result = 0;
    try edo_task_spawn(&task, call);
    do
        await edo_yield();
    while (woken);
    for (int round = 0; !edo_task_is_finished(task); round++) {
        if (!nwaiting) {
            printf("stuck\n");
            exit(3);
        }
        printf("| ");
        unsigned r = next(&seed);
        int n = round == cancel ? r % 3 : r % 5 == 0 ? 2 : 1;
        for (int i = 0; i < n && nwaiting; i++) {
            struct step_op *op = waiting;
            for (unsigned k = next(&seed) % (unsigned)nwaiting; k; k--)
                op = op->next;
            wake(op);
        }
        if (round == cancel)
            edo_task_cancel(task);
        do
            await edo_yield();
        while (woken);
    }
    try await edo_task_join(task, &result);
    printf("= %d\n", result);
    return 0;
}
"""


def next_random(seed):
    seed = (seed * 1103515245 + 12345) & 0xffffffff
    return seed, seed >> 16 & 0x7fff


class Ambiguous(Exception):
    """The rules leave open which head is tried first, and it would show."""

    def __init__(self, select):
        self.select = select


class TooLong(Exception):
    pass


# ---- branches ---------------------------------------------------------------------------------

class Branch:
    """A line of execution: new, running, parked, done or taken."""

    def __init__(self, owner):
        self.owner, self.state, self.marked, self.shields = owner, 'new', False, 0
        self.waits_for = self.result = self.code = None

    def cancelled(self):
        b = self
        while b:
            if b.shields:
                return False
            if b.marked:
                return True
            b = b.owner
        return False

    def cancel(self):
        if self.marked:
            return
        self.marked = True
        if self.state == 'parked' and self.cancelled():
            self.waits_for.cancel()

    def advance(self):
        """Runs until it waits or ends."""
        self.state = 'running'
        try:
            self.waits_for = next(self.code)
            self.state = 'parked'
        except StopIteration as end:
            self.result, self.state = end.value, 'done'

    def begin(self, code):
        self.code = code
        self.advance()

    def resume(self):
        """What it waited for is over. If it ends by that, whoever waits for it goes on."""
        b = self
        while True:
            b.advance()
            owner = b.owner
            if b.state != 'done' or not owner or owner.state != 'parked':
                return
            if not owner.waits_for.is_over(b):
                return
            b = owner


class Step:
    def __init__(self, world, branch, number):
        self.world, self.branch, self.number = world, branch, number
        self.hurried, self.waits = False, True

    def cancel(self):
        if not self.waits:
            return
        self.world.say('k', self.number)
        self.hurried = True
        self.world.wake(self)

    def is_over(self, _):
        return False


class AwaitFuture:
    """Also for the end of its scope."""

    def __init__(self, future):
        self.future = future

    def cancel(self):
        self.future.cancel()

    def is_over(self, branch):
        return branch is self.future


class JoinWait:
    def __init__(self, branches):
        self.branches = branches

    def cancel(self):
        for b in self.branches:
            if b.state == 'parked':
                b.cancel()

    def is_over(self, _):
        return all(b.state != 'parked' for b in self.branches)


class SelectWait:
    """heads: (number, branch, is a named future), of the enabled ones that began or are left."""

    def __init__(self, heads, winner):
        self.heads, self.winner = heads, winner

    def cancel(self):
        for _, b, _ in self.heads:
            if b.state == 'parked':
                b.cancel()

    def is_over(self, _):
        if self.winner is None:
            for number, b, _ in self.heads:
                if b.state == 'done':
                    self.winner = number
                    break
            else:
                return False
        return self.losers_are_over()

    def losers_are_over(self):
        losers = [b for _, b, future in self.heads if not future and b.state == 'parked']
        for b in losers:
            b.cancel()
        return not losers


# ---- the world: steps, and who ends them ------------------------------------------------------

class World:
    def __init__(self):
        self.waiting, self.woken, self.out, self.budget = [], [], [], 4000

    def say(self, what, number):
        self.out.append(f'{what}{number}')
        self.budget -= 1
        if self.budget < 0:
            raise TooLong()

    def wake(self, step):
        self.waiting.remove(step)
        step.waits = False
        self.woken.append(step)

    def step(self, branch, number, quiet):
        if branch.cancelled():
            self.say('c', number)
            return ECANCELED
        if not quiet:
            self.say('b', number)
        step = Step(self, branch, number)
        at = len(self.waiting)
        while at and self.waiting[at - 1].number > number:
            at -= 1
        self.waiting.insert(at, step)
        yield step
        self.say('e' if step.hurried else 'd', number)
        if step.hurried:
            return ECANCELED
        if branch.cancelled():
            self.say('x', number)
            return ECANCELED
        return number

    def settle(self):
        while self.woken:
            step = self.woken.pop(0)
            step.branch.resume()

    def drive(self, function, argument, seed, cancel):
        """The trace of a task that runs function(argument)."""
        main = Branch(None)
        main.begin(function.call(self, main, argument))
        self.settle()
        turn = 0
        while main.state != 'done':
            self.out.append('|')
            seed, r = next_random(seed)
            n = r % 3 if turn == cancel else 2 if r % 5 == 0 else 1
            for _ in range(n):
                if self.waiting:
                    seed, k = next_random(seed)
                    self.wake(self.waiting[k % len(self.waiting)])
            if turn == cancel:
                main.cancel()
            self.settle()
            turn += 1
        return ' '.join(self.out + ['=', str(main.result)])


# ---- programs ---------------------------------------------------------------------------------

class Run:
    """One activation of a function or an async block; `joins` are those around, from outside."""

    def __init__(self, world, branch, values, run=None, joins=()):
        self.world, self.branch, self.values = world, branch, values
        self.joins = joins
        self.kept = run.kept if run else [0]
        self.stream = run.stream if run else None

    def inside(self, branch, join):
        return Run(self.world, branch, self.values, self, self.joins + (join,))


class JoinState:
    def __init__(self):
        self.claimed, self.wait = False, None


class Value:
    """(a * x + b) & 1023, or a number."""

    def __init__(self, name, factor, plus):
        self.name, self.factor, self.plus = name, factor, plus

    def c(self):
        if self.name is None:
            return str(self.plus)
        return f'(({self.name} * {self.factor} + {self.plus}) & 1023)'

    def get(self, run):
        if self.name is None:
            return self.plus
        return run.values[self.name] * self.factor + self.plus & 1023


class Call:
    """What may be awaited: a step, something that is ready, a function; in several spellings."""

    def __init__(self, kind, number=0, function=None, argument=None, through=None, block=None):
        self.kind, self.number, self.function, self.argument = kind, number, function, argument
        self.through, self.block = through, block

    def plain_c(self, argument=None):
        if self.kind == 'function':
            return f'{self.function.name}({argument or self.argument.c()})'
        return f'{self.kind}({self.number})'

    def c(self, out=None, depth=0):
        if self.kind == 'block':
            inner = []
            self.block.c(inner, depth + 1)
            return 'run(async ' + '\n'.join(inner).lstrip() + ')'
        if self.kind == 'next':
            return f'edo_next(&{self.block}, &{self.number})'
        if self.through == 'pointer' and self.kind == 'function':
            return f'(*pointers[{self.function.number}])({self.argument.c()})'
        text = self.plain_c()
        around = {'run': 'run(%s)', 'box': 'edo_box(%s)', 'boxed run': 'edo_box(run(%s))'}
        return around.get(self.through, '%s') % text

    def bind(self, run):
        """Its arguments are evaluated; then it may begin in any branch."""
        world = run.world
        if self.kind == 'function':
            argument = self.argument.get(run)
            return lambda branch: self.function.call(world, branch, argument)
        if self.kind == 'next':
            stream = run.values[self.block]
            return lambda branch: stream.ask(branch)
        if self.kind == 'block':
            values = dict(run.values)
            return lambda branch: run_body(Run(world, branch, values), self.block)
        if self.kind in ('step', 'quiet'):
            return lambda branch: world.step(branch, self.number, self.kind == 'quiet')
        return lambda branch: at_once(world, branch, self.kind, self.number)


def at_once(world, branch, kind, number):
    r = number
    if kind == 'fail':
        r = yield from world.step(branch, number, False)
        r = r if r < 0 else -number
    world.say('n' if kind == 'now' else 'f', number)
    return r


def run_body(run, block):
    """Of a function: its result."""
    yield from block.run(run)
    return run.kept[0]


class Function:
    def __init__(self, number, name, yields=False):
        self.number, self.name, self.yields, self.body = number, name, yields, None

    def call(self, world, branch, argument):
        return run_body(Run(world, branch, {'n': argument}), self.body)

    def head(self):
        return f'static async {"gen " * self.yields}int {self.name}(int n)'

    def c(self, out):
        out.append(self.head())
        self.body.c(out, 0)


class Stream:
    """A run of an async generator. It runs in the branch of whoever asks; a value that has been
    asked for and not taken, because the asker has lost, is there for the next one."""

    def __init__(self, world, function, argument):
        self.run = Run(world, None, {'n': argument})
        self.run.stream = self
        self.code = function.body.run(self.run)
        self.begun = self.ended = self.ending = self.holds = False
        self.value = None

    def ask(self, branch):
        """1: there is a value, 0: it has ended."""
        if self.holds:
            return 1
        yield from self.go_on(branch)
        return 0 if self.ended else 1

    def go_on(self, branch):
        self.run.branch, self.begun = branch, True
        while not self.ended:
            try:
                what = next(self.code)
            except StopIteration:
                self.ended = True
                return
            if what is self:
                self.holds = True
                return
            yield what

    def take(self):
        self.holds = False
        return self.value

    def end(self, branch):
        if self.begun and not self.ended:
            self.ending = True
            yield from self.go_on(branch)
        self.ended = True


def indent(depth):
    return '    ' * depth


# ---- statements: c(out, depth), and run(run), which gives None, 'return', 'break', 'continue' ----

class Show:
    def __init__(self, number, name):
        self.number, self.name = number, name

    def c(self, out, depth):
        out.append(f'{indent(depth)}T({self.number}, {self.name});')

    def run(self, run):
        run.world.say(f'{self.number}:', run.values[self.name])
        return
        yield


class Set:
    def __init__(self, name, value, declares=False):
        self.name, self.value, self.declares = name, value, declares

    def c(self, out, depth):
        out.append(f'{indent(depth)}{"int " * self.declares}{self.name} = {self.value.c()};')

    def run(self, run):
        run.values[self.name] = self.value.get(run)
        return
        yield


def keep_return(run, value):
    """The first return of a join gives the value; it ends every join around."""
    if not run.joins or not run.joins[0].claimed:
        run.kept[0] = value
    for join in run.joins:
        join.claimed = True
    return 'return'


class Return:
    """value: None in a generator."""

    def __init__(self, value):
        self.value = value

    def c(self, out, depth):
        out.append(f'{indent(depth)}return{" " + self.value.c() if self.value else ""};')

    def run(self, run):
        return keep_return(run, self.value.get(run) if self.value else 0)
        yield


class Yield:
    def __init__(self, value):
        self.value = value

    def c(self, out, depth):
        out.append(f'{indent(depth)}yield {self.value.c()};')

    def run(self, run):
        run.stream.value = self.value.get(run)
        yield run.stream
        return 'return' if run.stream.ending else None


class Each:
    def __init__(self, name, function, argument, body):
        self.name, self.function, self.argument, self.body = name, function, argument, body

    def c(self, out, depth):
        call = f'{self.function.name}({self.argument.c()})'
        out.append(f'{indent(depth)}each (int {self.name} = {call})')
        self.body.c(out, depth)

    def run(self, run):
        stream = Stream(run.world, self.function, self.argument.get(run))
        left = None
        while (yield from stream.ask(run.branch)):
            run.values[self.name] = stream.take()
            left = yield from self.body.run(run)
            if left in ('break', 'return'):
                break
        yield from stream.end(run.branch)
        return left if left == 'return' else None


class Gen:
    """A stream by hand: declared in a block, at whose end it is ended."""

    def __init__(self, name, function, argument):
        self.name, self.function, self.argument = name, function, argument

    def c(self, out, depth):
        of = self.function.name
        out.append(f'{indent(depth)}edo_gen({of}) {self.name} = {of}({self.argument.c()});')

    def declare(self, run):
        run.values[self.name] = Stream(run.world, self.function, self.argument.get(run))

    def leave(self, run):
        return run.values[self.name].end(run.branch)


class Await:
    def __init__(self, name, call, is_try):
        self.name, self.call, self.is_try = name, call, is_try

    def c(self, out, depth):
        word = 'try await' if self.is_try else 'await'
        target = f'{self.name} = ' if self.name else ''
        out.append(f'{indent(depth)}{target}{word} {self.call.c(depth=depth)};')

    def run(self, run):
        result = yield from self.call.bind(run)(run.branch)
        if self.is_try and result < 0:
            return keep_return(run, result)
        if self.name:
            run.values[self.name] = result
        return None


class Twice:
    """A captured call is run twice, with the arguments of the capture."""

    def __init__(self, name, number, call, changed):
        self.name, self.number, self.call, self.changed = name, number, call, changed

    def c(self, out, depth):
        i = indent(depth)
        out.append(f'{i}{{')
        out.append(f'{i}    edo_call call{self.number} = {self.call.plain_c()};')
        out.append(f'{i}    {self.changed.name} = {self.changed.value.c()};')
        for _ in range(2):
            out.append(f'{i}    {self.name} = await call{self.number};')
            out.append(f'{i}    T({self.number}, {self.name});')
        out.append(f'{i}}}')

    def run(self, run):
        begin = self.call.bind(run)
        yield from self.changed.run(run)
        for _ in range(2):
            run.values[self.name] = yield from begin(run.branch)
            run.world.say(f'{self.number}:', run.values[self.name])
        return None


class Jump:
    def __init__(self, word):
        self.word = word

    def c(self, out, depth):
        out.append(f'{indent(depth)}{self.word};')

    def run(self, run):
        return self.word
        yield


class Defer:
    def __init__(self, body):
        self.body = body

    def c(self, out, depth):
        out.append(f'{indent(depth)}defer')
        self.body.c(out, depth)

    def leave(self, run):
        run.branch.shields += 1
        yield from self.body.run(run)
        run.branch.shields -= 1


class Shield:
    def __init__(self, body):
        self.body = body

    def c(self, out, depth):
        out.append(f'{indent(depth)}edo_shield')
        self.body.c(out, depth)

    def run(self, run):
        run.branch.shields += 1
        r = yield from self.body.run(run)
        run.branch.shields -= 1
        return r


class Declare:
    """A named future: storage for one run of a call; `taken` is a local that says so."""

    def __init__(self, name, call, starts):
        self.name, self.call, self.starts = name, call, starts

    def c(self, out, depth):
        i = indent(depth)
        of = self.call.function.name if self.call.kind == 'function' else self.call.kind
        out.append(f'{i}int {self.name}_taken = 0;')
        out.append(f'{i}edo_future({of}) {self.name} = {self.call.plain_c()};')
        if self.starts:
            out.append(f'{i}edo_start({self.name});')

    def declare(self, run):
        future = Branch(run.branch)
        future.declared_by, future.bound = run.branch, self.call.bind(run)
        run.values[self.name] = future
        run.values[self.name + '_taken'] = 0
        if self.starts:
            start(future)

    def leave(self, run):
        future = run.values[self.name]
        if future.state == 'parked':
            future.owner = run.branch
            future.cancel()
            yield AwaitFuture(future)


def start(future):
    if future.state == 'new':
        future.begin(future.bound(future))


def borrow(future, branch):
    future.owner = branch
    if branch.cancelled():
        future.cancel()


class AwaitNamed:
    def __init__(self, name, future, is_try):
        self.name, self.future, self.is_try = name, future, is_try

    def c(self, out, depth):
        i, word = indent(depth), 'try await' if self.is_try else 'await'
        out.append(f'{i}if (!{self.future}_taken) {{')
        out.append(f'{i}    {self.future}_taken = 1;')
        out.append(f'{i}    {self.name} = {word} {self.future};')
        out.append(f'{i}}}')

    def run(self, run):
        if run.values[self.future + '_taken']:
            return None
        run.values[self.future + '_taken'] = 1
        future = run.values[self.future]
        start(future)
        if future.state != 'done':
            borrow(future, run.branch)
            yield AwaitFuture(future)
        future.state = 'taken'
        if self.is_try and future.result < 0:
            return keep_return(run, future.result)
        run.values[self.name] = future.result
        return None


class Block:
    def __init__(self, statements):
        self.statements = statements

    def c(self, out, depth):
        out.append(indent(depth) + '{')
        for s in self.statements:
            s.c(out, depth + 1)
        out.append(indent(depth) + '}')

    def run(self, run):
        armed, left = [], None
        for s in self.statements:
            if isinstance(s, (Declare, Gen)):
                s.declare(run)
            if isinstance(s, (Declare, Gen, Defer)):
                armed.append(s)
                continue
            left = yield from s.run(run)
            if left:
                break
        for s in reversed(armed):
            yield from s.leave(run)
        return left


class If:
    def __init__(self, name, mask, then, els):
        self.name, self.mask, self.then, self.els = name, mask, then, els

    def c(self, out, depth):
        out.append(f'{indent(depth)}if ({self.name} & {self.mask})')
        self.then.c(out, depth)
        if self.els:
            out.append(f'{indent(depth)}else')
            self.els.c(out, depth)

    def run(self, run):
        if run.values[self.name] & self.mask:
            return (yield from self.then.run(run))
        if self.els:
            return (yield from self.els.run(run))
        return None


class Loop:
    def __init__(self, name, times, body):
        self.name, self.times, self.body = name, times, body

    def c(self, out, depth):
        i = self.name
        out.append(f'{indent(depth)}for (int {i} = 0; {i} < {self.times}; {i}++)')
        self.body.c(out, depth)

    def run(self, run):
        for i in range(self.times):
            run.values[self.name] = i
            left = yield from self.body.run(run)
            if left == 'return':
                return left
            if left == 'break':
                break
        return None


class Join:
    def __init__(self, branches):
        self.branches = branches

    def c(self, out, depth):
        out.append(indent(depth) + 'join {')
        for b in self.branches:
            b.c(out, depth + 1)
        out.append(indent(depth) + '}')

    def run(self, run):
        join = JoinState()
        branches = [Branch(run.branch) for _ in self.branches]
        for b, statement in zip(branches, self.branches):
            if join.claimed:
                break
            b.begin(self.branch(run.inside(b, join), statement, branches))
        if any(b.state == 'parked' for b in branches):
            yield JoinWait(branches)
        return 'return' if join.claimed else None

    @staticmethod
    def branch(run, statement, siblings):
        left = yield from statement.run(run)
        if left == 'return':
            for b in siblings:
                if b.state == 'parked':
                    b.cancel()


class Head:
    """guard: None or (name, mask); target: a name; `own` if it is declared in the head."""

    def __init__(self, number, guard, call, future, target, own, then):
        self.number, self.guard, self.call, self.future = number, guard, call, future
        self.target, self.own, self.then = target, own, then

    def c(self, out, depth):
        what = self.future or self.call.c(depth=depth)
        if self.target:
            what = f'{"int " * self.own}{self.target} = {what}'
        text = f'when ({what})'
        if self.guard:
            text = f'if (tell({self.number}, {self.guard[0]} & {self.guard[1]})) {text}'
        out.append(indent(depth) + text)
        self.then.c(out, depth)


class Select:
    def __init__(self, heads, biased, otherwise, complete):
        self.heads, self.biased = heads, biased
        self.otherwise, self.complete = otherwise, complete

    def c(self, out, depth):
        i = indent(depth)
        out.append(i + ('select_biased {' if self.biased else 'select {'))
        for h in self.heads:
            h.c(out, depth + 1)
        if self.otherwise:
            out.append(i + '    otherwise')
            self.otherwise.c(out, depth + 1)
        out.append(i + '    complete')
        self.complete.c(out, depth + 1)
        out.append(i + '}')

    def enabled(self, run):
        on = []
        for h in self.heads:
            holds = True
            if h.guard:
                run.world.say('t', h.number)
                holds = run.values[h.guard[0]] & h.guard[1]
            if holds:
                on.append(h)
        return on

    def run(self, run):
        on = self.enabled(run)
        bound = {h: h.call.bind(run) for h in on if not h.future}
        on = [h for h in on if not h.future or run.values[h.future].state != 'taken']
        if not on:
            return (yield from self.complete.run(run))
        if not self.biased and len(on) > 1:
            self.must_not_show(run, on)
        winner = yield from self.race(run, on, bound)
        if winner is None:
            return (yield from self.otherwise.run(run))
        head, branch = winner
        if head.target:
            run.values[head.target] = branch.result
        if head.future:
            branch.state = 'taken'
        elif head.call.kind == 'next' and branch.result:
            run.values[head.call.number] = run.values[head.call.block].take()
        return (yield from head.then.run(run))

    def must_not_show(self, run, on):
        """In which order heads are tried is open: none may be ready, or say that it begins."""
        for h in on:
            if h.future:
                quiet = run.values[h.future].state == 'parked'
            else:
                quiet = h.call.kind == 'quiet'
            if not quiet or run.branch.cancelled():
                raise Ambiguous(self)

    def race(self, run, on, bound):
        heads, winner = [], None
        for h in on:
            if h.future:
                b = run.values[h.future]
                start(b)
                if b.state != 'done':
                    borrow(b, run.branch)
            else:
                b = Branch(run.branch)
                b.begin(bound[h](b))
            heads.append((h, b, bool(h.future)))
            if b.state == 'done':
                winner = h
                break
        if winner is None and self.otherwise:
            winner = self.otherwise
        wait = SelectWait(heads, winner)
        if winner is None or not wait.losers_are_over():
            yield wait
        for h, b, future in heads:
            if future and b.owner is run.branch:
                b.owner = b.declared_by
        return next(((h, b) for h, b, _ in heads if h is wait.winner), None)


# ---- random ones ------------------------------------------------------------------------------

class Writer:
    """Writes statements. `scope` are names of locals, `futures` those of futures that may be waited
    for here: those of one branch of a join at most, for a future has one awaiter at a time."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names, self.functions, self.streams, self.budget = 0, [], [], 0
        self.in_stream = self.may_yield = False

    def number(self):
        self.names += 1
        return self.names

    def name(self, prefix):
        return f'{prefix}{self.number()}'

    def value(self, scope):
        r = self.random
        if r.random() < 0.3:
            return Value(None, 0, r.randrange(50))
        return Value(r.choice(scope), r.randrange(1, 4), r.randrange(10))

    def call(self, scope, quiet=False):
        r = self.random
        if quiet:
            return Call('quiet', self.number())
        through = r.choice([None] * 4 + ['run', 'box', 'boxed run', 'pointer'])
        if self.functions and r.random() < 0.2:
            return Call('function', function=r.choice(self.functions), argument=self.value(scope),
                        through=through)
        kind = r.choice(['step'] * 5 + ['fail', 'now'])
        return Call(kind, self.number(), through=None if through == 'pointer' else through)

    def without_yields(self, write):
        """A yield stands in no branch, no shield, and not in the scope of a future."""
        could, self.may_yield = self.may_yield, False
        written = write()
        self.may_yield = could
        return written

    def block(self, scope, futures, depth, loop):
        could = self.may_yield
        written = self.any_block(scope, futures, depth, loop)
        self.may_yield = could
        return written

    def any_block(self, scope, futures, depth, loop):
        r, statements, scope, futures = self.random, [], list(scope), list(futures)
        for _ in range(r.randrange(2)):
            name = self.name('v')
            statements.append(Set(name, self.value(scope), True))
            scope.append(name)
        if r.random() < 0.2:
            statements.append(Defer(self.cleanup(scope)))
        if depth > 1 and r.random() < 0.25:
            name, call = self.name('future'), self.call(scope)
            call.through = None
            statements.append(Declare(name, call, r.random() < 0.5))
            futures.append(name)
            self.may_yield = False
        if r.random() < 0.1:
            statements.append(Defer(self.cleanup(scope)))
        for _ in range(r.randrange(1, 4)):
            statements += self.statement(scope, futures, depth, loop)
        return Block(statements)

    def cleanup(self, scope):
        r, statements = self.random, [Show(self.number(), self.random.choice(scope))]
        if r.random() < 0.4:
            statements.append(Await(r.choice(scope), Call('step', self.number()), False))
        if r.random() < 0.15 and self.budget > 0:
            self.budget -= 3
            steps = [Await(None, Call('step', self.number()), False) for _ in range(2)]
            statements.append(Join(steps))
        statements.append(Show(self.number(), r.choice(scope)))
        return Block(statements)

    def join(self, scope, futures, depth):
        return self.without_yields(lambda: self.any_join(scope, futures, depth))

    def any_join(self, scope, futures, depth):
        r, branches = self.random, []
        n = r.randrange(1, 5)
        lent = r.randrange(n)
        for i in range(n):
            if r.random() < 0.25:
                tries = r.random() < 0.5 and not self.in_stream
                branches.append(Await(r.choice(scope), self.call(scope), tries))
            else:
                mine = futures if i == lent else []
                branches.append(self.block(scope, mine, depth - 1, False))
        return Join(branches)

    def head(self, scope, futures, depth, loop, quiet):
        r = self.random
        number, guard, call, future = self.number(), None, None, None
        if r.random() < 0.3:
            guard = (r.choice(scope), r.choice([1, 2, 3, 7]))
        if futures and r.random() < 0.4:
            future = futures.pop(r.randrange(len(futures)))
        else:
            call = self.call(scope, quiet)
        kind, target, own = r.randrange(3), None, False
        inner = list(scope)
        if kind == 0:
            target, own = self.name('x'), True
            inner.append(target)
        elif kind == 1:
            target = r.choice(scope)
        then = self.block(inner, futures, depth - 1, loop)
        if future:
            then.statements.insert(0, Set(future + '_taken', Value(None, 0, 1)))
        return Head(number, guard, call, future, target, own, then)

    def select(self, scope, futures, depth, loop):
        r, left = self.random, list(futures)
        biased = r.random() < 0.6
        heads = [self.head(scope, left, depth, loop, not biased) for _ in range(r.randrange(1, 4))]
        otherwise = self.block(scope, [], depth - 2, loop) if r.random() < 0.15 else None
        return Select(heads, biased, otherwise, Block([Show(self.number(), r.choice(scope))]))

    def stream_of(self, scope, depth, loop):
        """A stream by hand, in a loop that asks it while something else may win."""
        r = self.random
        stream, value, more, i = (self.name(x) for x in ('stream', 'v', 'more', 'i'))
        inner = scope + [value, more]
        heads = []
        for k in range(r.randrange(1, 3)):
            heads.append(self.head(inner, [], depth - 1, True, False))
        then = self.block(inner, [], depth - 2, True)
        then.statements.insert(0, Show(self.number(), value))
        end = Block([Jump('break')])
        then.statements.insert(0, If(more, 1, Block([Show(self.number(), more)]), end))
        heads.insert(r.randrange(len(heads) + 1),
                     Head(self.number(), None, Call('next', value, block=stream), None, more, False,
                          then))
        complete = Block([Show(self.number(), value)])
        loop = Loop(i, r.randrange(1, 5), Block([Select(heads, True, None, complete)]))
        return Block([Set(value, Value(None, 0, 0), True), Set(more, Value(None, 0, 0), True),
                      Gen(stream, r.choice(self.streams), self.value(scope)), loop])

    def returned(self, scope):
        return Return(None if self.in_stream else self.value(scope))

    def async_block(self, scope, depth):
        outside, self.in_stream = self.in_stream, False
        body = self.without_yields(lambda: self.block(scope, [], depth - 1, False))
        body.statements.append(Return(self.value(scope)))
        self.in_stream = outside
        return Call('block', block=body)

    def statement(self, scope, futures, depth, loop):
        r = self.random
        self.budget -= 1
        kind = r.randrange(19) if depth > 0 and self.budget > 0 else r.randrange(4)
        target = r.choice(scope)
        if self.may_yield and r.random() < 0.25:
            return [Yield(self.value(scope))]
        if kind >= 17 and not self.streams:
            kind = 4
        if kind == 17:
            name = self.name('x')
            return [Each(name, r.choice(self.streams), self.value(scope),
                         self.block(scope + [name], futures, depth - 1, True))]
        if kind == 18:
            return [self.stream_of(scope, depth, loop)]
        if kind == 0:
            return [Show(self.number(), target)]
        if kind <= 2:
            call, name = self.call(scope), r.choice(scope + [None])
            tries = not self.in_stream and r.random() < 0.4
            return [Await(name, call, tries), Show(self.number(), target)]
        if kind == 3:
            return [Set(target, self.value(scope))]
        if kind <= 6:
            return [self.join(scope, futures, depth), Show(self.number(), target)]
        if kind <= 9:
            return [self.select(scope, futures, depth, loop)]
        if kind == 10:
            return [Loop(self.name('i'), r.randrange(1, 4),
                         self.block(scope, futures, depth - 1, True))]
        if kind == 11:
            els = self.block(scope, futures, depth - 1, loop) if r.random() < 0.5 else None
            return [If(target, r.choice([1, 2, 4]), self.block(scope, futures, depth - 1, loop),
                       els)]
        if kind == 12:
            if loop and r.random() < 0.6:
                return [If(target, 1, Block([Jump(r.choice(['break', 'continue']))]), None)]
            return [If(target, r.choice([1, 2, 4]), Block([self.returned(scope)]), None)]
        if kind == 13 and futures:
            tries = not self.in_stream and r.random() < 0.3
            return [AwaitNamed(target, r.choice(futures), tries),
                    Show(self.number(), target)]
        if kind == 14:
            return [Shield(self.without_yields(
                lambda: self.block(scope, futures, depth - 1, loop)))]
        if kind == 15:
            return [Await(target, self.async_block(scope, depth), False),
                    Show(self.number(), target)]
        call = self.call(scope)
        call.through = None
        return [Twice(target, self.number(), call, Set(r.choice(scope), self.value(scope)))]

    def function(self):
        f = Function(len(self.functions), f'f{len(self.functions)}')
        statements, scope, futures = self.opening()
        for _ in range(3):
            statements += self.statement(scope, futures, 4, False)
        statements.append(Return(self.value(scope)))
        f.body = Block(statements)
        self.functions.append(f)
        return f

    def opening(self):
        self.budget = self.random.choice([10, 20, 30])
        scope = ['n', self.name('v'), self.name('v')]
        statements = [Set(v, self.value(['n']), True) for v in scope[1:]]
        if self.random.random() < 0.3:
            statements.append(Defer(self.cleanup(scope)))
        futures = []
        if not self.in_stream and self.random.random() < 0.3:
            name, call = self.name('future'), self.call(scope)
            call.through = None
            statements.append(Declare(name, call, self.random.random() < 0.5))
            futures.append(name)
        return statements, scope, futures

    def stream(self):
        f = Function(len(self.streams), f'g{len(self.streams)}', True)
        self.in_stream = self.may_yield = True
        statements, scope, futures = self.opening()
        for _ in range(3):
            statements += self.statement(scope, futures, 3, False)
            statements.append(Yield(self.value(scope)))
        f.body = Block(statements)
        self.in_stream = self.may_yield = False
        self.streams.append(f)
        return f


class Program:
    """Some functions, and drives: (function, argument, seed, round of cancellation or -1)."""

    def __init__(self, seed, functions=6, drives=5):
        writer = Writer(seed)
        self.functions, self.all = [], []
        for i in range(functions):
            if i % 2:
                self.all.append(writer.stream())
            self.functions.append(writer.function())
            self.all.append(self.functions[-1])
        self.drives, self.traces = [], []
        for f in self.functions:
            for k in range(drives):
                r = writer.random
                cancel = r.randrange(8) if k % 2 else -1
                self.try_drive((f, r.randrange(100), r.randrange(1 << 16), cancel))

    def try_drive(self, drive):
        """Selects whose order would show become biased; a trace that gets too long is left out."""
        while True:
            try:
                trace = World().drive(*drive)
            except Ambiguous as e:
                e.select.biased = True
                return self.try_all_again(drive)
            except TooLong:
                return
            self.drives.append(drive)
            self.traces.append(trace)
            return

    def try_all_again(self, drive):
        drives, self.drives, self.traces = self.drives + [drive], [], []
        for d in drives:
            self.try_drive(d)

    def text(self):
        out = []
        names = ', '.join(f.name for f in self.functions)
        for f in self.all:
            out.append(f.head() + ';')
        out.append(f'static async int (*const pointers[])(int) = {{{names}}};\n')
        for f in self.all:
            f.c(out)
            out.append('')
        out.append('async int main(void)\n{')
        for f, argument, seed, cancel in self.drives:
            out.append(f'    try await drive({f.name}({argument}), {seed}, {cancel});')
        out.append('    return 0;\n}')
        return HEAD + '\n'.join(out) + '\n'

    def expected(self):
        return self.traces
