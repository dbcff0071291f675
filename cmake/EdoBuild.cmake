# SPDX-License-Identifier: MIT
# How everything in this tree is compiled: language, warnings, sanitizers.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)

# Assertions are the code's own and stay on: no NDEBUG.
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_DEBUG "-O0 -g")

add_library(edo_warnings INTERFACE)
target_compile_options(edo_warnings INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wstrict-prototypes -Wmissing-prototypes
  -Wpointer-arith -Wwrite-strings $<$<BOOL:${EDO_WERROR}>:-Werror>)
target_compile_definitions(edo_warnings INTERFACE _GNU_SOURCE)

if(EDO_SANITIZE)
  add_compile_options(-fsanitize=${EDO_SANITIZE} -fno-sanitize-recover=all -g
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EDO_SANITIZE})
endif()

# Sources by pattern, looked up again at each build; a folder may be empty.
function(edo_glob variable)
  set(patterns)
  foreach(pattern IN LISTS ARGN)
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/${pattern}")
  endforeach()
  file(GLOB found CONFIGURE_DEPENDS ${patterns})
  list(SORT found)
  set(${variable} "${found}" PARENT_SCOPE)
endfunction()

# A program of this tree in Edo C.
function(edo_program name)
  add_executable(${name} ${ARGN})
  add_dependencies(${name} edocc edo)
  edo_target(${name})
endfunction()
