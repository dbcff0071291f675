/* SPDX-License-Identifier: MIT
 *
 * Inside --states=html: one page that needs nothing but itself. All that is to be seen is in it as
 * HTML and SVG; the script only adds what moves (it lights up what belongs together), and a content
 * security policy names it by its hash, so that nothing else is ever run. */
#ifndef EDOCC_STATES_PAGE_H
#define EDOCC_STATES_PAGE_H

#include "states.h"

/* Text from outside, in an element or an attribute. */
void html_text(struct outbuf *out, const char *text);
void html_part(struct outbuf *out, const char *text, size_t n);
/* The same, cut to so many characters. */
void html_short(struct outbuf *out, const char *text, unsigned most);
/* "4,152 bytes" */
void html_bytes(struct outbuf *out, unsigned long bytes);

/* states_page_graph.c: the states and transitions as a drawing, or a line why there is none. */
void page_graph(struct outbuf *out, const struct states_fn *fn, struct arena *a);
/* states_page_frame.c: the frame as proportional boxes. */
void page_frame(struct outbuf *out, const struct states_fn *fn, struct arena *a);
/* states_page_source.c: the function's lines, with its awaits marked. Files are read once. */
struct page_sources;
struct page_sources *page_sources_new(struct arena *a);
void page_source(struct outbuf *out, const struct states_fn *fn, struct page_sources *sources);
void page_sources_free(struct page_sources *sources);

/* states_page_style.c */
extern const char states_page_css[], states_page_js[], states_page_js_hash[];

#endif
