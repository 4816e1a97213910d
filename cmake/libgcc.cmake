# The compiler runtime: what LLVM calls where a core has no instruction, such as
# __aeabi_ldivmod and __adddf3. Up to two archives per architecture are embedded
# in the tool (src/target/compiler_runtime.h); the linker takes what it needs:
#   builtins.a  our own functions, runtime/builtins/
#   libgcc.a    the members of Debian's libgcc that LLVM can call
# Which function comes from where, and why: runtime/builtins/README.md.

# One row per architecture: its MicroPython name, the files of runtime/builtins,
# and for libgcc GCC's prefix, its name for the folder of the library, and the
# flags that select it. Flags for clang are those of the runtime's bitcode.
set(thumb1_floats)
foreach(name IN ITEMS f32 f32_convert f32_divide f64 f64_convert f64_divide)
  string(APPEND thumb1_floats " armv6m/${name}")
endforeach()
set(thumb2_convert "armv7m/f32_convert armv7m/f64_convert")
set(WASM2MPY_BUILTINS_TARGETS
  "x86       | bits int64 mem         | | |"
  "x64       | mem                    | | |"
  "armv6m    | bits ${thumb1_floats} int64 mem misaligned | arm-none-eabi- | thumb/v6-m/nofp | -mthumb -march=armv6s-m -mfloat-abi=soft"
  "armv7m    | bits armv7m/f64 ${thumb2_convert} int64 mem | arm-none-eabi- | thumb/v7-m/nofp | -mthumb -march=armv7-m -mfloat-abi=soft"
  "armv7emsp | bits armv7m/f64 ${thumb2_convert} int64 mem | arm-none-eabi- | thumb/v7e-m+fp/hard | -mthumb -march=armv7e-m+fp -mfloat-abi=hard"
  "armv7emdp | bits ${thumb2_convert} int64 mem | arm-none-eabi- | thumb/v7e-m+dp/hard | -mthumb -march=armv7e-m+fp.dp -mfloat-abi=hard"
  "rv32imc   | bits f32 f64 int64 mem misaligned | riscv64-unknown-elf- | rv32imac/ilp32 | -march=rv32imac -mabi=ilp32"
  "rv64imc   | bits f32 f64 mem       | riscv64-unknown-elf- | rv64imac/lp64 | -march=rv64imac -mabi=lp64"
)

# Architectures for which clang has no code generator: the tool compiles what a
# module needs of these (src/codegen/isa/xtensa/builtins.cc).
set(WASM2MPY_BUILTINS_BITCODE_TARGETS
  "xtensa    | bits f32 f64 int32 int64 mem misaligned"
  "xtensawin | bits f32 f64 int64 mem"
)

# Functions that are not taken from libgcc, a regular expression: floats, where
# ours are faster and smaller. On armv7m libgcc's addition is wrong, and the
# conversions are one member with it or call it.
set(floats "[sd]f[sd]|[sd]f[23]?$|^__aeabi_[fd]|2[fd]$")
string(JOIN "|" added_or_converted "(add|sub)df3$" "^__aeabi_d(add|r?sub)$"
  "2d$" "2u?lz$" "^__(float.*|extendsf)df2?$" "^__fix(uns)?[sd]fdi$")
foreach(arch IN ITEMS armv7m armv7emsp armv7emdp)
  set(WASM2MPY_NOT_FROM_LIBGCC_${arch} "${added_or_converted}")
endforeach()
set(WASM2MPY_NOT_FROM_LIBGCC_armv6m "${floats}")
set(WASM2MPY_NOT_FROM_LIBGCC_rv32imc "${floats}")
set(WASM2MPY_NOT_FROM_LIBGCC_rv64imc "${floats}")

# Each function in a section of its own, which the linker keeps or drops.
set(builtins_flags -ffunction-sections)

set(builtins_dir ${CMAKE_CURRENT_BINARY_DIR}/builtins)
file(GLOB builtins_headers CONFIGURE_DEPENDS
  runtime/builtins/*.h runtime/builtins/*.inc runtime/builtins/*/*.inc)
set(builtins_files)

# Sets VARIABLE to the optimisation of one of the files; none is for size.
# Measured: runtime/builtins/README.md.
function(set_builtins_level variable name)
  if(name MATCHES "^f")
    set(${variable} -O2 -fno-unroll-loops PARENT_SCOPE)
  else()
    set(${variable} PARENT_SCOPE)
  endif()
endfunction()

# Sets VARIABLE to a program of the toolchain with that prefix.
function(find_cross_tool variable prefix name package)
  find_program(WASM2MPY_${prefix}${name} ${prefix}${name})
  mark_as_advanced(WASM2MPY_${prefix}${name})
  if(NOT WASM2MPY_${prefix}${name})
    message(FATAL_ERROR "${prefix}${name} not found: libgcc comes with it. Run "
      "tools/setup, or install the Debian package ${package}.")
  endif()
  set(${variable} ${WASM2MPY_${prefix}${name}} PARENT_SCOPE)
