# SPDX-License-Identifier: MIT
#
# edo_target(TARGET...)   the C sources of TARGET may hold async functions
#
# Each C source of the target is compiled by edocc, which runs the C compiler that CMake found, with
# whatever CMake gives it: definitions, include directories, options, dependency files and compiler
# launchers (ccache) work as for any target. Sources without async code compile as they did before.
# The target links libedo. Call it where the target is made, after its sources are named.
function(edo_target)
  foreach(target IN LISTS ARGN)
    if(NOT TARGET "${target}")
      message(FATAL_ERROR "edo_target: there is no target '${target}'")
    endif()
    get_target_property(launcher "${target}" C_COMPILER_LAUNCHER)
    set(words "${EDO_EDOCC}" --launch)
    if(launcher)
      list(APPEND words ${launcher})
    endif()
    set_target_properties("${target}" PROPERTIES C_COMPILER_LAUNCHER "${words}")
    # A new edocc means new objects.
    get_target_property(sources "${target}" SOURCES)
    foreach(source IN LISTS sources)
      if(source MATCHES "\\.[ci]$")
        set_property(SOURCE "${source}" APPEND PROPERTY OBJECT_DEPENDS "${EDO_EDOCC}")
      endif()
    endforeach()
    target_link_libraries("${target}" PRIVATE Edo::edo)
  endforeach()
endfunction()
