// What the translation of one module shares: the LLVM module under
// construction, the layouts, declarations of functions, types and runtime
// functions, and the metadata that keeps linear memory apart from the rest.
#ifndef WASM2MPY_CODEGEN_CONTEXT_H_
#define WASM2MPY_CODEGEN_CONTEXT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Module.h>

#include "analysis/facts.h"
#include "analysis/memory_plan.h"
#include "analysis/poll_plan.h"
#include "analysis/slots.h"
#include "codegen/abi/layout.h"
#include "codegen/abi/object_layout.h"
#include "codegen/abi/runtime_call.h"
#include "codegen/callers.h"
#include "codegen/codegen.h"
#include "codegen/stack/plan.h"
#include "codegen/translate/check.h"
#include "codegen/translate/table_calls.h"
#include "contract/constants.h"
#include "target/target.h"
#include "wasm/module.h"

namespace wasm2mpy::codegen {

using Builder = llvm::IRBuilder<>;

// Returns the result of a call, if it has one.
void return_result(Builder& builder, llvm::CallInst* call);

enum class Trap : uint8_t {
  kUnreachable,
  kOutOfBoundsMemory,
  kUnaligned,
  kOutOfBoundsTable,
  kUndefinedElement,
  kUninitializedElement,
  kIndirectCallType,
  kDivideByZero,
  kIntegerOverflow,
  kInvalidConversion,
  kNullReference,
  kNullFunctionReference,
  kNullException,
  kNullStructure,
  kNullArray,
  kNullI31,
  kCastFailure,
  kOutOfBoundsArray,
  kOutOfFuel,
  kUnalignedAtomic,
  kNotShared,
  kDeadlock,
  kCount,
};

// What an access may touch; two accesses with different tags never overlap.
enum class Region : uint8_t {
  kLinearMemory,
  kInstance,  // fields of the instance, runtime objects, function references
  kTable,     // elements of tables
  // Of structures and arrays.
  kObjectHead,  // their types and lengths, which only the runtime writes
  kField,       // fields and elements
  // Of a lean memory: where the main window is, and the others.
  kMainWindow,
  kWindow,
  kRest,        // all of these but windows, for calls
  kAllButMain,  // the same with windows
  kCount,
};

// What is planned once, for all translations of a module.
struct Plans {
  MemoryPlan memory;
  std::optional<PollPlan> polls;  // with --interruptible
};

struct Context {
  Context(const Job& job, const StackPlan& stack, const Plans& plans,
          llvm::LLVMContext& llvm_context, llvm::Module& llvm_module);

  const wasm::Module& module;
  const Facts& facts;
  const StackPlan& stack;
  const MemoryPlan& memory;
  const target::Target& target;
  const Settings& settings;
  const bind::Bindings& bindings;
  const debug::TrapCodes* trap_codes;  // null: traps tell none
  uint32_t stack_size;
  const RuntimeLayout& runtime;
  InstanceLayout instance;
  const PollPlan* polls;  // with --interruptible, else null

  llvm::LLVMContext& llvm;
  llvm::Module& out;
  llvm::Type* void_type;
  llvm::IntegerType* i1;
  llvm::IntegerType* i8;
  llvm::IntegerType* i16;
  llvm::IntegerType* i32;
  llvm::IntegerType* i64;
  llvm::IntegerType* word;  // uintptr_t of the target
  llvm::Type* f32;
  llvm::Type* f64;
  // A v128: its lanes are what most operations want where they are made one by
  // one.
  llvm::FixedVectorType* v128;
  llvm::PointerType* pointer;
  // What Python and WebAssembly pass each other operands and results in.
  llvm::Type* slot;

  // The calling convention of functions of WebAssembly type.
  llvm::CallingConv::ID calling_convention;

  // References are pointers; packed types are as they are stored.
  llvm::Type* type_of(wasm::ValType type) const;
  // (ctx, [results,] parameters...) -> result. Several results are stored to
  // `results`, an array of slots. Where passes_slots says so, there is one
  // pointer to such an array in place of the parameters.
  llvm::FunctionType* function_type(const wasm::FuncType& type) const;
  static bool has_result_pointer(const wasm::FuncType& type) {
    return type.results.size() > 1;
  }

  // Whether the parameters are in slots. These are the callee's to change, and
  // there are at least as many as the type has results.
  bool passes_slots(const wasm::FuncType& type) const;
  static size_t slots_of(const wasm::FuncType& type) {
    return std::max(codegen::slots_of(type.params),
                    codegen::slots_of(type.results));
  }
  // Loads and stores of values in slots, which are as aligned as a slot.
  llvm::LoadInst* load_slot(Builder& builder, llvm::Type* type,
                            llvm::Value* slot) const;
  llvm::StoreInst* store_slot(Builder& builder, llvm::Value* value,
                              llvm::Value* slot) const;
  // The alignment of a type where no object is aligned better than a slot.
  llvm::Align alignment_of(llvm::Type* type) const;

