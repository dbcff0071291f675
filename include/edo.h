/* SPDX-License-Identifier: MIT
 *
 * Edo: async and await for C. This header is all that a program includes. */
#ifndef EDO_H
#define EDO_H

#include <edo/abi.h>
#include <edo/box.h>
#include <edo/error.h>
#include <edo/io.h>
#include <edo/mode.h>
#include <edo/net.h>
#include <edo/runtime.h>
#include <edo/task.h>
#include <edo/time.h>

#endif
