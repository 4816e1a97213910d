# Writes OUTPUT, an archive with the members of INPUT, a libgcc, that LLVM can
# need, and what those need in turn; without debug and unwind information, and
# without functions whose names match WITHOUT, if it is not empty. The same input
# gives the same bytes.
# Run with cmake -DINPUT=... -DOUTPUT=... -DAR=... -DNM=... -DOBJCOPY=...
# -DOBJDUMP=... -DWITHOUT=... -P reduce_libgcc.cmake
cmake_minimum_required(VERSION 3.25)

# What LLVM 22 calls for the operations of WebAssembly (llvm/IR/RuntimeLibcalls).
# An archive need not have all of them.
set(wanted
  __ashldi3 __ashrdi3 __lshrdi3 __muldi3 __multi3
  __udivsi3 __divsi3 __umodsi3 __modsi3 __udivdi3 __divdi3 __umoddi3 __moddi3
  __clzsi2 __clzdi2 __ctzsi2 __ctzdi2 __popcountsi2 __popcountdi2
  __bswapsi2 __bswapdi2
  __addsf3 __subsf3 __mulsf3 __divsf3 __adddf3 __subdf3 __muldf3 __divdf3
  __eqsf2 __nesf2 __ltsf2 __lesf2 __gtsf2 __gesf2 __unordsf2
  __eqdf2 __nedf2 __ltdf2 __ledf2 __gtdf2 __gedf2 __unorddf2
  __fixsfsi __fixunssfsi __fixsfdi __fixunssfdi
  __fixdfsi __fixunsdfsi __fixdfdi __fixunsdfdi
  __floatsisf __floatunsisf __floatdisf __floatundisf
  __floatsidf __floatunsidf __floatdidf __floatundidf
  __extendsfdf2 __truncdfsf2
  __aeabi_idiv __aeabi_uidiv __aeabi_idivmod __aeabi_uidivmod
  __aeabi_ldivmod __aeabi_uldivmod __aeabi_lmul
  __aeabi_llsl __aeabi_llsr __aeabi_lasr __aeabi_idiv0 __aeabi_ldiv0
  __aeabi_fadd __aeabi_fsub __aeabi_fmul __aeabi_fdiv
  __aeabi_dadd __aeabi_dsub __aeabi_dmul __aeabi_ddiv
  __aeabi_fcmpeq __aeabi_fcmplt __aeabi_fcmple __aeabi_fcmpgt __aeabi_fcmpge
  __aeabi_fcmpun
  __aeabi_dcmpeq __aeabi_dcmplt __aeabi_dcmple __aeabi_dcmpgt __aeabi_dcmpge
  __aeabi_dcmpun
  __aeabi_f2iz __aeabi_f2uiz __aeabi_f2lz __aeabi_f2ulz
  __aeabi_d2iz __aeabi_d2uiz __aeabi_d2lz __aeabi_d2ulz
  __aeabi_i2f __aeabi_ui2f __aeabi_l2f __aeabi_ul2f
  __aeabi_i2d __aeabi_ui2d __aeabi_l2d __aeabi_ul2d
  __aeabi_f2d __aeabi_d2f
)

# Lines are "libgcc.a:member.o:ADDRESS TYPE NAME", without address if undefined.
execute_process(COMMAND ${NM} -A ${INPUT}
  OUTPUT_VARIABLE lines ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" lines "${lines}")
foreach(line IN LISTS lines)
  if(line MATCHES ":([^:]+):[0-9a-f]* *([A-Za-z]) ([^ ]+)$")
    set(member "${CMAKE_MATCH_1}")
    set(type "${CMAKE_MATCH_2}")
    set(symbol "${CMAKE_MATCH_3}")
    if(type STREQUAL "U")
      list(APPEND needs_${member} ${symbol})
    elseif(type MATCHES "[TWDRV]" AND NOT DEFINED member_of_${symbol})
      set(member_of_${symbol} ${member})
    endif()
  endif()
endforeach()

# The list of symbols grows while it is walked.
set(members)
while(wanted)
  list(POP_FRONT wanted symbol)
  # Tables for unwinding name its routines; both stay behind.
  if(symbol MATCHES "^__aeabi_unwind" OR NOT DEFINED member_of_${symbol})
    continue()
  endif()
  # Also where another member calls it.
  if(WITHOUT AND symbol MATCHES "${WITHOUT}")
    continue()
  endif()
  set(member "${member_of_${symbol}}")
  if(NOT member IN_LIST members)
    list(APPEND members ${member})
    list(APPEND wanted ${needs_${member}})
  endif()
endwhile()
list(SORT members)

set(work ${OUTPUT}.members)
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})
execute_process(COMMAND ${AR} x ${INPUT} ${members}
  WORKING_DIRECTORY ${work} COMMAND_ERROR_IS_FATAL ANY)
foreach(member IN LISTS members)
  # Jump tables of addresses (division on armv6m): no use in a module.
  execute_process(COMMAND ${OBJDUMP} -r -j .text -j .rodata ${member}
    WORKING_DIRECTORY ${work} OUTPUT_VARIABLE relocations ERROR_QUIET)
  if(relocations MATCHES "R_ARM_ABS32|R_RISCV_(32|64|HI20)[ \n]")
    list(REMOVE_ITEM members ${member})
    continue()
  endif()
  execute_process(
    COMMAND ${OBJCOPY} --strip-debug -R .comment -R ".ARM.ex*"
      -R ".rel.ARM.ex*" -R .ARM.attributes -R .riscv.attributes -R .eh_frame
      -R .rela.eh_frame ${member}
    WORKING_DIRECTORY ${work} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(REMOVE ${OUTPUT})
execute_process(COMMAND ${AR} qcsD ${OUTPUT} ${members}
  WORKING_DIRECTORY ${work} COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${work})