  // The LLVM function of an own function, declared at first use.
  llvm::Function* function(uint32_t index);
  // The function that holds the translated body: the same, but for functions
  // that make tail calls by trampoline or have a large frame.
  llvm::Function* body_function(uint32_t index);
  bool uses_trampoline(uint32_t function) const {
    return target.tail_calls == target::TailCalls::kTrampoline &&
           facts.functions[function].tail_calls;
  }
  // The stack is checked before the body's frame is made.
  bool checks_ahead(uint32_t function) const {
    return stack.ahead[function] != 0;
  }
  // The thunk rt_type.enter of a function type.
  llvm::Function* enter_thunk(uint32_t type_index);
  // The guard of calls through a reference that is noted in the instance.
  llvm::Function* guard_thunk(uint32_t type_index);
  // What others call of an own function.
  llvm::Function* boundary(uint32_t function);
  // The rt_type of a function type (an address in read-only data), and its
  // number in rt_types. The thunks are made at the end, as far as needed.
  llvm::GlobalVariable* type_descriptor(uint32_t type_index) {
    return heap_descriptor(wasm::HeapType::index(type_index));
  }
  uint32_t type_number(uint32_t type_index) {
    return heap_number(wasm::HeapType::index(type_index));
  }
  // The same for other types that an rt_type is made of (has_descriptor).
  llvm::GlobalVariable* heap_descriptor(wasm::HeapType heap) {
    return type_descriptors_[heap_number(heap)];
  }
  uint32_t heap_number(wasm::HeapType heap);
  // The number of a type of structures or arrays in rt_made.
  uint32_t made_number(uint32_t type_index);
  const std::vector<uint32_t>& made_types() const { return made_types_; }
  const StructLayout& struct_layout(uint32_t type_index);
  // An internal constant of the given bytes.
  llvm::GlobalVariable* constant_bytes(llvm::StringRef bytes,
                                       llvm::StringRef name);
  // The bytes of a data segment, made at first use.
  llvm::GlobalVariable* data_bytes(uint32_t segment);
  // For one kind of trap, never returns: `void trap(ctx)`, and if it tells its
  // place `void trap(ctx, trap_site())`.
  llvm::Function* trap_function(Trap trap, bool has_site);
  // Whether traps tell where they were raised.
  bool tells_trap_sites() const {
    return settings.names != Names::kNone || trap_codes;
  }
  // Whether they tell which functions called each other.
  bool tells_callers() const {
    return settings.names == Names::kFull || trap_codes;
  }
  // Whether they look at the stack: for these, or for the place that an access
  // of a lean memory has, because code that all functions share raises it.
  bool walks_stack() const {
    return tells_callers() ||
           (settings.names != Names::kNone && memory.is_lean(0));
  }
  // What the stack pointer is at first, if it is a field of the instance.
  std::optional<uint32_t> stack_pointer_start() const;
  // Null unless walks_stack().
  std::unique_ptr<Locations> locations;
  bool traps() const { return traps_; }

  // Images of memories that are a bytes object of the module, one after the
  // other; empty: there is no such object.
  std::string data_object;
  uint64_t data_size = 0;  // bytes of these and of data segments

  TableCalls table_calls{*this};

  // Calls a function of the runtime, RT_FUNCTION(name).
  template <size_t kParams, size_t kArguments>
  llvm::CallInst* call_runtime(Builder& builder,
                               const RuntimeFunction<kParams>& function,
                               llvm::Value* const (&arguments)[kArguments]) {
    static_assert(kParams == kArguments, "as runtime/contract/calls.h says");
    return call_c(builder, function.name, function_type(function.signature),
                  arguments);
  }
  template <size_t kParams>
  llvm::FunctionType* function_type(
      const CSignature<kParams>& signature) const {
    return c_function_type(signature.result, signature.params);
  }

  // What stands for the address of `to` in read-only data (rt_rel): the 32-bit
  // distance from `field`, where it stands, or on targets with read-only data
  // apart from text the address itself.
  llvm::Constant* relative(llvm::Constant* to, llvm::Constant* field) const;
  // Constant words that stand for these addresses; for null it is 0.
  llvm::GlobalVariable* relative_table(llvm::StringRef name,
                                       llvm::ArrayRef<llvm::Constant*> targets);

  llvm::MDNode* tag(Region region) const { return tags_[size_t(region)]; }
  // Weights of a branch.
  llvm::MDNode* likely() const { return likely_; }
  llvm::MDNode* unlikely() const { return unlikely_; }

  // Types with a number, in order.
  const std::vector<wasm::HeapType>& numbered_types() const {
    return numbered_types_;
  }

  // Attributes that every function we make has.
  void add_attributes(llvm::Function& function) const;
  // And those of one that only traps.
  void add_trap_attributes(llvm::Function& function, CheckKind kind) const;

 private:
  llvm::Type* type_of(CType type) const;
  llvm::FunctionType* c_function_type(CType result,
                                      llvm::ArrayRef<CType> params) const;
  llvm::CallInst* call_c(Builder& builder, const char* name,
                         llvm::FunctionType* type,
                         llvm::ArrayRef<llvm::Value*> arguments);

  llvm::MDNode* tags_[size_t(Region::kCount)];
  llvm::MDNode* likely_;
  llvm::MDNode* unlikely_;
  std::vector<llvm::GlobalVariable*> data_bytes_;  // by segment
  llvm::Function* trap_functions_[size_t(Trap::kCount)][2] = {};
  bool traps_ = false;
  llvm::Function* declare_function(uint32_t index, std::string_view prefix);

  std::vector<llvm::Function*> functions_;              // by function index
  std::map<uint32_t, llvm::Function*> body_functions_;  // if another one
  std::map<uint32_t, llvm::Function*> enter_thunks_;    // by canonical type
  std::map<uint32_t, llvm::Function*> guard_thunks_;    // by canonical type
  std::map<uint32_t, llvm::Function*> boundaries_;      // by function index
  // By canonical type index, or what an abstract type is as a number.
  std::map<uint32_t, uint32_t> type_numbers_;
  std::vector<llvm::GlobalVariable*> type_descriptors_;  // by type number
  std::vector<wasm::HeapType> numbered_types_;
  std::map<uint32_t, uint32_t> made_numbers_;  // by canonical type index
  std::vector<uint32_t> made_types_;
  std::map<uint32_t, StructLayout> struct_layouts_;  // by type index
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_CONTEXT_H_
