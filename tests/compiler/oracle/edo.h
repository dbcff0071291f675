/* SPDX-License-Identifier: MIT
 *
 * The oracle of the lang_ tests: the same program as plain C, in which every await is a call and
 * nothing suspends. A test of `try`, of calls as values, futures or tasks has no such twin and says
 * NO ORACLE in its first lines; its expected output was worked out by hand. */
#ifndef ORACLE_EDO_H
#define ORACLE_EDO_H

#define async
#define await
#define _Async
#define _Await
#define edo_shield

/* `defer { … }` as a nested function that gcc calls when the variable's scope is left. */
#define ORACLE_PASTE_(a, b) a##b
#define ORACLE_PASTE(a, b) ORACLE_PASTE_(a, b)
#define ORACLE_DEFER(n)                                                                          \
    auto void ORACLE_PASTE(oracle_defer, n)(int *);                                              \
    __attribute__((cleanup(ORACLE_PASTE(oracle_defer, n)))) int ORACLE_PASTE(oracle_armed, n);   \
    void ORACLE_PASTE(oracle_defer, n)(__attribute__((unused)) int *oracle_)
#define defer ORACLE_DEFER(__COUNTER__)

static inline int edo_yield(void)
{
    return 0;
}

#endif