endfunction()

foreach(row IN LISTS WASM2MPY_BUILTINS_TARGETS)
  string(REGEX MATCH
    "^([^ |]+) *\\| *([^|]*[^ |]) *\\| *([^ |]*) *\\| *([^ |]*) *\\| *(.*)$"
    row "${row}")
  set(arch ${CMAKE_MATCH_1})
  separate_arguments(names NATIVE_COMMAND "${CMAKE_MATCH_2}")
  set(prefix "${CMAKE_MATCH_3}")
  set(multilib "${CMAKE_MATCH_4}")
  separate_arguments(libgcc_flags NATIVE_COMMAND "${CMAKE_MATCH_5}")
  set(dir ${builtins_dir}/${arch})

  # An archive's index needs an "ar" that knows the objects.
  set(ar ${CMAKE_AR})
  if(prefix)
    if(prefix MATCHES "arm")
      set(package gcc-arm-none-eabi)
    else()
      set(package gcc-riscv64-unknown-elf)
    endif()
    find_cross_tool(gcc ${prefix} gcc ${package})
    foreach(tool ar nm objcopy objdump)
      find_cross_tool(${tool} ${prefix} ${tool} ${package})
    endforeach()
  endif()

  set(objects)
  foreach(name IN LISTS names)
    set(source runtime/builtins/${name}.c)
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/runtime/builtins/${name}.S)
      set(source runtime/builtins/${name}.S)
    endif()
    set_builtins_level(level ${name})
    compile_freestanding(${arch} ${source} ${dir}/${name}.o
      FLAGS ${builtins_flags} ${level} HEADERS ${builtins_headers})
    list(APPEND objects ${dir}/${name}.o)
  endforeach()
  add_custom_command(
    OUTPUT ${dir}/builtins.a
    COMMAND ${CMAKE_COMMAND} -E rm -f ${dir}/builtins.a
    COMMAND ${ar} rcsD ${dir}/builtins.a ${objects}
    DEPENDS ${objects}
    COMMENT "Archiving the builtins of ${arch}"
    VERBATIM)
  list(APPEND builtins_files ${arch}/builtins)

  if(NOT prefix)
    continue()
  endif()
  execute_process(COMMAND ${gcc} ${libgcc_flags} -print-libgcc-file-name
    OUTPUT_VARIABLE libgcc OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(NOT libgcc MATCHES "/[0-9.]+/(.*)/libgcc\\.a$"
      OR NOT CMAKE_MATCH_1 STREQUAL multilib OR NOT EXISTS "${libgcc}")
    message(FATAL_ERROR "${prefix}gcc has no libgcc for ${arch}: it names "
      "'${libgcc}' and not one in ${multilib}. Install the Debian package "
      "${package}.")
  endif()
  add_custom_command(
    OUTPUT ${dir}/libgcc.a
    COMMAND ${CMAKE_COMMAND} -DINPUT=${libgcc} -DOUTPUT=${dir}/libgcc.a
      -DAR=${ar} -DNM=${nm} -DOBJCOPY=${objcopy} -DOBJDUMP=${objdump}
      "-DWITHOUT=${WASM2MPY_NOT_FROM_LIBGCC_${arch}}"
      -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/reduce_libgcc.cmake
    DEPENDS ${libgcc} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/reduce_libgcc.cmake
    COMMENT "Taking what is needed from libgcc for ${arch}"
    VERBATIM)
  list(APPEND builtins_files ${arch}/libgcc)
endforeach()

set(builtins_embedded ${builtins_dir}/compiler_runtime.cc)
embed_files(${builtins_embedded} DIR ${builtins_dir} SUFFIX a
  TYPE CompilerRuntime VARIABLE kCompilerRuntime
  HEADER target/compiler_runtime.h FILES ${builtins_files})

set(bitcode_files)
foreach(row IN LISTS WASM2MPY_BUILTINS_BITCODE_TARGETS)
  string(REGEX MATCH "^([^ |]+) *\\| *(.*)$" row "${row}")
  set(arch ${CMAKE_MATCH_1})
  separate_arguments(names NATIVE_COMMAND "${CMAKE_MATCH_2}")
  foreach(name IN LISTS names)
    set_builtins_level(level ${name})
    compile_freestanding(${arch} runtime/builtins/${name}.c
      ${builtins_dir}/${arch}/${name}.bc
      FLAGS ${builtins_flags} ${level} -emit-llvm HEADERS ${builtins_headers})
    list(APPEND bitcode_files ${arch}/${name})
  endforeach()
endforeach()

set(builtins_bitcode_embedded ${builtins_dir}/builtins_bitcode.cc)
embed_files(${builtins_bitcode_embedded} DIR ${builtins_dir} SUFFIX bc
  TYPE RuntimeBitcode VARIABLE kBuiltinsBitcode
  HEADER target/runtime_bitcode.h FILES ${bitcode_files})
list(APPEND builtins_embedded ${builtins_bitcode_embedded})
