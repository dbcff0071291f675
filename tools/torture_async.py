# SPDX-License-Identifier: MIT
"""Makes async C of a program that was written without a thought of it.

Every function that can be becomes async, every call of one is awaited, and a rest, a leaf that
suspends (torture_support.h), stands before each statement. Where functions, declarations,
statements and calls are, clang's syntax tree says (-ast-dump=json); the text is changed at those
places alone, so that whatever else stands in the program goes to edocc as it was written.

A function stays plain that async C can't have, or whose uses don't all lie open: one whose address
is taken, one with `...`, one that calls alloca or setjmp, one that a header declares, and so on
(`Program.obstacle`); and so does what such a one calls. A program whose `main` stays plain is left
out: `LeftOut` says why.

The meaning stays where the program doesn't ask in which order the operands of one expression are
evaluated: awaits go first."""

import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

REST = '(_Await torture_rest()); '
MAIN = 'main_' # the program's own; a plain one runs it
# edocc takes 65533 awaits in one function, the calls among them.
MOST_RESTS = 60000
# What can't be in an async function, and isn't a matter of its syntax.
NOT_ASYNC = {
    'alloca', '__builtin_alloca', '__builtin_alloca_with_align', 'setjmp', '_setjmp', 'sigsetjmp',
    '__sigsetjmp', '__builtin_setjmp', 'va_start', '__builtin_va_start', '__builtin_c23_va_start',
    '__builtin_apply', '__builtin_apply_args', '__builtin_return', '__builtin_return_address',
    '__builtin_frame_address', '__builtin_va_arg_pack', '__builtin_va_arg_pack_len'}
NOT_ASYNC_HEAD = {
    'noreturn', '__noreturn__', '_Noreturn', 'constructor', '__constructor__', 'destructor',
    '__destructor__', 'alias', '__alias__', 'ifunc', '__ifunc__', 'naked', '__naked__', 'weak',
    '__weak__'}
SPECIFIERS = {'static', 'extern', 'inline', '__inline', '__inline__', '__extension__'}
ATTRIBUTE = re.compile(r'__attribute__\s*\(\(.*?\)\s*\)(?=\s*\w|\s*$)', re.S)
# Strings first: what stands in them is no word of the program.
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|\.?\d[\w.]*|[A-Za-z_$][\w$]*|->|\S')
# A type that can be written before a name, and one that needs no declaration.
SIMPLE_TYPE = re.compile(r'[\w\s]+[\s*]*(restrict)?$')
BASIC_TYPE = re.compile(
    r'(\b(?:unsigned|signed|int|char|short|long|float|double|void|const|_Bool)\b|[\s*])*$')
# Types that <edo.h> brings along, and that a program may define for itself.
LIBRARY_TYPE = re.compile(r'(u?int(_fast|_least)?(8|16|32|64|ptr|max)_t|s?size_t|ptrdiff_t|off_t|'
                          r'time_t|clock_t|wchar_t|max_align_t)$')
LABELLED = ('LabelStmt', 'CaseStmt', 'DefaultStmt')
LOOPS = ('ForStmt', 'WhileStmt', 'DoStmt')
# Statements that aren't put into braces of their own when they are all of a body.
KEEPS_ITS_PLACE = {'CompoundStmt', 'IfStmt', 'SwitchStmt', 'DeclStmt', 'AttributedStmt', 'NullStmt',
                   *LABELLED, *LOOPS}
# Places where an await would have to be a constant.
CONSTANTS = {'FunctionDecl', 'FieldDecl', 'EnumConstantDecl', 'ConstantExpr'}

sys.setrecursionlimit(20000) # json goes down into the tree so


class LeftOut(Exception):
    """Why a program can't be made async."""


# ---- text ----

def words_of(text):
    return {m[0] for m in TOKEN.finditer(text)}


def after_closing(text, opening):
    """Behind the parenthesis that closes the one at `opening`."""
    depth = 0
    for m in TOKEN.finditer(text, opening):
        depth += (m[0] == '(') - (m[0] == ')')
        if depth == 0:
            return m.end()
    raise LeftOut('parentheses')


