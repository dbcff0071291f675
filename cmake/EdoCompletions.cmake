# SPDX-License-Identifier: MIT
#
#   cmake -DOUT=FILE.c -DFROM=FOLDER -P EdoCompletions.cmake
#
# The completion files in FOLDER, as `edo completion` has them (tools/edo/edo.h).
cmake_minimum_required(VERSION 3.22)

set(rows "")
foreach(shell bash zsh fish)
  file(READ "${FROM}/edo.${shell}" text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n     \"" text "${text}")
  string(APPEND rows "    {\"${shell}\",\n     \"${text}\"},\n")
endforeach()
file(WRITE "${OUT}" "/* Made by EdoCompletions.cmake. */\n#include \"edo.h\"\n\n"
  "const struct completion completions[] = {\n${rows}    {0, 0},\n};\n")
