/* SPDX-License-Identifier: MIT
 *
 * libFuzzer's entry into the compiler. The first byte picks options, the rest is preprocessed text,
 * with the language switched on in front of it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "edocc_pipeline.h"

static const char prelude[] =
    "#pragma edo on\n"
    "typedef struct edo_call { const void *fn, *args; } edo_call;\n"
    "struct rest { int result; };\n"
    "int rest_start(struct rest *, void *), rest_resume(struct rest *, void *);\n"
    "async int rest(void) edo_leaf(struct rest, rest_start, rest_resume, 0, 0);\n"
    "async int later(int v) { await rest(); return v; }\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    uint8_t bits = data[0];
    struct pipeline p = {.parse_all = bits & 1, .all_in_frame = (bits & 6) == 6,
                         .no_overlay = bits & 8, .expand = bits & 16, .frames = (bits & 96) == 96};
    size_t head = bits & 128 ? 0 : sizeof prelude - 1, len = head + size - 1;
    char *text = malloc(len + 1); /* exact, so that reading past the end is seen */
    if (!text)
        return 0;
    memcpy(text, prelude, head);
    memcpy(text + head, data + 1, size - 1);
    struct outbuf out = {0};
    char *exact = realloc(text, len ? len : 1);
    pipeline_run(&p, exact ? exact : text, len, &out);
    outbuf_free(&out);
    free(exact ? exact : text);
    return 0;
}
