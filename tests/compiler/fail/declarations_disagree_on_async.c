/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int first(int n);
int first(int n);

int second(int n);
async int second(int n)
{
    return n;
}

async int third(int n);
async long third(int n)
{
    return n;
}

async int fourth(int n);
async int fourth(int n, int m)
{
    return n + m;
}

async int fifth(int n)
{
    return n;
}
async int fifth(int n)
{
    return n + 1;
}

async int variable;
async typedef int function_type(void);
async int main(int argc)
{
    return argc;
}
