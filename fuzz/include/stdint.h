/* SPDX-License-Identifier: MIT */
#include <stdint-gcc.h>
