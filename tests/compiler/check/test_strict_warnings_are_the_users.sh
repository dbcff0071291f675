#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# What gcc and clang warn of with stricter options than -Wall is the user's: code that deserves no
# warning gets none, whatever the translation makes of it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/clean.c" <<'END'
#include <edo.h>

async int step(int n);
async int step(int n)
{
    return n;
}

static async int (*const table[])(int) = {step, step};

static async int arrays(int n)
{
    int a[n], b[n + 1][n];
    a[0] = await table[1](n);
    b[n][0] = 4;
    await edo_yield();
    return a[0] + b[n][0];
}

async int main(void)
{
    return await arrays(3);
}
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for level in -O0 -O2; do
        EDOCC_CC=$cc "$EDOCC" -std=c11 -pedantic -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow \
            -Wcast-qual -Wcast-align -Wredundant-decls -Wmissing-prototypes -Wstrict-prototypes -Wundef \
            $level -c "$folder/clean.c" -o "$folder/clean.o" 2>"$folder/messages" || {
            cat "$folder/messages"
            exit 1
        }
        if [ -s "$folder/messages" ]; then
            echo "$cc $level isn't silent:"
            cat "$folder/messages"
            exit 1
        fi
    done
done
# Bodies stand behind what they were written in front of: that changes nothing.
cat >"$folder/moved.c" <<'END'
#include <edo.h>

int plain(int n);

async int step(int late)
{
    int late1 = late, further(int);
    extern int outer;
    for (int late2 = 0; late2 < late; late2++)
        await edo_yield();
    join {
        { int late3 = late1; await edo_yield(); late1 += late3; }
        { await edo_yield(); }
    }
    return late1 + outer + further(2);
}

static gen int count(int n)
{
    for (int late4 = 0; late4 < n; late4++)
        yield late4;
}

int plain(int n)
{
    int sum = 0;
    each (int late5 = count(n)) sum += late5;
    return sum;
}

int op;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wshadow"
async int excused(int n)
{
    int unused, op = n;
    await edo_yield();
    return op;
}
#pragma GCC diagnostic pop

int late, late1, late2, late3, late4, late5;
int outer;
int further(int);
int further(int n)
{
    return n;
}
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    EDOCC_CC=$cc "$EDOCC" -Wall -Wextra -Wshadow -Wredundant-decls -g -c "$folder/moved.c" \
        -o "$folder/moved.o" 2>"$folder/messages"
    if [ -s "$folder/messages" ]; then
        echo "$cc isn't silent about moved.c:"
        cat "$folder/messages"
        exit 1
    fi
done

# What deserves a warning gets it, where it stands.
cat >"$folder/deserved.c" <<'END'
#include <edo.h>
int before;
int later(int n);
async int shadows(int n)
{
    int before = n;
    await edo_yield();
    return before;
}
async int unused(int n)
{
    int nobody;
    await edo_yield();
    return n;
}
#pragma GCC diagnostic ignored "-Wunused-variable"
async int excused(int n)
{
    int nobody;
    extern int later(int n);
    await edo_yield();
    return later(n);
}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic warning "-Wunused-variable"
async int again(int n)
{
    int nobody, before = n;
    await edo_yield();
    return before;
}
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    EDOCC_CC=$cc "$EDOCC" -Wall -Wextra -Wshadow -Wredundant-decls -c "$folder/deserved.c" \
        -o "$folder/deserved.o" 2>"$folder/messages"
    sed -n 's/.*deserved.c:\([0-9]*\):.*warning.*\[\(.*\)\]/\1 \2/p' "$folder/messages" |
        sort -n >"$folder/got"
    {
        echo "6 -Wshadow"
        echo "12 -Wunused-variable"
        [ $cc = clang ] || echo "20 -Wredundant-decls"
        echo "29 -Wunused-variable"
    } >"$folder/wanted"
    diff "$folder/wanted" "$folder/got" || {
        echo "$cc:"
        cat "$folder/messages"
        exit 1
    }
done
