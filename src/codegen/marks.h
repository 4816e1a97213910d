// What the translation says to passes that come later: attributes of functions
// and of variables, and metadata. Nothing is known by a name or a text, so both
// can be changed. LLVM hands attributes on that it does not know when it clones
// or inlines; what they mean is said here, and nowhere are they spelt again.
#ifndef WASM2MPY_CODEGEN_MARKS_H_
#define WASM2MPY_CODEGEN_MARKS_H_

#include <llvm/IR/LLVMContext.h>

namespace wasm2mpy::codegen::marks {

// ------------------------------------------------------------ functions ---

// It only traps, and calls of it end blocks that only trap. The value says
// what the checks before them are about; see CheckKind (translate/check.h).
inline constexpr char kTrap[] = "wasm2mpy-trap";
inline constexpr char kTrapOfBounds[] = "bounds";
inline constexpr char kTrapOfAlignment[] = "alignment";
inline constexpr char kTrapOfOther[] = "other";

// It is a WebAssembly function, or the body of one that is called through
// another function (codegen.h). The value is its index.
inline constexpr char kFunction[] = "wasm2mpy-function";
inline constexpr char kBody[] = "wasm2mpy-body";

// It was too large for some passes.
inline constexpr char kFewerPasses[] = "wasm2mpy-fewer-passes";
// It is so large that it gets hardly any (passes/budget.h).
inline constexpr char kHuge[] = "wasm2mpy-huge";
// It has no literals (passes/no_literals.h).
inline constexpr char kNoLiterals[] = "wasm2mpy-no-literals";

// Its calls of what leaves all registers alone leave the link register alone,
// too (passes/far_access.h).
inline constexpr char kKeepsLink[] = "wasm2mpy-keeps-link";

// It accesses a lean memory, and its first argument says where it looks first
// (passes/stack_access.h).
inline constexpr char kLooksFirst[] = "wasm2mpy-looks-first";

// It accesses a lean memory: of its arguments the first says where to look,
// then come the index, what is stored, an offset. The value says what is
// accessed (passes/inline_access.h). And what such a call has become: the first
// argument is a native address.
inline constexpr char kAccess[] = "wasm2mpy-access";
inline constexpr char kAccessAt[] = "wasm2mpy-access-at";

// It can be between a trap and Python, so that its calls are noted (callers.h).
// The value says what frames are found by (target::CallFrames).
inline constexpr char kCaller[] = "wasm2mpy-caller";
inline constexpr char kFramesDescribed[] = "described";
inline constexpr char kFramesStored[] = "stored";
inline constexpr char kFramesOfWindows[] = "windows";

// ---------------------------------------------------------------- calls ---

// A poll (translate/polls.h). The value says what has it: a round of a loop, or
// a call.
inline constexpr char kPoll[] = "wasm2mpy-poll";
inline constexpr char kPollOfLoop[] = "loop";
inline constexpr char kPollOfCall[] = "call";

// ------------------------------------------------------------ variables ---

// Stands for a place in calls that trap; the value says which (trap_sites.cc).
inline constexpr char kTrapSite[] = "wasm2mpy-trap-site";

// ------------------------------------------------------------- metadata ---

// Of the module: a field of instances each, as offset, first value and tag of
// what it is accessed with (passes/alignment_proof.h).
inline constexpr char kOwnGlobals[] = "wasm2mpy.own_globals";

// Of the module: what is known of each call that was noted, in the order of
// their labels (callers.h).
inline constexpr char kCalls[] = "wasm2mpy.calls";

// Passes drop metadata of loads and stores that they do not know when they join
// or move them. So two of LLVM's own stand for something else, where it does
// not use them itself:
// Of the load of a memory's size: a range that ends with 0, so that it begins
// with the least size and has no other end than that of the type. Only
// translate/check.cc makes and reads it.
inline constexpr unsigned kMemorySize = llvm::LLVMContext::MD_range;
// Of an access: it is made of bytes (passes/tested_access.h).
inline constexpr unsigned kOfBytes = llvm::LLVMContext::MD_nontemporal;

}  // namespace wasm2mpy::codegen::marks

#endif  // WASM2MPY_CODEGEN_MARKS_H_
