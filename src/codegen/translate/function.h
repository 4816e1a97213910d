// Translates one function body to LLVM IR. The operand stack is a stack of
// LLVM values, locals are stack slots (the optimiser promotes them), structured
// control is basic blocks with phis. dispatch.cc says what each instruction
// becomes; one file per group has what is more than a line: control.cc,
// exceptions.cc, call.cc, tail_call.cc, memory.cc, numeric.cc, convert.cc,
// reference.cc (references, tables, globals), aggregate.cc (structures, arrays,
// i31), cast.cc, vector.cc, vector_floats.cc, atomic.cc.
#ifndef WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_
#define WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "codegen/translate/emitter.h"
#include "codegen/translate/fuel.h"
#include "codegen/translate/linear_memory.h"
#include "codegen/translate/polls.h"
#include "codegen/translate/vector_table.h"
#include "wasm/function.h"

namespace wasm2mpy::codegen {

class FunctionTranslator : public Emitter {
 public:
  // Translates into `function`, which has no blocks yet. `type` is null for
  // rt_init, which has no parameters of WebAssembly type and no index.
  FunctionTranslator(Context& context, llvm::Function& function,
                     const wasm::FuncType* type,
                     std::optional<uint32_t> index = std::nullopt);

  void translate_body(const wasm::FunctionBody& body, bool check_stack);

  // For code outside of bodies (instantiation).
  llvm::Value* constant_expression(const wasm::ConstExpr& expression);
  LinearMemory& memory(uint32_t index) { return *memories_[index]; }
  // The rt_table of an index.
  llvm::Value* table_object(uint32_t table);
  llvm::Value* function_reference(uint32_t function);
  void set_global(uint32_t global, llvm::Value* value);
  void call_function(uint32_t function);
  void push(llvm::Value* value) { stack_.push_back(value); }

 private:
  enum class FrameKind : uint8_t {
    kBody,
    kBlock,
    kLoop,
    kIf,
    kElse,
    kTryTable,  // with clauses
    kTry,       // up to the first handler
    kCatch,     // a handler of a `try`
    kDead
  };

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
    // How many frames there are up to the innermost one around this that
    // handles exceptions; 0: none does.
    size_t up_to_handler = 0;
    // kIf: the block of the else branch and the parameters it starts with.
    llvm::BasicBlock* otherwise = nullptr;
    std::vector<llvm::Value*> params;
    // kTryTable, kTry, kCatch: the exception, in the block where those that
    // are thrown within arrive; null: none is.
    llvm::PHINode* pad = nullptr;
    std::vector<wasm::CatchClause> catches;  // kTryTable
    // kCatch: what its handlers did not take so far arrives here; null:
    // nothing.
    llvm::BasicBlock* dispatch = nullptr;
  };

  void translate(const wasm::Instruction& instruction);  // dispatch.cc
  // Traps and calls are told to stand there from now on.
  void begin_instruction(const wasm::Instruction& instruction);
  llvm::Constant* site() override;

  // Operands. Constants that LLVM could fold an operation away with come
  // hidden: x * 1.0 must quiet a signalling NaN, LLVM's folding does not.
  llvm::Value* pop();
  llvm::Value* pop_raw();
  // Tells memory 0 of what the instruction has pushed.
  void note_value(const wasm::Instruction& instruction);
  std::vector<llvm::Value*> pop_many(size_t count);

  // control.cc
  void skip(const wasm::Instruction& instruction);
  void push_frame(Frame frame);
  void begin_block(const wasm::Instruction& instruction);
  llvm::MDNode* branch_hint() const;
  void begin_if(const wasm::Instruction& instruction);
  void translate_else();
  void translate_end();
  void close_block(const Frame& frame);
  void branch(uint32_t depth);
  void branch_if(llvm::Value* condition, uint32_t depth);
  void branch_table(const wasm::Instruction& instruction);
  void return_values();
  void add_incoming(const std::vector<llvm::PHINode*>& phis);
  std::vector<llvm::PHINode*> make_phis(
      llvm::BasicBlock* block, const std::vector<wasm::ValType>& types);
  Frame& frame(uint32_t depth) { return frames_[frames_.size() - 1 - depth]; }
  void end_of_reachable_code() { reachable_ = false; }
  llvm::Value* is_true(llvm::Value* value);
  void trap_always(Trap trap);

