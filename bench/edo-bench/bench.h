/* SPDX-License-Identifier: MIT
 *
 * Arguments, clocks and results of edo-bench. */
#ifndef BENCH_H
#define BENCH_H

#include <edo.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_UNSUPPORTED = 3 };

struct args {
    int argc;
    char **argv;
};

/* The value of `key=value`. */
const char *arg_text(const struct args *a, const char *key, const char *fallback);
uint64_t arg_number(const struct args *a, const char *key, uint64_t fallback);

/* Prints one result: `edo WORKLOAD PARAMS VALUE UNIT`. */
void report(const struct args *a, double value, const char *unit);

double wall_ns(void);
double cpu_ns(void);

/* Resident bytes of this process. */
double resident_bytes(void);

/* Ends the program with a message if `error` is negative: a benchmark can't go on without. */
void must(int error, const char *what);
void *must_alloc(size_t n, size_t size);

/* Serve 127.0.0.1:`port`. An error: it could not be listened on. */
async int echo_server(int port, size_t buf);
async int http_server(int port);

#endif
