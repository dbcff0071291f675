# SPDX-License-Identifier: MIT
"""Makes async C of a program that Csmith wrote.

Every function becomes async, every call of one is awaited, and a rest stands before each statement
(or at the start of each block). With `math`, so do the functions of safe arithmetic, which puts
awaits into nearly every expression. With `defers`, each block without labels begins with a `defer`
that awaits, so that every way out of a block is taken by one.

The meaning stays. Csmith's own analysis keeps the operands of one expression free of conflicting
effects (a call's effects included), because its programs must print the same whatever order a
compiler picks; so it doesn't matter that among unsequenced operands awaits go first. Where there is
a sequence point, both programs keep it. Volatile objects are ordinary memory here.

The layout of Csmith's output is relied on: one statement or declaration a line, functions named
func_N, braces around every body but those of the loops that initialise arrays."""

import re

FUNCTION_HEAD = re.compile(r'^(inline )?static (inline )?(?=[^=;{]*\bfunc_\d+\s*\()')
CALL = re.compile(r'\bfunc_\d+\s*\(')
# C compilers take minutes for one function with more than a thousand awaits.
MOST_MATH = 400
SAFE = re.compile(r'\bsafe_\w+_func_\w+\s*\(')


def matching_paren(text, opening):
    """The index of the parenthesis that closes the one at `opening`."""
    depth = 0
    for i in range(opening, len(text)):
        if text[i] == '(':
            depth += 1
        elif text[i] == ')':
            depth -= 1
            if depth == 0:
                return i
    raise ValueError('unbalanced parentheses: ' + text[opening:opening + 60])


def await_calls(line, pattern, prefix=''):
    """`f(…)` becomes `(await f(…))`, innermost ones too."""
    out, at = [], 0
    for m in iter(lambda: pattern.search(line, at), None):
        end = matching_paren(line, m.end() - 1)
        inner = await_calls(line[m.end():end], pattern, prefix)
        out.append(line[at:m.start()] + '(await ' + prefix + m.group(0) + inner + '))')
        at = end + 1
    return ''.join(out) + line[at:]


def rests_before(line, previous, every_statement):
    """Whether a rest may stand before `line`, whose last line of code was `previous`."""
    code = line.strip()
    if not code or code.startswith(('/*', '//', '{', '}', 'else', '#', '*', 'lbl_')):
        return False
    if previous.endswith(('{', 'lbl')):
        return True
    return every_statement and previous.endswith((';', '}'))


def code_of(line):
    return re.sub(r'/\*.*?\*/', '', line).strip()


def block_defers(lines, at):
    """The defers for the block that `lines[at]` opens. One with labels could be jumped into, where the
    oracle's cleanup and an unarmed defer differ."""
    m = re.match(r'^( *){ /\* block id: (\d+) \*/', lines[at])
    if not m:
        return []
    indent, block = m.group(1), m.group(2)
    if not indent:
        return ['    unsigned trace_ = 1;', '    defer { csmith_trace(trace_); }']
    for line in lines[at + 1:]:
        if line.startswith(indent + '}'):
            break
        if re.match(r'^ *lbl_', line):
            return []
    return [f'{indent}    defer {{ await csmith_rest(); trace_ = trace_ * 31 + {block}; }}']


def transform(source, every_statement=True, math=False, defers=False):
    out, previous, in_function, converted = [], '', False, 0
    lines = source.splitlines()
    for at, line in enumerate(lines):
        code = code_of(line)
        if line.startswith('int main'):
            out.append('async ' + line)
            previous = code
            continue
        if FUNCTION_HEAD.match(line):
            out.append(FUNCTION_HEAD.sub(lambda m: m.group(0) + 'async ', line, count=1))
            previous = code
            continue
        if line.startswith('{'):
            in_function = True
        elif line.startswith('}'):
            in_function = False
        if not in_function:
            out.append('#include "csmith_support.h"\n' + line
                       if line.startswith('#include "csmith.h"') else line)
            previous = code or previous
            continue
        text = await_calls(line, CALL)
        if math and converted < MOST_MATH:
            converted += len(SAFE.findall(text))
            text = await_calls(text, SAFE, 'async_')
        label = re.match(r'^\s*lbl_\d+:\s*$', line)
        if rests_before(line, previous, every_statement):
            indent = line[:len(line) - len(line.lstrip())]
            out.append(indent + 'await csmith_rest();')
        out.append(text)
        if defers:
            out += block_defers(lines, at)
        if label:
            out.append('    await csmith_rest();')
            previous = 'lbl'
        else:
            previous = code or previous
    text = '\n'.join(out) + '\n'
    return with_async_math(text) if math else text


def with_async_math(text):
    """Puts the async twins of the safe functions that are used before the program's first type."""
    used = sorted(set(re.findall(r'\basync_(safe_\w+_func_\w+?)\s*\(', text)))
    twins = ''.join(async_twin(name) for name in used)
    return text.replace('#include "csmith.h"\n', '#include "csmith.h"\n' + twins, 1)


def async_twin(name):
    """safe_add_func_int8_t_s_s: a word for the operation, its type, and the signs of operands."""
    m = re.match(r'safe_(\w+?)_func_(u?int\d+_t|float|double)_(\w+)$', name)
    if not m:
        raise ValueError('what is ' + name + '?')
    operation, type_, signs = m.groups()
    params = ['a'] if operation == 'unary_minus' else ['a', 'b']
    types = [type_] * len(params)
    if 'shift' in operation:
        types[1] = 'unsigned int' if signs.endswith('u') else 'int'
    declared = ', '.join(t + ' ' + p for t, p in zip(types, params))
    return (f'static async {type_} async_{name}({declared})\n{{\n    await csmith_rest();\n'
            f'    return {name}({", ".join(params)});\n}}\n')
