/* SPDX-License-Identifier: MIT */
#ifndef WORDS_H
#define WORDS_H

#include <edo.h>

#define SEPARATOR "; "

/* Prints the word so many times. The number of times, or a negative error. */
async int say(int times);

#endif
