# SPDX-License-Identifier: MIT
# What `cmake --install` puts below the prefix. Nothing in it names the prefix: it can be moved.
include(CMakePackageConfigHelpers)

install(TARGETS edocc edo_command RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS edo EXPORT EdoTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h")

install(FILES tools/gdb/edo.py DESTINATION "${CMAKE_INSTALL_DATADIR}/gdb")

set(completions "${PROJECT_SOURCE_DIR}/tools/edo/completion")
set(bash_dir "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${completions}/edo.bash" DESTINATION "${bash_dir}" RENAME edo)
install(FILES "${completions}/edo.bash" DESTINATION "${bash_dir}" RENAME edocc)
install(FILES "${completions}/edo.zsh"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" RENAME _edo)
install(FILES "${completions}/edo.fish"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")

install(FILES docs/man/edocc.1 docs/man/edo.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")

install(DIRECTORY editors/ DESTINATION "${CMAKE_INSTALL_DATADIR}/edo/editors")
install(FILES .clang-format DESTINATION "${CMAKE_INSTALL_DATADIR}/edo/editors"
  RENAME clang-format)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Edo")
install(EXPORT EdoTargets NAMESPACE Edo:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/EdoConfig.cmake.in
  "${PROJECT_BINARY_DIR}/EdoConfig.cmake"
  INSTALL_DESTINATION "${package_dir}" PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/EdoConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/EdoConfig.cmake"
  "${PROJECT_BINARY_DIR}/EdoConfigVersion.cmake" cmake/EdoTarget.cmake
  DESTINATION "${package_dir}")

file(RELATIVE_PATH prefix_from_pc "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
configure_file(edo.pc.in edo.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/edo.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
