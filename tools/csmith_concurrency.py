# SPDX-License-Identifier: MIT
"""Puts what csmith_transform made into join and select branches, behind pointers, into generators.

Statements: neighbours in a block become branches of a `join`, each of which waits for its turn, so
that they share and change the locals around them in the order of the original; a branch that
returns ends the others. Functions: the body of func_N becomes body_N, and func_N calls it through a
function pointer, as a captured call, from an async block, from branches, as a named future in a
loop of selects, or as a generator that yields on its way; all of them give back what it returns.

With CSMITH_PLAIN, the same text is plain C for the oracle."""

import re

from csmith_transform import matching_paren

DEFINITION = re.compile(r'^((?:inline )?static (?:inline )?)async (.*?)\bfunc_(\d+)\s*\((.*)\)$')
PROTOTYPE = re.compile(r'^((?:inline )?static (?:inline )?)async (.*?)\bfunc_(\d+)\s*\((.*)\);')
DECLARATION = re.compile(r'^\s*(?:(?:const|volatile|static|register)\s+)*'
                         r'(?:u?int\d+_t|float|double|int|unsigned|char|short|long|void|struct \w+|union \w+)\b')
SMALL = re.compile(r'^(?:u?int(?:8|16)_t|int32_t|int)$') # an int holds every value
SCALAR = re.compile(r'^(?:(?:const|volatile)\s+)*(?:u?int\d+_t|float|double|int)$|\*$')


# ---- statements ------------------------------------------------------------------------------

class Unit:
    """A statement: its lines, and whether it can stand in a branch."""

    def __init__(self, lines, movable):
        self.lines, self.movable = lines, movable


def indent_of(line):
    return len(line) - len(line.lstrip())


def is_movable(lines):
    """No jump leaves it, none leads into it."""
    loops = []
    for line in lines:
        code, depth = line.strip(), indent_of(line)
        loops = [d for d in loops if d < depth]
        if code.startswith(('goto ', 'lbl_')) or ' goto ' in code:
            return False
        if code.startswith(('break;', 'continue;')) and not loops:
            return False
        if code.startswith('for '):
            loops.append(depth)
    return True


class Blocks:
    """Reads the blocks of one function and writes them with joins."""

    def __init__(self, lines, random, share, shuffle):
        self.lines, self.at = lines, 0
        self.random, self.share, self.shuffle = random, share, shuffle
        self.joins = 0

    def block(self):
        """The lines of the block that begins here, rewritten."""
        out = [self.lines[self.at]]
        self.at += 1
        units, declaring = [], True
        while not self.lines[self.at].strip().startswith('}'):
            unit = self.unit()
            code = unit.lines[0].strip()
            if declaring and not DECLARATION.match(code) and not code.startswith(('await csmith_rest', 'defer', '/*')):
                declaring = False
            if declaring or not code:
                unit.movable = False
            units.append(unit)
        out += self.joined(units)
        out.append(self.lines[self.at])
        self.at += 1
        return out

    def unit(self):
        start = self.lines[self.at]
        code = start.strip()
        self.at += 1
        lines = [start]
        if code.startswith(('if ', 'for ', 'else')):
            if self.lines[self.at].strip().startswith('{'):
                lines += self.block()
                if self.lines[self.at].strip().startswith('else'):
                    lines += self.unit().lines
            else:
                while indent_of(self.lines[self.at]) > indent_of(start):
                    lines.append(self.lines[self.at])
                    self.at += 1
        elif code.startswith('{'):
            self.at -= 1
            lines = self.block()
        movable = is_movable(lines) and not code.startswith(('/*', '#', 'defer')) and bool(code)
        return Unit(lines, movable)

    def joined(self, units):
        out, i = [], 0
        while i < len(units):
            n = 0
            while i + n < len(units) and units[i + n].movable and n < 6:
                n += 1
            if n >= 2 and self.random.random() < self.share:
                n = self.random.randint(2, n)
                out += self.join(units[i:i + n])
                i += n
            else:
                out += units[i].lines
                i += 1
        return out

    def join(self, units):
        self.joins += 1
        baton, branches, at = f'baton_{self.joins}', [], 0
        while at < len(units):
            n = self.random.randint(1, 2)
            branches.append([line for u in units[at:at + n] for line in u.lines])
            at += n
        indent = ' ' * indent_of(units[0].lines[0])
        texts = []
        for turn, lines in enumerate(branches):
            head = '{' if turn == 0 else f'if (await csmith_turn(&{baton}, {turn}) == 0) {{'
            texts.append([f'{indent}    {head}'] + lines + [f'{indent}        csmith_pass(&{baton});', f'{indent}    }}'])
        if self.random.random() < 0.5:
            texts.append([f'{indent}    await csmith_rest();'])
        if self.shuffle:
            self.random.shuffle(texts)
        return ([f'{indent}{{ struct csmith_baton {baton} = {{0}};', f'{indent}join {{'] +
                [line for t in texts for line in t] + [f'{indent}}} }}'])


