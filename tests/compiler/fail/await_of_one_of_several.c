/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int step(int n);
async long wide(int n);
async void nothing(void);
int plain(int n);

async int walk(int n, edo_call call)
{
    int r = await (n ? step(1) : plain(2));
    r += await (n ?: step(2));
    r += await (step(3), plain(4));
    r += await (n ? plain(1) : plain(2));
    r += await ({ step(5); n; });
    r += edo_block_on(n ? step(6) : wide(7));
    edo_call kept = n ? step(8) : wide(9);
    kept = ({ step(10); });
    edo_spawn(({ int k = n; step(k); }));
    edo_future(step) future = n ? step(1) : step(2);
    select {
        when (r = n ? step(11) : plain(12)) r++;
        when (r = n ? future : step(13)) r++;
        when (n ? step(14) : wide(15)) r++;
    }
    return r + await kept + await call;
}

int outside(int n)
{
    return await (n ? step(1) : step(2));
}