def rename(text, names):
    return TOKEN.sub(lambda m: m[0] + '_' if m[0] in names else m[0], text)


def expand(path, flags):
    """(the #include lines of system headers, the program with its macros expanded)"""
    r = subprocess.run(['gcc', '-E', *flags, path], capture_output=True, timeout=60)
    if r.returncode:
        raise LeftOut("the preprocessor doesn't take it")
    lines, includes, of_system = [], [], False
    for line in r.stdout.decode('latin-1').split('\n'):
        marker = re.match(r'# \d+ "([^"]*)"(.*)', line)
        if marker:
            of_system = note_marker(marker, of_system, includes)
        elif not of_system and line.strip() and not re.match(r'\s*#\s*(ident|line)', line):
            lines.append(line)
    with open(path, encoding='latin-1') as f:
        features = re.findall(r'^[ \t]*#[ \t]*define[ \t]+_\w+_SOURCE\b.*$', f.read(), re.M)
    head = features + ['#include "torture_support.h"'] + [f'#include <{i}>' for i in includes]
    return '\n'.join(head) + '\n', without_clashes('\n'.join(lines) + '\n', includes)


def note_marker(marker, of_system, includes):
    """Whether the lines behind `marker` are a system header's; a new one is added to `includes`."""
    name, flags = marker[1], marker[2].split()
    if name.startswith('<'):
        return True
    if not name.startswith('/usr/') or '3' not in flags:
        return False
    name = re.sub(r'^.*/include(-fixed)?/([^/]*-linux-gnu[^/]*/)?', '', name)
    if not of_system and '1' in flags and name not in includes and name != 'stdc-predef.h':
        includes.append(name)
    return True


def without_clashes(text, includes):
    """Other names for main, and for what <edo.h> declares and the program defines differently."""
    names = {'main'} if 'stdbool.h' in includes else {'main', 'bool', 'true', 'false'}
    for declaration in re.finditer(r'\btypedef\b[^;{}]*?\b(\w+)\b[^;{}()\w]*;', text):
        if LIBRARY_TYPE.match(declaration[1]):
            names.add(declaration[1])
    return rename(text, names)


# ---- the syntax tree ----

def parse(text, flags):
    r = subprocess.run(['clang', '-w', '-DTORTURE_PLAIN', '-I' + HERE, *flags, '-Xclang',
                        '-ast-dump=json', '-fsyntax-only', '-x', 'c', '-'],
                       input=text.encode('latin-1'), capture_output=True, timeout=60)
    if r.returncode:
        raise LeftOut("clang doesn't take it")
    try:
        return json.loads(r.stdout)
    except RecursionError:
        raise LeftOut('its syntax tree is too deep') from None


def offset(place):
    """Where it is in the program's text; None for what a header, or a macro of one, made."""
    if 'spellingLoc' in place:
        if not place['expansionLoc'].get('isMacroArgExpansion'):
            return None
        place, outer = place['spellingLoc'], place['expansionLoc']
        if 'includedFrom' in outer:
            return None
    return None if 'includedFrom' in place else place.get('offset')


def begin_of(node):
    return offset(node['range']['begin'])


def end_of_token(place):
    at = offset(place)
    return None if at is None else at + place.get('spellingLoc', place)['tokLen']


def end_of(node):
    return end_of_token(node['range']['end'])


def nodes(tree, without=()):
    """It and all below it, parents first, but for the kinds `without` and what is in those."""
    todo = [tree]
    while todo:
        n = todo.pop()
        if 'kind' in n and n['kind'] not in without:
            yield n
            todo.extend(reversed(n.get('inner', ())))


def parts(node, kind):
    return [n for n in node.get('inner', ()) if n.get('kind') == kind]


