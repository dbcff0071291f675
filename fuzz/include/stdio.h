/* SPDX-License-Identifier: MIT
 *
 * What the corpus needs of the C library, and no more: parsing headers isn't what is fuzzed. */
#ifndef FUZZ_STDIO_H
#define FUZZ_STDIO_H
#include <stddef.h>
typedef struct fuzz_file FILE;
extern FILE *stdout, *stderr;
int printf(const char *, ...);
int fprintf(FILE *, const char *, ...);
int snprintf(char *, size_t, const char *, ...);
int puts(const char *);
int putchar(int);
int fputs(const char *, FILE *);
int fflush(FILE *);
FILE *fopen(const char *, const char *);
int fclose(FILE *);
void perror(const char *);
#endif
