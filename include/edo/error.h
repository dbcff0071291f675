/* SPDX-License-Identifier: MIT
 *
 * Errors. Functions and operations return >= 0 for success, else a negative error: -errno, or one
 * of those below. Never errno itself. The numbers of EDO_E… lie above every errno. */
#ifndef EDO_ERROR_H
#define EDO_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#define EDO_ERROR_FIRST 20001
#define EDO_ECLOSED 20001    /* the handle was closed, or the runtime is shutting down */
#define EDO_ENORUNTIME 20002 /* needs a runtime: called outside of a task, or under an executor that
                                is not libedo's */
#define EDO_ERESOLVE 20003   /* a host's name, where only a numeric address can stand */
#define EDO_ERROR_LAST 20003

/* The numbers of these errno's, for code without <errno.h>. */
#define EDO_ENOMEM 12
#define EDO_ECANCELED 125

/* What `error` (negative or positive, errno or EDO_E…) means, in a few words. Never 0; static. Any
 * thread. */
const char *edo_strerror(int error);

#ifdef __cplusplus
}
#endif
#endif