  // exceptions.cc
  void throw_reference();
  void begin_try_table(const wasm::Instruction& instruction);
  void begin_handler(const wasm::Instruction& instruction);
  void translate_delegate(const wasm::Instruction& instruction);
  void throw_exception(uint32_t tag);
  llvm::Value* tag_object(uint32_t tag);
  size_t up_to_handler(uint32_t depth) const;
  Frame* handler(uint32_t depth = 0);
  void throw_to(Frame* handler, llvm::Value* exception);
  void unwind_if_thrown(Frame* handler);
  llvm::PHINode* make_pad(Frame& handler);
  void return_nothing();
  void catch_exception();
  void push_values(uint32_t tag, llvm::Value* exception);
  llvm::Value* has_tag(llvm::Value* exception, uint32_t tag);
  void dispatch(const Frame& frame);
  void pass_on(const Frame& frame, Frame* outer);

  // call.cc
  struct Callee {
    llvm::Value* code;
    llvm::Value* instance;
    bool keeps_memory = false;  // no window of a lean memory moves meanwhile
  };
  Callee callee_of_reference(llvm::Value* reference, uint32_t type_index);
  bool may_move(uint32_t function) const;
  Callee callee_of_function(uint32_t function);
  Callee callee_of_operand(uint32_t type_index);
  Callee callee_of_element(const wasm::Instruction& instruction);
  Callee callee_of_constant_element(const wasm::Instruction& instruction);
  void miss_if(llvm::Value* condition, uint32_t table, llvm::Value* index);
  llvm::Value* store_arguments(llvm::ArrayRef<llvm::Value*> values,
                               const wasm::FuncType& type);
  void emit_call(const Callee& callee, const wasm::FuncType& type);
  void emit_indirect_call(const Callee& callee, uint32_t type_index);
  void call_function(uint32_t function, Frame* handler);

  // tail_call.cc
  void tail_call_function(uint32_t function);
  void emit_tail_call(const Callee& callee, uint32_t type_index);
  void jump_to(const Callee& callee, const wasm::FuncType& type);
  void leave_to_trampoline(const Callee& callee, uint32_t type_index);

  // memory.cc
  void load(const wasm::Instruction& instruction, llvm::Type* memory_type,
            llvm::Type* result_type, bool is_signed);
  void store(const wasm::Instruction& instruction, llvm::Type* memory_type);
  void memory_fill(uint32_t index);
  void memory_copy(uint32_t to, uint32_t from);
  void memory_init(uint32_t index, uint32_t segment);

  // atomic.cc
  AccessKind atomic_access(const wasm::Instruction& instruction);
  void trap_unless_naturally_aligned(const wasm::Instruction& instruction,
                                     llvm::Value* index, uint64_t size);
  void atomic(const wasm::Instruction& instruction);

  // numeric.cc, convert.cc
  void compare(llvm::CmpInst::Predicate predicate);
  void divide(llvm::Instruction::BinaryOps operation);
  void shift(llvm::Instruction::BinaryOps operation);
  void rotate(llvm::Intrinsic::ID intrinsic);
  void binary(llvm::Instruction::BinaryOps operation);
  llvm::Value* pop_wide();
  void push_wide(llvm::Value* value);
  void wide_binary(llvm::Instruction::BinaryOps operation);
  void wide_multiply(bool is_signed);
  void unary_intrinsic(llvm::Intrinsic::ID intrinsic);
  void binary_intrinsic(llvm::Intrinsic::ID intrinsic);
  void count_zeros(llvm::Intrinsic::ID intrinsic);
  bool has_float_unit(llvm::Type* type) const;
  void square_root();
  void min_or_max(llvm::Intrinsic::ID intrinsic);
  // What the runtime does for one type or the other.
  void call_float(const RuntimeFunction<1>& f32, const RuntimeFunction<1>& f64);
  void truncate(llvm::IntegerType* to, bool is_signed);
  void truncate_saturating(llvm::IntegerType* to, bool is_signed);
  void extend_low_bits(llvm::IntegerType* from);
  llvm::Value* hide_constant(llvm::Value* value);
  llvm::Value* fence(llvm::Value* value);

  // vector.cc
  void vector(const wasm::Instruction& instruction);
  void operate_on_vectors(const wasm::Instruction& instruction);
  void call_shared(const wasm::Instruction& instruction);
  void extract_lane(const wasm::Instruction& instruction);
  void access_vector(const wasm::Instruction& instruction);

