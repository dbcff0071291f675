/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_ERRNO_H
#define FUZZ_ERRNO_H
extern int *fuzz_errno(void);
#define errno (*fuzz_errno())
#define ENOENT 2
#define EAGAIN 11
#define ENOMEM 12
#define EINVAL 22
#define EPIPE 32
#define ETIMEDOUT 110
#define ECANCELED 125
#endif
