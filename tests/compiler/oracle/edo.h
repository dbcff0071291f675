/* SPDX-License-Identifier: MIT
 *
 * The oracle of the lang_ tests: the same program as plain C, in which every await is a call and
 * nothing suspends. A test whose meaning lies in `try`, `defer`, calls as values, futures or tasks
 * has no such twin and says NO ORACLE in its first lines. */
#ifndef ORACLE_EDO_H
#define ORACLE_EDO_H

#define async
#define await
#define _Async
#define _Await

static inline int edo_yield(void)
{
    return 0;
}

#endif
