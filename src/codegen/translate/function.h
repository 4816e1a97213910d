// Translates one function body to LLVM IR. The operand stack is a stack of
// LLVM values, locals are stack slots (the optimiser promotes them), structured
// control is basic blocks with phis. One file per group of instructions:
// function.cc (dispatch, locals, constants), control.cc, call.cc, memory.cc,
// alignment.cc, lean_memory.cc, tail_call.cc, numeric.cc, convert.cc,
// reference.cc (references, tables, globals).
#ifndef WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_
#define WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "codegen/context.h"
#include "wasm/function.h"

namespace wasm2mpy::codegen {

class FunctionTranslator {
 public:
  // Translates into `function`, which has no blocks yet. `type` is null for
  // rt_init, which has no parameters of WebAssembly type and no index.
  FunctionTranslator(Context& context, llvm::Function& function,
                     const wasm::FuncType* type,
                     std::optional<uint32_t> index = std::nullopt);

  void translate_body(const wasm::FunctionBody& body, bool check_stack);

  // For code outside of bodies (instantiation).
  llvm::Value* constant_expression(const wasm::ConstExpr& expression);
  Builder& builder() { return builder_; }
  llvm::Value* instance() { return instance_; }
  // Branches to the trap when `condition` holds and goes on otherwise.
  void trap_if(llvm::Value* condition, Trap trap);
  llvm::LoadInst* load_field(uint32_t offset, llvm::Type* type,
                             bool invariant = false);
  void store_field(uint32_t offset, llvm::Value* value);
  llvm::Value* call_runtime(llvm::StringRef name, llvm::StringRef signature,
                            llvm::ArrayRef<llvm::Value*> arguments);
  // An address, length or count as uintptr_t; one that does not fit traps.
  llvm::Value* to_word(llvm::Value* value, Trap trap);
  // The rt_memory, rt_table of an index.
  llvm::Value* memory_object(uint32_t memory);
  llvm::Value* table_object(uint32_t table);
  llvm::Value* function_reference(uint32_t function);
  void set_global(uint32_t global, llvm::Value* value);
  void call_function(uint32_t function);
  void push(llvm::Value* value) { stack_.push_back(value); }

 private:
  enum class FrameKind : uint8_t { kBody, kBlock, kLoop, kIf, kElse, kDead };

  // A construct of structured control.
  struct Frame {
    FrameKind kind;
    // Operands below the frame's parameters.
    size_t height = 0;
    std::vector<wasm::ValType> results;
    // Where a branch to the frame goes, and the values it takes there: the
    // block behind the end, for a loop its head.
    llvm::BasicBlock* target = nullptr;
    std::vector<llvm::PHINode*> target_phis;
    // Behind the end; the same as target but for loops.
    llvm::BasicBlock* end = nullptr;
    std::vector<llvm::PHINode*> end_phis;
    // kIf: the block of the else branch and the parameters it starts with.
    llvm::BasicBlock* otherwise = nullptr;
    std::vector<llvm::Value*> params;
    bool is_inline_lean = false;  // see takes_lean_inline
  };

  void translate(const wasm::Instruction& instruction);

  // Operands. Constants that LLVM could fold an operation away with come
  // hidden: x * 1.0 must quiet a signalling NaN, LLVM's folding does not.
  llvm::Value* pop();
  llvm::Value* pop_raw();
  std::vector<llvm::Value*> pop_many(size_t count);

  // control.cc
  bool translate_control(const wasm::Instruction& instruction);
  void begin_block(const wasm::Instruction& instruction);
  void begin_if(const wasm::Instruction& instruction);
  void translate_else();
  void translate_end();
  void branch(uint32_t depth);
  void branch_if(llvm::Value* condition, uint32_t depth);
  void branch_table(const wasm::Instruction& instruction);
  void return_values();
  void add_incoming(const std::vector<llvm::PHINode*>& phis);
  std::vector<llvm::PHINode*> make_phis(
      llvm::BasicBlock* block, const std::vector<wasm::ValType>& types);
  Frame& frame(uint32_t depth) { return frames_[frames_.size() - 1 - depth]; }
  void end_of_reachable_code() { reachable_ = false; }
  llvm::BasicBlock* new_block(const char* name);
  llvm::Value* is_true(llvm::Value* value);
  void trap_always(Trap trap);
  llvm::BasicBlock* trap_block(Trap trap);

