/* SPDX-License-Identifier: MIT
 *
 * Async functions nested to a depth. LEVELS_TO_100(type) defines level2 to level100: each awaits
 * the one below it with its own argument and adds 1 to the result. level1 is the user's. */
#ifndef DEPTH_H
#define DEPTH_H

#define LEVEL(type, level, below) \
    static async type level(type n) { return await below(n) + 1; }

/* Levels t0 to t9; `u` is the ten before t. */
#define LEVELS_TEN(type, u, t) \
    LEVEL(type, level##t##0, level##u##9) \
    LEVEL(type, level##t##1, level##t##0) \
    LEVEL(type, level##t##2, level##t##1) \
    LEVEL(type, level##t##3, level##t##2) \
    LEVEL(type, level##t##4, level##t##3) \
    LEVEL(type, level##t##5, level##t##4) \
    LEVEL(type, level##t##6, level##t##5) \
    LEVEL(type, level##t##7, level##t##6) \
    LEVEL(type, level##t##8, level##t##7) \
    LEVEL(type, level##t##9, level##t##8)

#define LEVELS_TO_100(type) \
    LEVEL(type, level2, level1) \
    LEVEL(type, level3, level2) \
    LEVEL(type, level4, level3) \
    LEVEL(type, level5, level4) \
    LEVEL(type, level6, level5) \
    LEVEL(type, level7, level6) \
    LEVEL(type, level8, level7) \
    LEVEL(type, level9, level8) \
    LEVELS_TEN(type, , 1) \
    LEVELS_TEN(type, 1, 2) \
    LEVELS_TEN(type, 2, 3) \
    LEVELS_TEN(type, 3, 4) \
    LEVELS_TEN(type, 4, 5) \
    LEVELS_TEN(type, 5, 6) \
    LEVELS_TEN(type, 6, 7) \
    LEVELS_TEN(type, 7, 8) \
    LEVELS_TEN(type, 8, 9) \
    LEVEL(type, level100, level99)

#endif
