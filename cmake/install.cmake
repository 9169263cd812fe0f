# SPDX-License-Identifier: MIT
# Installs libraries, headers, package configuration and pkg-config files. No file contains a path of this machine, so
# that the installed tree may be moved.
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/qdmp)
set(pkgconfig ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

include(CMakePackageConfigHelpers)

install(TARGETS qdmp EXPORT qdmp-targets INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/qdmp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.def" PATTERN port EXCLUDE)

# The pkg-config files find the tree relative to their own place.
file(RELATIVE_PATH prefix_from_pkgconfig ${CMAKE_INSTALL_PREFIX}/${pkgconfig} ${CMAKE_INSTALL_PREFIX})
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR} OR IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
  set(pc_prefix ${CMAKE_INSTALL_PREFIX})
  set(pc_libdir ${CMAKE_INSTALL_FULL_LIBDIR})
  set(pc_includedir ${CMAKE_INSTALL_FULL_INCLUDEDIR})
else()
  string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${prefix_from_pkgconfig}")
  set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
  set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
set(pc_definitions)
foreach(definition ${definitions})
  string(APPEND pc_definitions " -D${definition}")
endforeach()
configure_file(cmake/qdmp.pc.in qdmp.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/qdmp.pc DESTINATION ${pkgconfig})

if(QDMP_CRYPTO_PSA)
  install(TARGETS qdmp_crypto_psa EXPORT qdmp-targets)
  install(FILES include/qdmp/port/crypto_psa.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/qdmp/port)
  configure_file(cmake/qdmp-crypto-psa.pc.in qdmp-crypto-psa.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/qdmp-crypto-psa.pc DESTINATION ${pkgconfig})
endif()

foreach(adapter ${storage_adapters})
  string(REGEX REPLACE "^qdmp_" "" header ${adapter})
  install(TARGETS ${adapter} EXPORT qdmp-targets)
  install(FILES include/qdmp/port/${header}.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/qdmp/port)
endforeach()

install(EXPORT qdmp-targets NAMESPACE qdmp:: DESTINATION ${package})
configure_package_config_file(cmake/qdmp-config.cmake.in qdmp-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(qdmp-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/qdmp-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/qdmp-config-version.cmake
  DESTINATION ${package})