  // call.cc
  bool translate_call(const wasm::Instruction& instruction);
  struct Callee {
    llvm::Value* code;
    llvm::Value* instance;
  };
  Callee callee_of_reference(llvm::Value* reference);
  Callee callee_of_function(uint32_t function);
  Callee callee_of_element(const wasm::Instruction& instruction);
  Callee callee_of_constant_element(const wasm::Instruction& instruction);
  void miss_if(llvm::Value* condition, uint32_t table, llvm::Value* index);
  void emit_call(const Callee& callee, const wasm::FuncType& type);

  // tail_call.cc
  void tail_call_function(uint32_t function);
  void emit_tail_call(const Callee& callee, uint32_t type_index);
  void jump_to(const Callee& callee, const wasm::FuncType& type);
  void leave_to_trampoline(const Callee& callee, uint32_t type_index);

  // alignment.cc
  // How an access of that size may be made on the target.
  enum class Access : uint8_t {
    kUnaligned,  // as it is, or tested where misaligned ones fault
    kBytes,      // is likely to be misaligned, and would fault
    kAligned,    // bytes, or as promised
    kTrapping,   // traps if it is not aligned
  };
  Access choose_access(const wasm::Instruction& instruction, llvm::Type* type,
                       uint64_t size) const;
  uint64_t needed_alignment(uint64_t size) const;
  void trap_unless_aligned(llvm::Value* index, uint64_t size);
  void set_access(llvm::Instruction& instruction, Access access);
  llvm::Value* load_at(llvm::Value* from, Access access, llvm::Type* type);
  void store_at(llvm::Value* to, Access access, llvm::Value* value);

  // memory.cc
  bool translate_memory(const wasm::Instruction& instruction);
  void load(const wasm::Instruction& instruction, llvm::Type* memory_type,
            llvm::Type* result_type, bool is_signed);
  void store(const wasm::Instruction& instruction, llvm::Type* memory_type);
  llvm::Value* address(const wasm::Instruction& instruction, llvm::Value* index,
                       uint64_t access_size);
  llvm::Value* promised_pages();
  llvm::Value* memory_base(uint32_t memory);
  llvm::Value* memory_size(uint32_t memory);
  void memory_size_in_pages(uint32_t memory);
  void memory_grow(uint32_t memory);
  void memory_fill(uint32_t memory);
  void memory_copy(uint32_t to, uint32_t from);
  void memory_init(uint32_t memory, uint32_t segment);

  // lean_memory.cc
  struct LeanAccess {
    Access access;
    llvm::Type* memory_type;
    llvm::Type* type;  // of the operand or result
    bool is_signed;    // of a load: how it becomes that type
  };
  // Fields of the rt_view, in its order.
  enum ViewField : uint8_t { kLow, kLimit, kBlock, kViewFields };
  struct LeanView;
  LeanView look_at_view(llvm::Value* index, llvm::Value* offset, bool is_near,
                        bool may_wrap);
  llvm::Value* view_field(ViewField field);
  void take_view();
  void find_small_loops(const wasm::FunctionBody& body);
  bool takes_lean_inline(const wasm::Instruction& loop) const;
  bool is_inline_lean() const;
  // `value` is what is stored; null for a load, whose result is returned.
  llvm::Value* lean_access(const wasm::Instruction& instruction,
                           const LeanAccess& access, llvm::Value* index,
                           llvm::Value* value);
  llvm::Value* direct_lean_access(const LeanAccess& access, llvm::Value* place,
                                  llvm::Value* value);
  // Of the functions that make accesses.
  struct LeanKind {
    bool is_store;
    bool has_offset;
    bool is_unseen = false;  // it is known not to be in the first view
  };
  llvm::Function* lean_function(const LeanAccess& access, const LeanKind& kind);
  llvm::Value* lean_offset(const LeanKind& kind);
  void return_lean_access(const LeanAccess& access, const LeanKind& kind,
                          llvm::Value* place);
  void define_lean_function(const LeanAccess& access, const LeanKind& kind);
  void define_unseen_lean_function(const LeanAccess& access,
                                   const LeanKind& kind);

