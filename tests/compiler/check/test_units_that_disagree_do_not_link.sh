#!/bin/sh
# SPDX-License-Identifier: MIT
# labels: subset
#
# An async function that is declared in one unit with other types than it is defined with in another
# doesn't link, and the linker names it. The same types in other words link, and so does a function
# whose descriptor was written by hand. A function that has to stay on its thread links only with units
# that declare it async_local.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >defined.c <<'END'
#include <edo.h>
#include <stdint.h>
struct pair { int a, b; };
enum colour { RED = -1, BLUE };
typedef struct { int v; } nameless;
async int64_t work(const int32_t n, struct pair *p, char text[], int (*f)[3])
{
    await edo_yield();
    return n + p->a + text[0] + (f != 0);
}
async nameless plain(nameless v, enum colour c, unsigned char u) { await edo_yield(); v.v += u + c; return v; }
async int step(int n, edo_call c, edo_boxed b) { return n + await c + await b; }
END

cat >hand.c <<'END'
#define EDO_PLAIN
#include <edo.h>
static edo_poll start(void *frame, edo_cx *cx, const void *args)
{
    (void)cx;
    *(int *)frame = *(const int *)args + 1;
    return EDO_READY;
}
const edo_fn by_hand__async = {.name = "by_hand", .start = start, .size = 8, .align = 8,
    .args_size = 4, .args_align = 4, .result_size = 4, .flags = EDO_FN_SIGNED};
END
cat >calls.c <<'END'
#include <edo.h>
async int by_hand(int n);
async int main(void) { return await by_hand(1) - 2; }
END

cat >stays.c <<'END'
#include <edo.h>
struct rc { int n; } edo_local;
async int stays(struct rc *r, int n)
{
    struct rc mine = {n};
    await edo_yield();
    return mine.n + r->n;
}
gen int counts(int n)
{
    struct rc mine = {n};
    yield mine.n;
    yield mine.n + 1;
}
async int moves(int n) { await edo_yield(); return n; }
END

# How stays and counts, which have to stay, and moves, which need not, are declared.
link_stays() {
    cat >use.c <<END
#include <edo.h>
struct rc { int n; } edo_local;
async int stays(struct rc *r, int n) $1;
gen int counts(int n) $2;
async int moves(int n) $3;
async int main(void)
{
    struct rc r = {1};
    int sum = await stays(&r, 2) + await moves(4);
    each (int n = counts(3))
        sum += n;
    return sum - 14;
}
END
    EDOCC_CC=$cc "$EDOCC" stays.c use.c -o program 2>errors
}

# The words of a declaration of work, and whether they agree.
link() {
    cat >use.c <<END
#include <edo.h>
struct pair { int a, b; };
enum colour { RED = -1, BLUE };
typedef struct { int v; } nameless;
async $1;
async nameless plain(nameless v, int c, unsigned char u);
async int step(int, edo_call, edo_boxed);
static async int one(void) { return 1; }
async int main(void)
{
    struct pair p = {1, 2};
    int n = (int)await work(3 $2);
    nameless v = await plain((nameless){1}, 0, 2);
    (void)p;
    return n != 101 || v.v != 3 || await step(1, one(), edo_box(one())) != 3;
}
END
    EDOCC_CC=$cc "$EDOCC" $options -c use.c -o use.o
    EDOCC_CC=$cc "$EDOCC" $options $linker use.o libdefined.a -o program 2>errors
}

for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    for options in -O0 "-O2 -fPIC"; do
        EDOCC_CC=$cc "$EDOCC" $options -c defined.c -o defined.o
        rm -f libdefined.a
        ar rc libdefined.a defined.o
        for linker in "" -fuse-ld=gold -fuse-ld=lld; do
            case $linker in
            *gold) command -v ld.gold >/dev/null || continue ;;
            *lld) command -v ld.lld >/dev/null || continue ;;
            esac
            link "long work(int n, struct pair *p, char *, int (*f)[])" \
                ', &p, "a", 0' || {
                echo "$cc $options $linker refuses the same types:"
                cat errors
                exit 1
            }
            ./program
        done
    done
    EDOCC_CC=$cc "$EDOCC" -Wall -Werror hand.c calls.c -o program
    ./program
    link_stays async_local async_local "" || {
        cat errors
        exit 1
    }
    ./program
    link_stays async_local async_local async_local
    ./program
    for name in stays counts; do
        stays=async_local counts=async_local
        eval $name=
        if link_stays "$stays" "$counts" ""; then
            echo "$cc links without async_local of $name"
            exit 1
        fi
        grep -q "${name}__is_not_declared_async_local" errors
    done

    options=-O1
    linker=
    number=0
    while read -r words; do
        number=$((number + 1))
        if link "${words%;*}" "${words#*;}"; then
            echo "$cc links with $words"
            exit 1
        fi
        grep -q "work__\(is_\)\?declared_differently" errors || {
            cat errors
            exit 1
        }
    done <<'END'
int work(int n, struct pair *p, char *, int *);, &p, "a", 0
long work(long n);
long work(int n, struct edo_task *p);, 0
unsigned long work(int n);
void *work(int n);
END
    [ $number = 5 ]
done
