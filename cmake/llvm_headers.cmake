# LLVM's most used headers, compiled once for all of its libraries: these then
# take half of the time. tools/wasm has LLVM's project include it
# (CMAKE_PROJECT_LLVM_INCLUDE), and by it llvm_tables.cmake.

include(${CMAKE_CURRENT_LIST_DIR}/llvm_tables.cmake)

set(precompiled_headers
  llvm/ADT/APFloat.h
  llvm/ADT/APInt.h
  llvm/ADT/ArrayRef.h
  llvm/ADT/BitVector.h
  llvm/ADT/DenseMap.h
  llvm/ADT/DenseSet.h
  llvm/ADT/FoldingSet.h
  llvm/ADT/MapVector.h
  llvm/ADT/STLExtras.h
  llvm/ADT/SetVector.h
  llvm/ADT/SmallPtrSet.h
  llvm/ADT/SmallSet.h
  llvm/ADT/SmallString.h
  llvm/ADT/SmallVector.h
  llvm/ADT/Statistic.h
  llvm/ADT/StringExtras.h
  llvm/ADT/StringMap.h
  llvm/ADT/StringRef.h
  llvm/ADT/StringSwitch.h
  llvm/ADT/Twine.h
  llvm/ADT/ilist.h
  llvm/Analysis/AliasAnalysis.h
  llvm/Analysis/LoopInfo.h
  llvm/Analysis/ScalarEvolution.h
  llvm/Analysis/TargetLibraryInfo.h
  llvm/Analysis/TargetTransformInfo.h
  llvm/Analysis/ValueTracking.h
  llvm/CodeGen/MachineBasicBlock.h
  llvm/CodeGen/MachineFunction.h
  llvm/CodeGen/MachineFunctionPass.h
  llvm/CodeGen/MachineInstr.h
  llvm/CodeGen/MachineInstrBuilder.h
  llvm/CodeGen/MachineRegisterInfo.h
  llvm/CodeGen/SelectionDAG.h
  llvm/CodeGen/TargetInstrInfo.h
  llvm/CodeGen/TargetLowering.h
  llvm/CodeGen/TargetRegisterInfo.h
  llvm/CodeGen/TargetSubtargetInfo.h
  llvm/IR/BasicBlock.h
  llvm/IR/Constants.h
  llvm/IR/DataLayout.h
  llvm/IR/DebugInfoMetadata.h
  llvm/IR/DerivedTypes.h
  llvm/IR/Dominators.h
  llvm/IR/Function.h
  llvm/IR/IRBuilder.h
  llvm/IR/InstrTypes.h
  llvm/IR/Instructions.h
  llvm/IR/IntrinsicInst.h
  llvm/IR/Intrinsics.h
  llvm/IR/LLVMContext.h
  llvm/IR/Metadata.h
  llvm/IR/Module.h
  llvm/IR/PassManager.h
  llvm/IR/Type.h
  llvm/IR/Value.h
  llvm/MC/MCContext.h
  llvm/MC/MCInst.h
  llvm/MC/MCStreamer.h
  llvm/Pass.h
  llvm/Support/Casting.h
  llvm/Support/CommandLine.h
  llvm/Support/Compiler.h
  llvm/Support/Debug.h
  llvm/Support/Error.h
  llvm/Support/ErrorHandling.h
  llvm/Support/raw_ostream.h
  llvm/Target/TargetMachine.h
)

function(precompile_headers)
  get_target_property(flags LLVMCore COMPILE_OPTIONS)
  file(WRITE ${CMAKE_BINARY_DIR}/headers.cpp "")
  add_library(precompiled_headers OBJECT ${CMAKE_BINARY_DIR}/headers.cpp)
  target_compile_options(precompiled_headers PRIVATE ${flags})
  list(TRANSFORM precompiled_headers PREPEND "<")
  list(TRANSFORM precompiled_headers APPEND ">")
  target_precompile_headers(precompiled_headers PRIVATE ${precompiled_headers})
  # Some are generated.
  add_dependencies(precompiled_headers ${LLVM_COMMON_DEPENDS} intrinsics_gen)
  get_property(libraries GLOBAL PROPERTY LLVM_LIBS)
  foreach(library IN LISTS libraries)
    get_target_property(own_flags ${library} COMPILE_OPTIONS)
    # Support has files in C, the others have names that the headers have, too.
    if(own_flags STREQUAL flags AND
        NOT library MATCHES "^LLVM(Support$|BinaryFormat|DebugInfo|Demangle)" AND
        NOT library MATCHES "^LLVM(ObjectYAML|Remarks|TargetParser|TextAPI)$")
      target_precompile_headers(${library} REUSE_FROM precompiled_headers)
    endif()
  endforeach()
  set_source_files_properties(${LLVM_MAIN_SRC_DIR}/lib/IR/PassTimingInfo.cpp
    TARGET_DIRECTORY LLVMCore PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# When all libraries are there.
cmake_language(DEFER CALL precompile_headers)
