/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n)
{
    return n;
}
async void nothing(void)
{
}
int plain(void);

async int wrong(int n)
{
    edo_future(step) f = step(1);
    select {
        step(2);
        when (plain()) n++;
        when (int x = nothing()) n++;
        when (n = nothing()) n++;
        when (int y) n++;
        when (static int z = step(1)) n++;
        if (n) step(3);
        otherwise n++;
        complete n++;
        otherwise n--;
        complete n--;
        when (n = f) n++;
        when (n += step(2)) n++;
        when (n + 1) n++;
    }
    select {}
    select_biased {
        complete return 3;
    }
    return n;
}

int not_async(int n)
{
    select {
        when (step(n)) return 1;
    }
    int when = n, otherwise = when, complete = otherwise;
    return complete;
}