def callee(call):
    """The reference to a function that `call` calls by its name, or None."""
    n = call['inner'][0]
    while n['kind'] in ('ImplicitCastExpr', 'ParenExpr') and n.get('inner'):
        n = n['inner'][0]
    return n if refers_to_function(n) else None


def refers_to_function(n):
    return n['kind'] == 'DeclRefExpr' and n.get('referencedDecl', {}).get('kind') == 'FunctionDecl'


class Function:
    """All that the program says of one function."""

    def __init__(self, name):
        self.name = name
        self.definition = None
        self.declarations = [] # those without a body
        self.calls = []        # (the caller's name, begin, end, number of arguments or None)
        self.known = set()     # where the name stands in all of these
        self.implicit = False  # called where nothing has declared it
        self.plain = None      # why it stays so

    def stays_plain(self, why):
        self.plain = self.plain or why

    @property
    def parameters(self):
        return parts(self.definition, 'ParmVarDecl')

    @property
    def body(self):
        return parts(self.definition, 'CompoundStmt')[0]

    @property
    def result(self):
        return self.definition['type']['qualType'].split('(')[0].strip()

    @property
    def types(self):
        return [self.result] + [p['type']['qualType'] for p in self.parameters]

    def is_simple(self):
        """Whether `prototype` says its type."""
        return (all('name' in p for p in self.parameters)
                and all(SIMPLE_TYPE.match(t) for t in self.types)
                and '(*' not in self.definition['type']['qualType'])

    def prototype(self):
        list_ = ', '.join(f'{p["type"]["qualType"]} {p["name"]}' for p in self.parameters)
        return f'({list_ or "void"})'