# ---- functions -------------------------------------------------------------------------------

def split_params(text):
    params, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in '([') - (c in ')]')
        if c == ',' and depth == 0:
            params.append(text[start:i])
            start = i + 1
    params.append(text[start:])
    return [p.strip() for p in params if p.strip() != 'void']


def ways_of(result, scalar):
    ways = ['pointer', 'call', 'select', 'future', 'stream', 'member', 'box']
    if scalar:
        ways += ['join', 'assign']
    if SMALL.match(result):
        ways += ['block']
    return ways


def assignable(result):
    """The type of a variable that a result is assigned to."""
    pointers = result.rfind('*') + 1
    return result[:pointers] + re.sub(r'\bconst\b', '', result[pointers:])


def wrapper(head, result, n, params, way):
    """func_N, which runs body_N."""
    names = ', '.join(re.search(r'(\w+)(?:\[[^\]]*\])*$', p).group(1) for p in params)
    given = ', '.join(params) or 'void'
    run = f'body_{n}({names})'
    body = {
        'pointer': f'return await pointer_{n}({names});',
        'member': f'return await table_{n}[1].run({names});',
        'call': f'edo_call_of({result}) call = {run}; await csmith_rest(); return await call;',
        'box': f'return await edo_box({run});',
        'block': f'return await async {{ await csmith_rest(); return {"await " + run}; }};',
        'select': f'select {{ when (csmith_never()) csmith_fail(); when ({result} r = {run}) return r;'
                  f' when (csmith_never()) csmith_fail(); }}',
        'future': f'edo_future(body_{n}) run = {run};'
                  f' for (;;) select {{ when ({result} r = run) return r; when (csmith_rest()) continue; }}',
        'join': f'{assignable(result)} r; join {{ await csmith_rest(); r = await {run}; await csmith_rest(); }} return r;',
        'assign': f'{assignable(result)} r; select {{ when (r = {run}) ; when (csmith_never()) csmith_fail(); }} return r;',
        'stream': f'edo_gen(body_{n}) steps = {run}; int step; while (await edo_next(&steps, &step)) csmith_step(step);'
                  f' return edo_gen_result(&steps);',
    }[way]
    lines = ['#ifdef CSMITH_PLAIN', f'{head}{result} func_{n}({given}) {{ return {run}; }}', '#else']
    if way == 'pointer':
        lines.append(f'static async {result} (*volatile pointer_{n})({given}) = body_{n};')
    if way == 'member':
        lines.append(f'static struct {{ int n; async {result} (*run)({given}); }} table_{n}[2] ='
                     f' {{ {{0}}, {{ .n = 1, .run = body_{n} }} }};')
    lines += [f'{head}async {result} func_{n}({given}) {{ {body} }}', '#endif']
    return lines


def yields(lines):
    """Every other rest of a generator's body yields."""
    out, count = [], 0
    for line in lines:
        if line.strip() == 'await csmith_rest();':
            count += 1
            if count % 2:
                line = line.replace('await csmith_rest();', f'yield {count};')
        out.append(line)
    return out


def function_end(lines, at):
    while not lines[at].startswith('}'):
        at += 1
    return at


def add_concurrency(text, random, features, shuffle):
    """features: among 'join', 'ways'. The text must come from csmith_transform."""
    lines, out, at = text.split('\n'), [], 0
    chosen, prototypes = {}, {}
    for line in lines:
        m = DEFINITION.match(line)
        if m and 'ways' in features:
            result = m.group(2).strip()
            if result != 'void':
                chosen[m.group(3)] = random.choice(ways_of(result, bool(SCALAR.search(result))))
    while at < len(lines):
        line = lines[at]
        p, m = PROTOTYPE.match(line), DEFINITION.match(line)
        if p and p.group(3) in chosen:
            out.append(line)
            stream = 'CSMITH_STREAM ' if chosen[p.group(3)] == 'stream' else 'async '
            out.append(f'{p.group(1)}{stream}{p.group(2)}body_{p.group(3)}({p.group(4)});')
        elif m:
            end = function_end(lines, at)
            n = m.group(3)
            way = chosen.get(n)
            body = lines[at + 1:end + 1]
            if way == 'stream':
                body = yields(body)
            elif 'join' in features:
                body = Blocks(body, random, random.choice((0.2, 0.5, 0.9)), shuffle).block()
            if way:
                stream = 'CSMITH_STREAM ' if way == 'stream' else 'async '
                out.append(f'{m.group(1)}{stream}{m.group(2)}body_{n}({m.group(4)})')
            else:
                out.append(line)
            out += body
            if way:
                out += wrapper(m.group(1), m.group(2).strip(), n, split_params(m.group(4)), way)
            at = end
        else:
            out.append(line)
        at += 1
    return '\n'.join(out)