  // numeric.cc, convert.cc
  bool translate_integer(const wasm::Instruction& instruction);
  bool translate_float(const wasm::Instruction& instruction);
  bool translate_conversion(const wasm::Instruction& instruction);
  void compare(llvm::CmpInst::Predicate predicate);
  void divide(llvm::Instruction::BinaryOps operation);
  void shift(llvm::Instruction::BinaryOps operation);
  void rotate(llvm::Intrinsic::ID intrinsic);
  void binary(llvm::Instruction::BinaryOps operation);
  void unary_intrinsic(llvm::Intrinsic::ID intrinsic);
  void binary_intrinsic(llvm::Intrinsic::ID intrinsic);
  void count_zeros(llvm::Intrinsic::ID intrinsic);
  bool has_float_unit(llvm::Type* type) const;
  void square_root();
  void min_or_max(llvm::Intrinsic::ID intrinsic);
  void round(const char* runtime_name);
  void truncate(llvm::IntegerType* to, bool is_signed);
  void truncate_saturating(llvm::IntegerType* to, bool is_signed);
  void extend_low_bits(llvm::IntegerType* from);
  llvm::Value* hide_constant(llvm::Value* value);
  llvm::Value* fence(llvm::Value* value);

  // reference.cc
  bool translate_reference(const wasm::Instruction& instruction);
  bool translate_table(const wasm::Instruction& instruction);
  llvm::Value* table_elements(uint32_t table);
  llvm::Value* table_size(uint32_t table);
  llvm::Value* element_address(uint32_t table, llvm::Value* index, Trap trap);
  void table_grow(uint32_t table);
  void table_fill(uint32_t table);
  void table_copy(uint32_t to, uint32_t from);
  void table_init(uint32_t table, uint32_t segment);
  void branch_on_null(const wasm::Instruction& instruction, bool when_null);
  llvm::Value* global_address(uint32_t global);
  void get_global(uint32_t global);

  // Loads and stores with alias information.
  llvm::LoadInst* load_from(llvm::Type* type, llvm::Value* address,
                            Region region, bool invariant = false);
  llvm::StoreInst* store_to(llvm::Value* value, llvm::Value* address,
                            Region region);
  llvm::Value* field_address(llvm::Value* object, uint32_t offset);
  // A result of a runtime function in uintptr_t as the memory's or table's
  // own address type.
  llvm::Value* from_word(llvm::Value* value, bool is_64);
  // Like to_word, but a value that does not fit becomes UINTPTR_MAX.
  llvm::Value* to_word_saturating(llvm::Value* value);

  Context& context_;
  llvm::Function& function_;
  const wasm::FuncType* type_;
  std::optional<uint32_t> index_;
  Builder builder_;
  llvm::Value* instance_;
  llvm::Value* results_ = nullptr;  // where several results go
  std::vector<llvm::AllocaInst*> locals_;
  std::vector<wasm::ValType> local_types_;
  std::vector<llvm::Value*> stack_;
  std::vector<Frame> frames_;
  std::set<const wasm::Instruction*> small_loops_;
  // Where loops that access a lean memory inline keep the view; null: none did.
  llvm::AllocaInst* view_[kViewFields] = {};
  bool reachable_ = true;
  llvm::BasicBlock* trap_blocks_[size_t(Trap::kCount)] = {};
  // By constant table: what the block that calls TableCalls::miss passes.
  std::map<uint32_t, llvm::PHINode*> missed_indices_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_
