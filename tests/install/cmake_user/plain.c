/* SPDX-License-Identifier: MIT */
int plain(void);

/* No async code: `await` is a name here. */
int plain(void)
{
    int await = 41;
    return await + 1;
}
