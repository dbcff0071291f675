/* SPDX-License-Identifier: MIT
 *
 * SHA-256 (FIPS 180-4), for names in the cache. */
#ifndef EDO_SHA256_H
#define EDO_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32, SHA256_HEX = 65 };

struct sha256 {
    uint32_t state[8];
    uint64_t length; /* in bytes */
    unsigned char block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t n);
void sha256_hex(struct sha256 *h, char hex[SHA256_HEX]); /* ends it */

#endif