  // vector_floats.cc
  struct LaneShapes {
    Lanes from;
    Lanes to;
    size_t operands;
  };
  template <class Operation>
  void each_lane(const LaneShapes& shapes, const Operation& operation);
  llvm::Value* pop_floats(Lanes lanes);
  void operate_on_floats(const VectorInfo& info);
  void operate_on_float_lanes(const VectorInfo& info);
  void convert_float_lanes(const VectorInfo& info);
  llvm::Value* float_vectors(const VectorInfo& info);
  llvm::Value* convert_float_vector(const VectorInfo& info);
  llvm::Value* float_vector_extreme(Lanes lanes, bool is_min);
  llvm::Value* pick(llvm::Value* condition, llvm::Value* a, llvm::Value* b);

  // reference.cc
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
  bool hides_function(uint32_t global) const;

  // aggregate.cc
  struct Segment {
    llvm::Value* items;
    llvm::Value* size;  // as rt_new_array_of counts
    Trap trap;          // when it is too short
  };
  void keep(llvm::Value* object);
  llvm::Value* pop_object(wasm::ValType type, Trap trap);
  llvm::Value* load_storage(wasm::ValType type, llvm::Value* address,
                            bool is_signed);
  llvm::Value* pop_index();
  void share(wasm::ValType type, llvm::Value* value);
  llvm::Value* as_stored(wasm::ValType type, llvm::Value* value);
  void store_storage(wasm::ValType type, llvm::Value* value,
                     llvm::Value* address);
  void new_struct(const wasm::Instruction& instruction);
  wasm::ValType field_type(const wasm::Instruction& instruction) const;
  llvm::Value* struct_field(const wasm::Instruction& instruction,
                            llvm::Value* object);
  void get_field(const wasm::Instruction& instruction);
  void set_field(const wasm::Instruction& instruction);
  wasm::ValType element_type(const wasm::Instruction& instruction) const;
  llvm::Value* array_length(llvm::Value* array);
  llvm::Value* array_element(wasm::ValType type, llvm::Value* array,
                             llvm::Value* index);
  llvm::Value* in_frame(wasm::ValType type, llvm::Value* value);
  llvm::Value* make_array(const wasm::Instruction& instruction,
                          llvm::Value* length);
  void new_array(const wasm::Instruction& instruction);
  void new_fixed_array(const wasm::Instruction& instruction);
  Segment segment_of(const wasm::Instruction& instruction);
  void new_array_of_segment(const wasm::Instruction& instruction);
  void init_array(const wasm::Instruction& instruction);
  llvm::Value* checked_element(const wasm::Instruction& instruction);
  void get_element(const wasm::Instruction& instruction);
  void set_element(const wasm::Instruction& instruction);
  void get_array_length(const wasm::Instruction& instruction);
  void fill_array(const wasm::Instruction& instruction);
  void copy_array(const wasm::Instruction& instruction);
  void make_i31();
  void get_i31(const wasm::Instruction& instruction);

  // cast.cc
  struct Decision;
  llvm::Value* has_type(llvm::Value* reference, wasm::ValType from,
                        wasm::ValType to);
  llvm::Value* function_has_type(llvm::Value* reference, wasm::HeapType to);
  llvm::Value* runtime_has_type(llvm::Value* reference, wasm::HeapType to);
  llvm::Value* object_has_type(llvm::Value* reference, wasm::HeapType from,
                               wasm::HeapType to);
  void test_reference(const wasm::Instruction& instruction);
  void cast_reference(const wasm::Instruction& instruction);
  void branch_on_cast(const wasm::Instruction& instruction);

  const wasm::FuncType* type_;
  std::optional<uint32_t> index_;   // none: instantiation
  uint32_t offset_ = 0;             // of the instruction, in the file
  llvm::Value* results_ = nullptr;  // where several results go
  // What calls pass if their arguments are in slots.
  llvm::AllocaInst* argument_slots_ = nullptr;
  std::vector<llvm::Value*> locals_;  // addresses
  std::vector<wasm::ValType> local_types_;
  std::vector<llvm::Value*> stack_;
  std::vector<Frame> frames_;
  std::vector<std::unique_ptr<LinearMemory>> memories_;
  std::optional<FuelCosts> fuel_;
  std::optional<Polls> polls_;
  bool reachable_ = true;
  // Where calls that have noted an exception go that no handler takes.
  llvm::BasicBlock* unwind_block_ = nullptr;
  // By constant table and site: what the block that calls TableCalls::miss
  // passes.
  std::map<std::pair<uint32_t, llvm::Constant*>, llvm::PHINode*>
      missed_indices_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_TRANSLATE_FUNCTION_H_
