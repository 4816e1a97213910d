# find_package(wasm2mpy): the target wasm2mpy::wasm2mpy.
get_filename_component(_wasm2mpy_prefix
  "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET wasm2mpy::wasm2mpy)
  add_library(wasm2mpy::wasm2mpy STATIC IMPORTED)
  set_target_properties(wasm2mpy::wasm2mpy PROPERTIES
    IMPORTED_LOCATION "${_wasm2mpy_prefix}/lib/libwasm2mpy.a"
    IMPORTED_LINK_INTERFACE_LANGUAGES C
    INTERFACE_INCLUDE_DIRECTORIES "${_wasm2mpy_prefix}/include"
    INTERFACE_LINK_LIBRARIES "m;pthread;dl")
endif()
unset(_wasm2mpy_prefix)
