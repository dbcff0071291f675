/* SPDX-License-Identifier: MIT
 *
 * Edo: async and await for C. This header is all that a program includes. */
#ifndef EDO_H
#define EDO_H

#include <edo/abi.h>
#include <edo/error.h>
#include <edo/mode.h>
#include <edo/runtime.h>
#include <edo/task.h>
#if __has_include(<edo/time.h>)
#include <edo/time.h>
#endif
#if __has_include(<edo/io.h>)
#include <edo/io.h>
#endif
#if __has_include(<edo/net.h>)
#include <edo/net.h>
#endif

#endif
