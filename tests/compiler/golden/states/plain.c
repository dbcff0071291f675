/* SPDX-License-Identifier: MIT
 *
 * Nothing to say. */
int twice(int n)
{
    return 2 * n;
}