class Program:
    def __init__(self, head, text, flags):
        self.head_end = len(head)
        self.text = head + text
        self.functions = {}
        self.edits = []
        self.tree = parse(self.text, flags)
        self.read_declarations()
        self.read_uses()
        self.read_what_the_tree_hides()
        self.choose()

    def function(self, name):
        return self.functions.setdefault(name, Function(name))

    def source(self, node):
        return self.text[begin_of(node):end_of(node)]

    # ---- reading ----

    def read_declarations(self):
        self.groups = {} # how many declarations begin at a place
        for n in nodes(self.tree):
            if n['kind'] in ('FunctionDecl', 'VarDecl', 'TypedefDecl'):
                at = begin_of(n)
                self.groups[at] = self.groups.get(at, 0) + 1
            if n['kind'] != 'FunctionDecl':
                continue
            f = self.function(n['name'])
            if n.get('isImplicit'):
                f.stays_plain('the compiler knows it')
            elif offset(n['loc']) is None:
                f.stays_plain('a header declares it')
            elif not parts(n, 'CompoundStmt'):
                f.declarations.append(n)
            elif f.definition:
                f.stays_plain('defined twice')
            else:
                f.definition = n
            f.known.add(offset(n['loc']))

    def read_uses(self):
        declared = {n['id'] for n in nodes(self.tree) if n['kind'] == 'FunctionDecl'}
        for top in self.tree['inner']:
            defines = top['kind'] == 'FunctionDecl' and parts(top, 'CompoundStmt')
            caller = top['name'] if defines else None
            callees = set()
            for n in nodes(top):
                if n['kind'] == 'CallExpr' and callee(n):
                    c = callee(n)
                    callees.add(c['id'])
                    f = self.function(c['referencedDecl']['name'])
                    f.implicit |= c['referencedDecl']['id'] not in declared
                    f.known.add(begin_of(c))
                    f.calls.append((caller, begin_of(n), end_of(n), len(n['inner']) - 1))
                elif refers_to_function(n) and n['id'] not in callees:
                    self.function(n['referencedDecl']['name']).stays_plain('its address is taken')

    def read_what_the_tree_hides(self):
        """Lengths of arrays, attributes and typeof: a name there is a call, or unknown."""
        bodies = [(begin_of(f.body), end_of(f.body), f.name)
                  for f in self.functions.values() if f.definition]
        previous = ''
        for m in TOKEN.finditer(self.text, self.head_end):
            f = self.functions.get(m[0])
            if f and f.definition and m.start() not in f.known and previous not in ('.', '->'):
                caller = [name for begin, end, name in bodies if begin < m.start() < end]
                opening = re.compile(r'\s*\(').match(self.text, m.end())
                if caller and opening:
                    end = after_closing(self.text, opening.end() - 1)
                    f.calls.append((caller[0], m.start(), end, None))
                else:
                    f.stays_plain('its name stands where the tree has nothing')
            previous = m[0]

    # ---- choosing ----

    def choose(self):
        defined = {f.name: f for f in self.functions.values() if f.definition}
        if MAIN not in defined:
            raise LeftOut('no main')
        for f in defined.values():
            f.stays_plain(self.obstacle(f))
        more = True
        while more:
            more = False
            for f in defined.values():
                if not f.plain and any(c[0] not in defined or defined[c[0]].plain for c in f.calls):
                    f.stays_plain('what stays plain calls it')
                    more = True
        if defined[MAIN].plain:
            raise LeftOut(f'main stays plain: {defined[MAIN].plain}')
        self.defined = len(defined)
        self.chosen = [f for f in defined.values() if not f.plain]

    def obstacle(self, f):
        """Why it can't become async, or None."""
        if begin_of(f.definition) is None or end_of(f.definition) is None:
            return 'a macro makes it'
        head = words_of(self.text[begin_of(f.definition):begin_of(f.body)])
        if '...' in f.definition['type']['qualType']:
            return 'it takes any arguments'
        if head & NOT_ASYNC_HEAD:
            return 'an attribute'
        if words_of(self.source(f.body)) & NOT_ASYNC:
            return 'its body can be no async one'
        if any('name' not in p for p in f.parameters):
            return 'a parameter without a name'
        name_end = end_of_token(f.definition['loc'])
        opening = re.compile(r'\s*\(').match(self.text, name_end)
        if not opening:
            return 'its declarator'
        f.list = (name_end, after_closing(self.text, opening.end() - 1))
        f.old_style = any(
            begin_of(p) is None or begin_of(p) >= f.list[1] or begin_of(p) == offset(p['loc'])
            for p in f.parameters)
        if f.old_style and not f.is_simple():
            return 'old style, and types that go around the name'
        if f.implicit and not (f.is_simple() and all(BASIC_TYPE.match(t) for t in f.types)):
            return 'called before it is declared, and types that are'
        return self.obstacle_in_declarations(f) or self.obstacle_in_calls(f)

    def obstacle_in_declarations(self, f):
        for d in f.declarations:
            if begin_of(d) is None or end_of(d) is None:
                return 'a macro declares it'
            before = self.text[:begin_of(d)].rstrip()
            if before.endswith('__extension__'):
                before = ';'
            if self.groups[begin_of(d)] > 1 or before[-1:] not in ';{}">' or \
                    not self.text[end_of(d):].lstrip().startswith(';'):
                return 'declared together with others'
            if '(' not in d['type']['qualType']:
                return 'declared by a typedef'
            if self.has_no_prototype(d) and not f.is_simple():
                return 'declared without a prototype, and types that go around the name'
            if words_of(self.source(d)) & NOT_ASYNC_HEAD:
                return 'an attribute'
        return None

    @staticmethod
    def has_no_prototype(declaration):
        return declaration['type']['qualType'].split('(', 1)[1].strip() == ')'

    @staticmethod
    def obstacle_in_calls(f):
        for caller, begin, end, arguments in f.calls:
            if caller is None:
                return 'called outside any function'
            if begin is None or end is None:
                return 'a macro calls it'
            if arguments not in (None, len(f.parameters)):
                return 'called with other arguments'
        return None

    # ---- writing ----

    def replace(self, begin, end, text, order=0):
        """At one place, what has the lower `order` stands first."""
        self.edits.append((begin, end > begin, order, len(self.edits), end, text))

    def insert(self, at, text, order=0):
        self.replace(at, at, text, order)

    def transformed(self):
        early = ''
        for f in self.chosen:
            if f.implicit:
                storage = 'static ' if f.definition.get('storageClass') == 'static' else ''
                early += f'{storage}_Async {f.result} {f.name}{f.prototype()};\n'
            self.make_definition_async(f)
            for d in f.declarations:
                self.make_declaration_async(f, d)
            for _, begin, end, _ in f.calls:
                self.insert(begin, '(_Await ', 5)
                self.insert(end, ')', -5)
            before = len(self.edits)
            for n in nodes(f.body, without=CONSTANTS):
                self.rest_before_statements(n)
            if len(self.edits) - before > MOST_RESTS:
                raise LeftOut('more awaits than one function may have')
        self.insert(self.head_end, early, -9)
        return self.edited() + self.entry()

    def make_definition_async(self, f):
        d = f.definition
        begin, name = begin_of(d), offset(d['loc'])
        self.insert(begin, '_Async ')
        if words_of(ATTRIBUTE.sub('', self.text[begin:name])) <= SPECIFIERS:
            self.insert(name, 'int ', 2)
        if f.old_style:
            self.replace(f.list[0], begin_of(f.body), f.prototype() + '\n')
        elif not f.parameters:
            self.replace(*f.list, '(void)')
        if f.name == MAIN and f.result != 'void':
            self.insert(offset(f.body['range']['end']), ' return 0; ', 9)

    def make_declaration_async(self, f, d):
        if self.has_no_prototype(d):
            storage = re.match(r'(static|extern)?', self.source(d))[0]
            self.replace(begin_of(d), end_of(d),
                         f'{storage} _Async {f.result} {f.name}{f.prototype()}')
        else:
            self.insert(begin_of(d), '_Async ')

    def rest_before_statements(self, n):
        if n['kind'] == 'CompoundStmt':
            for s in n.get('inner', ()):
                if not any(parts(s, k) for k in ('LabelDecl', 'FunctionDecl')):
                    self.rest_before(s)
        elif n['kind'] == 'IfStmt':
            for s in n['inner'][1:]:
                self.braces_around(s)
        elif n['kind'] in LOOPS:
            self.braces_around(n['inner'][0 if n['kind'] == 'DoStmt' else -1])

    def rest_before(self, s):
        """And behind its labels."""
        if begin_of(s) is not None:
            self.insert(begin_of(s), REST, 1)
        if s['kind'] in LABELLED and s.get('inner'):
            while s['kind'] in LABELLED and s.get('inner'):
                s = s['inner'][-1]
            if s['kind'] not in ('DeclStmt', 'AttributedStmt', *LABELLED):
                self.rest_before(s)

    def braces_around(self, s):
        if s.get('kind') in KEEPS_ITS_PLACE or begin_of(s) is None or end_of(s) is None:
            return
        end = re.compile(r'\s*;').match(self.text, end_of(s))
        if end:
            self.insert(begin_of(s), '{ ' + REST, 1)
            self.insert(end.end(), ' }', -4)

    def edited(self):
        out, at = [], 0
        for begin, _, _, _, end, text in sorted(self.edits):
            if begin < at:
                raise LeftOut('what would be changed overlaps')
            out += [self.text[at:begin], text]
            at = end
        return ''.join(out) + self.text[at:]

    def entry(self):
        """What the program starts with, as an ordinary one."""
        main = self.functions[MAIN]
        arguments = ['', 'argc', 'argc, argv', 'argc, argv, envp'][len(main.parameters)]
        call = f'torture_run({MAIN}({arguments}));'
        call = call + ' return 0;' if main.result == 'void' else 'return ' + call
        return f'int main(int argc, char **argv, char **envp)\n{{\n    {call}\n}}\n'


def transform(path, flags):
    """(the async program, how many of its functions became async, how many there are)"""
    p = Program(*expand(path, flags), flags)
    return p.transformed(), len(p.chosen), p.defined
