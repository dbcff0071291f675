/* SPDX-License-Identifier: MIT */
#include <edo.h>

async int say(const char *format, ...);
