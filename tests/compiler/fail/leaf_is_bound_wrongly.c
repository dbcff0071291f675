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
