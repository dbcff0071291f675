/* SPDX-License-Identifier: MIT
 *
 * What is to become a reference is known by its mark: a typedef of a pointer, aligned(2), which no
 * pointer is by itself.
 *
 *     DW_TAG_typedef (name, …, alignment 2) -> DW_TAG_volatile_type -> DW_TAG_pointer_type -> T
 *
 * becomes DW_TAG_reference_type (name, …, alignment 2) -> T.
 *
 * The tag of an entry stands in the abbreviation that it shares with others; so nothing is done in
 * a unit where the marked typedefs share theirs with others. */
#include "dwarf.h"

#include "arena.h"

#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TAG_POINTER = 0x0f,
    TAG_REFERENCE = 0x10,
    TAG_TYPEDEF = 0x16,
    TAG_VOLATILE = 0x35,
    AT_TYPE = 0x49,
    AT_ALIGNMENT = 0x88,
    FORM_UDATA = 0x0f,
    FORM_REF4 = 0x13,
    FORM_IMPLICIT_CONST = 0x21,
    MARK = 2,
    ABBREVS_MAX = 4096,
};

/* Bounded reading; what reads past the end sets `bad` and gets 0. */
struct cursor {
    uint8_t *at, *end;
    bool bad;
};

static uint64_t take(struct cursor *c, unsigned n)
{
    uint64_t value = 0;
    if ((size_t)(c->end - c->at) < n) {
        c->bad = true;
        c->at = c->end;
        return 0;
    }
    for (unsigned i = 0; i < n && i < 8; i++)
        value |= (uint64_t)c->at[i] << 8 * i;
    c->at += n;
    return value;
}

static void skip(struct cursor *c, uint64_t n)
{
    if (n > (uint64_t)(c->end - c->at)) {
        c->bad = true;
        n = (uint64_t)(c->end - c->at);
    }
    c->at += n;
}

static uint64_t leb(struct cursor *c)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        uint8_t byte = (uint8_t)take(c, 1);
        if (shift < 64)
            value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            break;
    }
    return value;
}

static void skip_string(struct cursor *c)
{
    while (take(c, 1) && !c->bad) {
    }
}

/* ---- a unit ---- */

struct abbrev {
    uint8_t *tag, *attributes; /* in the table; attributes 0: there is none of this number */
    bool typedefs;
    unsigned marked, others; /* entries that use it */
};

struct unit {
    struct cursor all;  /* from its first byte */
    uint8_t *entries;
    unsigned version, address_size;
    uint8_t *abbrev_end;
    struct abbrev abbrevs[ABBREVS_MAX];
};

/* What is asked of an entry. */
struct entry {
    struct abbrev *abbrev;
    uint8_t *type; /* its four bytes, of a reference within the unit; or 0 */
    uint64_t alignment;
};

static bool read_abbrevs(struct unit *u, struct cursor c)
{
    u->abbrev_end = c.end;
    for (uint64_t code; (code = leb(&c)) != 0 && !c.bad;) {
        if (code >= ABBREVS_MAX)
            return false;
        struct abbrev *a = &u->abbrevs[code];
        a->tag = c.at;
        a->typedefs = leb(&c) == TAG_TYPEDEF;
        take(&c, 1);
        a->attributes = c.at;
        for (uint64_t name = 1, form = 1; (name || form) && !c.bad;) {
            name = leb(&c);
            form = leb(&c);
            if (form == FORM_IMPLICIT_CONST)
                leb(&c);
        }
    }
    return !c.bad;
}

