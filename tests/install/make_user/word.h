/* SPDX-License-Identifier: MIT */
#define WORD "made"
