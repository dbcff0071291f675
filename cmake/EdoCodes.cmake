# SPDX-License-Identifier: MIT
#
#   cmake -DOUT=FILE.c -DFROM=FOLDER -P EdoCodes.cmake
#
# Makes the table of diagnostics (edocc/codes.h) from the pages in FOLDER.

cmake_minimum_required(VERSION 3.22)

function(c_string variable text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "?" "\\?" text "${text}")
  string(REPLACE "\n" "\\n\"\n     \"" text "${text}")
  set(${variable} "\"${text}\"" PARENT_SCOPE)
endfunction()

set(rows "")
set(seen "")
foreach(number RANGE 1 99)
  set(digits "000${number}")
  string(REGEX REPLACE "^.*(....)$" "\\1" digits "${digits}")
  foreach(letter E W)
    set(file "${FROM}/${letter}${digits}.txt")
    if(NOT EXISTS "${file}")
      continue()
    endif()
    if(number IN_LIST seen)
      message(FATAL_ERROR "${file}: the number is an error's and a warning's")
    endif()
    list(APPEND seen "${number}")
    file(READ "${file}" text)
    string(FIND "${text}" "\n\n" end)
    string(SUBSTRING "${text}" 0 ${end} head)
    math(EXPR end "${end} + 2")
    string(SUBSTRING "${text}" ${end} -1 page)
    if(NOT page OR NOT head MATCHES "(^|\n)title: ([^\n]+)")
      message(FATAL_ERROR "${file}: a title and a page are wanted (edocc/codes.h)")
    endif()
    set(title "${CMAKE_MATCH_2}")
    c_string(title "${title}")
    c_string(page "${page}")
    set(warning false)
    if(letter STREQUAL W)
      set(warning true)
    endif()
    string(APPEND rows
      "    {${number}, ${warning}, ${title},\n     ${page}},\n")
  endforeach()
endforeach()
file(WRITE "${OUT}" "/* Made by EdoCodes.cmake. */\n#include \"codes.h\"\n\n"
  "const struct code code_table[] = {\n${rows}    {0},\n};\n")
