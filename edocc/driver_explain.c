/* SPDX-License-Identifier: MIT
 *
 * --explain CODE…: the pages of codes.h. --explain alone: a list of them. */
#include "driver.h"

#include "codes.h"
#include "lint.h"

#include <stdio.h>
#include <string.h>

static void print_list(void)
{
    for (const struct code *c = code_table; c->number; c++)
        printf("%s  %s\n", code_text(c).s, c->title);
    puts("\nOptions of the warnings:\n");
    lint_help(stdout);
    puts("\n`edocc --explain CODE` prints the page of one, with an example and the remedy.");
}

static void print_option(const struct code *c)
{
    const char *name = lint_name(c->number);
    bool off = lint_verdict(NULL, c->number) == LINT_OFF;

    printf("\nOption: -W%s, %s.\n", name, off ? "off unless given" : "on unless switched off");
    printf("-Wno-%s switches it off, -Werror=%s makes it an error.\n", name, name);
}

static void print_page(const struct code *c)
{
    printf("%s: %s\n", code_text(c).s, c->title);
    if (lint_name(c->number))
        print_option(c);
    printf("\n%s", c->page);
}

int explain(int argc, char **argv)
{
    int status = 0, printed = 0;

    if (argc == 0)
        print_list();
    for (int i = 0; i < argc; i++) {
        const struct code *c = code_parse(argv[i]);
        if (!c) {
            fprintf(stderr, "edocc: there is no diagnostic '%s' (edocc --explain lists them)\n",
                    argv[i]);
            status = 1;
            continue;
        }
        if (printed++)
            puts("\n");
        print_page(c);
    }
    if (fflush(stdout) != 0) {
        perror("edocc: standard output");
        status = 1;
    }
    return status;
}