/* Steps over a value. False: a form that isn't known. */
static bool skip_form(struct unit *u, struct cursor *c, uint64_t form)
{
    static const uint8_t sizes[] = {
        [0x05] = 2, [0x06] = 4, [0x07] = 8, [0x0b] = 1, [0x0c] = 1, [0x0e] = 4, [0x10] = 4,
        [0x11] = 1, [0x12] = 2, [0x13] = 4, [0x14] = 8, [0x17] = 4, [0x1c] = 4, [0x1d] = 4,
        [0x1e] = 16, [0x1f] = 4, [0x20] = 8, [0x24] = 8, [0x25] = 1, [0x26] = 2, [0x27] = 3,
        [0x28] = 4, [0x29] = 1, [0x2a] = 2, [0x2b] = 3, [0x2c] = 4};
    switch (form) {
    case 0x01: /* addr */
        skip(c, u->address_size);
        return true;
    case 0x03: /* block2 */
        skip(c, take(c, 2));
        return true;
    case 0x04: /* block4 */
        skip(c, take(c, 4));
        return true;
    case 0x0a: /* block1 */
        skip(c, take(c, 1));
        return true;
    case 0x09: /* block */
    case 0x18: /* exprloc */
        skip(c, leb(c));
        return true;
    case 0x08: /* string */
        skip_string(c);
        return true;
    case 0x0d: /* sdata, udata, ref_udata, strx, addrx, loclistx, rnglistx */
    case 0x0f:
    case 0x15:
    case 0x1a:
    case 0x1b:
    case 0x22:
    case 0x23:
    case 0x1f01: /* GNU: addr_index, str_index */
    case 0x1f02:
        leb(c);
        return true;
    case 0x19: /* flag_present */
    case 0x21: /* implicit_const: stands in the abbreviation */
        return true;
    case 0x1f20: /* GNU: ref_alt, strp_alt */
    case 0x1f21:
        skip(c, 4);
        return true;
    default:
        if (form >= sizeof sizes || !sizes[form])
            return false;
        skip(c, sizes[form]);
        return true;
    }
}

/* One entry at `c`. An abbrev of 0: the end of a list. False: broken. */
static bool read_entry(struct unit *u, struct cursor *c, struct entry *e)
{
    uint64_t code = leb(c);
    memset(e, 0, sizeof *e);
    if (code == 0)
        return !c->bad;
    if (code >= ABBREVS_MAX || !u->abbrevs[code].attributes)
        return false;
    e->abbrev = &u->abbrevs[code];
    struct cursor a = {e->abbrev->attributes, u->abbrev_end, false};
    while (!a.bad && !c->bad) {
        uint64_t name = leb(&a), form = leb(&a);
        uint64_t implicit = form == FORM_IMPLICIT_CONST ? leb(&a) : 0;
        if (!name && !form)
            return true;
        struct cursor before = *c;
        if (name == AT_TYPE && form == FORM_REF4)
            e->type = c->at;
        if (!skip_form(u, c, form))
            return false;
        if (name == AT_ALIGNMENT)
            e->alignment = form == FORM_IMPLICIT_CONST ? implicit
                           : form == FORM_UDATA        ? leb(&before)
                                                : take(&before, (unsigned)(c->at - before.at));
    }
    return false;
}

/* The entry that an entry's type is. */
static bool read_type(struct unit *u, const struct entry *e, struct entry *type)
{
    struct cursor reference = {e->type, u->all.end, false}, c = u->all;
    if (!e->type)
        return false;
    skip(&c, take(&reference, 4));
    return !c.bad && c.at >= u->entries && read_entry(u, &c, type) && type->abbrev;
}

/* A marked typedef; *pointer is what it names. */
static bool is_marked(struct unit *u, const struct entry *e, struct entry *pointer)
{
    struct entry qualified;
    if (!e->abbrev || !e->abbrev->typedefs || e->alignment != MARK)
        return false;
    return read_type(u, e, &qualified) && *qualified.abbrev->tag == TAG_VOLATILE &&
           read_type(u, &qualified, pointer) && *pointer->abbrev->tag == TAG_POINTER &&
           pointer->type;
}

static bool count_marked(struct unit *u)
{
    struct cursor c = {u->entries, u->all.end, false};
    bool any = false;
    while (c.at < c.end) {
        struct entry e, pointer;
        if (!read_entry(u, &c, &e))
            return false;
        if (!e.abbrev || !e.abbrev->typedefs)
            continue;
        if (is_marked(u, &e, &pointer)) {
            e.abbrev->marked++;
            any = true;
        } else {
            e.abbrev->others++;
        }
    }
    return any;
}

