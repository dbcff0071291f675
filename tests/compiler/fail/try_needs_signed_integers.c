/* SPDX-License-Identifier: MIT */
#include <edo.h>
#include <stddef.h>

int status(void);
size_t size(void);
void *pointer(void);

void nothing(void)
{
    try status();
}

unsigned natural(void)
{
    try status();
    return 1;
}

struct pair {
    int a, b;
} pair(void)
{
    try status();
    return (struct pair){1, 2};
}

long fine(void)
{
    try status();
    try size();
    try pointer();
    try 1.5;
    try pair();
    return try pair().a;
}
