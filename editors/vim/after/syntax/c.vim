" SPDX-License-Identifier: MIT
"
" Edo's words in C files. Those that are names elsewhere (join, select, gen, each, complete ...) are
" coloured only where the language puts them.

syn keyword edoKeyword _Async _Await _Try _Defer _Yield _Gen
syn keyword edoKeyword await
syn keyword edoBlock _Join _Select _When _Otherwise _Complete _Each
syn match edoKeyword /\<async\>\ze\(\s\+\h\|\s*{\|\s*$\)/
syn match edoKeyword /\<gen\>\ze\s\+\h/
syn match edoKeyword /\<try\>\ze\(\s\+\(await\|_Await\|\h\|(\)\|\s*(\)/
syn match edoKeyword /\<defer\>\ze\(\s\+\h\|\s*{\|\s*$\)/
syn match edoKeyword /\<yield\>\ze\(\s\|;\|(\)/
syn match edoBlock /\<\(join\|select\|select_biased\|edo_shield\)\>\ze\s*\({\|$\)/
syn match edoBlock /\<\(when\|each\)\>\ze\s*(/
syn match edoBlock /\<\(otherwise\|complete\)\>\ze\(\s\+\h\|\s*{\|\s*$\)/
syn keyword edoType edo_call edo_call_any edo_call_send edo_boxed edo_T edo_signed_T edo_task edo_tcp edo_listener edo_runtime edo_duration
syn match edoType /\<\(edo_future\|edo_call_of\|edo_boxed_of\|edo_gen\|gen_of\)\>\ze\s*(/
syn keyword edoAttribute edo_pinned edo_local edo_send async_local
syn match edoAttribute /\<\(edo_leaf\|edo_frame\)\>\ze\s*(/
syn match edoFunction /\<\(edo_spawn\|edo_task_spawn\|edo_block_on\|edo_start\|edo_timeout\|edo_box\|edo_next\|edo_resume\)\>\ze\s*(/


hi def link edoKeyword Keyword
hi def link edoBlock Repeat
hi def link edoType Type
hi def link edoAttribute StorageClass
hi def link edoFunction Function