static void mend_unit(struct unit *u)
{
    if (!count_marked(u))
        return;
    struct cursor c = {u->entries, u->all.end, false};
    while (c.at < c.end) {
        struct entry e, pointer;
        if (!read_entry(u, &c, &e))
            return;
        if (!e.abbrev || e.abbrev->others || !is_marked(u, &e, &pointer))
            continue;
        memcpy(e.type, pointer.type, 4);
    }
    for (unsigned i = 0; i < ABBREVS_MAX; i++)
        if (u->abbrevs[i].marked && !u->abbrevs[i].others)
            *u->abbrevs[i].tag = TAG_REFERENCE;
}

/* ---- the file ---- */

/* Relocations: the offset into .debug_abbrev, the only one that is read here, is 0 in an object
 * file made by one compilation. */
static void mend_info(struct cursor info, struct cursor abbrev)
{
    struct unit *u = calloc(1, sizeof *u);
    while (u && info.at < info.end && !info.bad) {
        memset(u, 0, sizeof *u);
        u->all.at = info.at;
        uint64_t length = take(&info, 4), offset;
        if (length >= 0xfffffff0 || length > (uint64_t)(info.end - info.at))
            break; /* the format for 64 bits, or broken */
        struct cursor head = {info.at, info.at + length, false};
        u->all.end = head.end;
        u->version = (unsigned)take(&head, 2);
        if (u->version < 4 || u->version > 5)
            break;
        unsigned kind = u->version == 5 ? (unsigned)take(&head, 1) : 1;
        if (u->version == 5)
            u->address_size = (unsigned)take(&head, 1);
        offset = take(&head, 4);
        if (u->version == 4)
            u->address_size = (unsigned)take(&head, 1);
        u->entries = head.at;
        struct cursor table = abbrev;
        skip(&table, offset);
        if (kind == 1 && !head.bad && !table.bad && read_abbrevs(u, table))
            mend_unit(u);
        info.at = head.end;
    }
    free(u);
}

/* A section's bytes, if there is exactly one of that name. */
static bool find_section(uint8_t *file, size_t size, const char *name, struct cursor *found)
{
    Elf64_Ehdr head;
    unsigned n = 0;
    memcpy(&head, file, sizeof head);
    if (head.e_shoff > size || head.e_shentsize != sizeof(Elf64_Shdr) ||
        (uint64_t)head.e_shnum * sizeof(Elf64_Shdr) > size - head.e_shoff ||
        head.e_shstrndx >= head.e_shnum)
        return false;
    Elf64_Shdr names, s;
    memcpy(&names, file + head.e_shoff + head.e_shstrndx * sizeof s, sizeof s);
    if (names.sh_offset > size || names.sh_size > size - names.sh_offset)
        return false;
    size_t length = strlen(name) + 1;
    for (unsigned i = 0; i < head.e_shnum; i++) {
        memcpy(&s, file + head.e_shoff + i * sizeof s, sizeof s);
        if (s.sh_name > names.sh_size || names.sh_size - s.sh_name < length ||
            memcmp(file + names.sh_offset + s.sh_name, name, length) != 0)
            continue;
        if (s.sh_type == SHT_NOBITS || (s.sh_flags & SHF_COMPRESSED) || s.sh_offset > size ||
            s.sh_size > size - s.sh_offset)
            return false;
        *found = (struct cursor){file + s.sh_offset, file + s.sh_offset + s.sh_size, false};
        n++;
    }
    return n == 1;
}

void dwarf_make_references(const char *object)
{
    struct cursor info, abbrev;
    struct stat st;
    int fd = open(object, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > (off_t)sizeof(Elf64_Ehdr)) {
        size_t size = (size_t)st.st_size;
        uint8_t *file = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (file != MAP_FAILED) {
            if (!memcmp(file, ELFMAG, SELFMAG) && file[EI_CLASS] == ELFCLASS64 &&
                file[EI_DATA] == ELFDATA2LSB && find_section(file, size, ".debug_info", &info) &&
                find_section(file, size, ".debug_abbrev", &abbrev))
                mend_info(info, abbrev);
            munmap(file, size);
        }
    }
    close(fd);
}
