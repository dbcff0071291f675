/* SPDX-License-Identifier: MIT */
#include <edo.h>

struct op {
    int result;
};
edo_poll op_start(struct op *op, edo_cx *cx, int n);
edo_poll op_resume(struct op *op, edo_cx *cx);

async int fine(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int misses(int n) edo_leaf(struct op, op_begin, op_resume, 0, 0);
async int number(int n) edo_leaf(struct op, op_start, 1, 0, 0);
int plain(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int body(int n) edo_leaf(struct op, op_start, op_resume, 0, 0)
{
    return n;
}

edo_poll op_restart(struct op *op, edo_cx *cx, int n);

async int declared_before(int n);
async int declared_before(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
static async int known_here(int n);
static async int known_here(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int twice_the_same(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int twice_the_same(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int twice_the_same(int n);
async int twice_otherwise(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
async int twice_otherwise(int n) edo_leaf(struct op, op_restart, op_resume, 0, 0);

async int has_a_body(int n)
{
    return n;
}
async int has_a_body(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);

gen int generates(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);

async int walk(void)
{
    async int inside(int n) edo_leaf(struct op, op_start, op_resume, 0, 0);
    return await inside(1) + await known_here(2);
}
