/* SPDX-License-Identifier: MIT
 *
 * A struct that points into itself. It would break if it were moved or copied; edo_pinned makes
 * the compiler refuse that. Frames never move, so such a struct may live across any await. */
#include <edo.h>
#include <stdio.h>

struct reader {
    char text[64];
    const char *next; /* into text */
} edo_pinned;

static void reader_init(struct reader *r, const char *text)
{
    snprintf(r->text, sizeof r->text, "%s", text);
    r->next = r->text;
}

/* The next letter, after a while; 0 at the end. */
static async int reader_letter(struct reader *r)
{
    await edo_yield();
    return *r->next ? *r->next++ : 0;
}

static async int spell(const char *name, const char *text)
{
    struct reader r;
    reader_init(&r, text);
    const struct reader *before = &r;
    /* struct reader copy = r;   would not compile: 'struct reader' is pinned */
    for (int letter; (letter = try await reader_letter(&r));)
        printf("%s: %c\n", name, letter);
    printf("%s: read to %td of %zu, %s\n", name, r.next - r.text, sizeof r.text,
           before == &r ? "never moved" : "moved");
    return 0;
}

async int main(void)
{
    edo_task *a, *b;
    try edo_task_spawn(&a, spell("first", "edo"));
    try edo_task_spawn(&b, spell("second", "pin"));
    int result;
    try await edo_task_join(a, &result);
    try await edo_task_join(b, &result);
    return result;
}
