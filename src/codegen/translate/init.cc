// The order is the specification's ("Modules / Instantiation"): globals,
// tables, element segments, data segments, start function. A reactor's
// `_initialize` comes last.
#include "codegen/translate/init.h"

#include <llvm/Support/LEB128.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/abi/data_image.h"
#include "codegen/translate/function.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::ConstExpr;
using wasm::Opcode;

class InitBuilder {
 public:
  explicit InitBuilder(Context& context)
      : context_(context),
        module_(context.module),
        function_(make_function(context)),
        code_(context, *function_, nullptr) {}

  bool build();

 private:
  static llvm::Function* make_function(Context& context);
  void set_memory_bases();
  llvm::Value* given_fuel(llvm::Value* otherwise);
  void set_globals();
  void fill_tables();
  void make_elements(uint32_t index);
  void write_elements(const wasm::ElementSegment& segment);
  void set_data_lengths();
  void write_segment(uint32_t index);
  void write_segments();
  void write_images(const std::vector<std::string>& images);
  void call_start_function(uint32_t index);
  void call_start_functions();

  static bool is_reference_list(const wasm::ElementSegment& segment);
  // Items as LEB128 numbers: 1 + reference number, 0 for null.
  llvm::Constant* reference_list(const wasm::ElementSegment& segment);
  // The items as an array of references that is made now.
  llvm::Value* item_array(const wasm::ElementSegment& segment);
  void trap_unless(llvm::Value* done, Trap trap) {
    code_.trap_if(code_.builder().CreateIsNull(done), trap);
  }
  llvm::Constant* word(uint64_t value) const {
    return llvm::ConstantInt::get(context_.word, value);
  }

  Context& context_;
  const wasm::Module& module_;
  llvm::Function* function_;
  FunctionTranslator code_;
};

llvm::Function* InitBuilder::make_function(Context& context) {
  constexpr RuntimeFunction kInit = RT_FUNCTION(rt_init);
  llvm::Function* function = llvm::Function::Create(
      context.function_type(kInit.signature),
      llvm::GlobalValue::ExternalLinkage, kInit.name, context.out);
  context.add_attributes(*function);
  function->addFnAttr(llvm::Attribute::Cold);
  return function;
}

void InitBuilder::set_memory_bases() {
  for (uint32_t i = 0; i < module_.memories.size(); ++i) {
    if (!context_.instance.memory_fixed[i]) continue;
    Builder& builder = code_.builder();
    llvm::Value* data = builder.CreateLoad(
        context_.pointer, builder.CreateConstInBoundsGEP1_32(
                              context_.i8, code_.memory(i).object(),
                              context_.runtime.memory_data));
    code_.store_field(context_.instance.memory_bases[i], data);
  }
}

// What instantiate() was given, else `otherwise`.
llvm::Value* InitBuilder::given_fuel(llvm::Value* otherwise) {
  Builder& builder = code_.builder();
  llvm::BasicBlock* before = builder.GetInsertBlock();
  llvm::BasicBlock* given = code_.new_block("given");
  llvm::BasicBlock* next = code_.new_block("");
  llvm::Value* slot = function_->getArg(2);
  builder.CreateCondBr(builder.CreateIsNull(slot), next, given);
  builder.SetInsertPoint(given);
  llvm::Value* fuel = context_.load_slot(builder, context_.i64, slot);
  builder.CreateBr(next);
  builder.SetInsertPoint(next);
  llvm::PHINode* phi = builder.CreatePHI(context_.i64, 2);
  phi->addIncoming(otherwise, before);
  phi->addIncoming(fuel, given);
  return phi;
}

void InitBuilder::set_globals() {
  for (uint32_t i = 0; i < module_.globals.size(); ++i) {
    const wasm::Global& global = module_.globals[i];
    if (global.import ||
        context_.instance.globals[i].kind == GlobalPlace::kConstant)
      continue;
    llvm::Value* value = code_.constant_expression(global.init);
    if (i == context_.facts.fuel) value = given_fuel(value);
    // Instances start as zeros.
    auto* constant = llvm::dyn_cast<llvm::Constant>(value);
    if (!constant || !constant->isNullValue()) code_.set_global(i, value);
  }
}

void InitBuilder::fill_tables() {
  for (uint32_t i = 0; i < module_.tables.size(); ++i) {
    const wasm::Table& table = module_.tables[i];
    if (table.init.empty() || context_.facts.constant_tables[i]) continue;
    llvm::Value* value = code_.constant_expression(table.init);
    code_.call_runtime(
        RT_FUNCTION(rt_table_fill),
        {code_.table_object(i), word(0), value, word(table.type.limits.min)});
  }
}

bool InitBuilder::is_reference_list(const wasm::ElementSegment& segment) {
  for (const ConstExpr& item : segment.items) {
    if (item.size() != 1 || (item[0].opcode != Opcode::kRefFunc &&
                             item[0].opcode != Opcode::kRefNull))
      return false;
  }
  return true;
}

llvm::Constant* InitBuilder::reference_list(
    const wasm::ElementSegment& segment) {
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  for (const ConstExpr& item : segment.items) {
    bool is_null = item[0].opcode == Opcode::kRefNull;
    llvm::encodeULEB128(
        is_null ? 0 : 1 + context_.instance.ref_of_function[item[0].index],
        stream);
  }
  return context_.constant_bytes(bytes, "elements");
}

llvm::Value* InitBuilder::item_array(const wasm::ElementSegment& segment) {
  llvm::Value* items = code_.call_runtime(
      RT_FUNCTION(rt_elements), {code_.instance(), word(segment.items.size())});
  for (size_t i = 0; i < segment.items.size(); ++i) {
    llvm::Value* item = code_.constant_expression(segment.items[i]);
    Builder& builder = code_.builder();
    builder.CreateStore(
        item, builder.CreateConstInBoundsGEP1_64(context_.pointer, items, i));
  }
  return items;
}

// Segments that table.init can name stay in the instance.
void InitBuilder::make_elements(uint32_t index) {
  const wasm::ElementSegment& segment = module_.elements[index];
  if (segment.mode != wasm::SegmentMode::kPassive ||
      !context_.facts.elements_used[index])
    return;
  uint32_t field = context_.instance.element_items[index];
  code_.store_field(field, item_array(segment));
  code_.store_field(field + context_.target.word_size,
                    word(segment.items.size()));
}

void InitBuilder::write_elements(const wasm::ElementSegment& segment) {
  if (segment.mode != wasm::SegmentMode::kActive ||
      context_.facts.constant_tables[segment.table])
    return;
  // The items come first: they may name globals, the offset may trap.
  bool is_list = is_reference_list(segment);
  llvm::Value* items = is_list ? nullptr : item_array(segment);
  llvm::Value* at = code_.to_word(
      code_.constant_expression(segment.offset_expr), Trap::kOutOfBoundsTable);
  llvm::Value* table = code_.table_object(segment.table);
  llvm::Constant* count = word(segment.items.size());
  llvm::Value* done =
      is_list ? code_.call_runtime(RT_FUNCTION(rt_table_init_refs),
                                   {code_.instance(), table, at,
                                    reference_list(segment), count})
              : code_.call_runtime(RT_FUNCTION(rt_table_init),
                                   {table, at, items, count, word(0), count});
  trap_unless(done, Trap::kOutOfBoundsTable);
}

// Of segments that memory.init can name.
void InitBuilder::set_data_lengths() {
  for (uint32_t i = 0; i < module_.data.size(); ++i) {
    if (module_.data[i].mode == wasm::SegmentMode::kPassive &&
        context_.facts.data_used[i])
      code_.store_field(context_.instance.data_lengths[i],
                        word(module_.data[i].bytes.size()));
  }
}

void InitBuilder::write_segment(uint32_t index) {
  const wasm::DataSegment& segment = module_.data[index];
  if (segment.mode != wasm::SegmentMode::kActive) return;
  llvm::Constant* size = word(segment.bytes.size());
  llvm::Value* at = code_.to_word(
      code_.constant_expression(segment.offset_expr), Trap::kOutOfBoundsMemory);
  llvm::Value* done =
      code_.call_runtime(RT_FUNCTION(rt_memory_init),
                         {code_.memory(segment.memory).object(), at,
                          context_.data_bytes(index), size, word(0), size});
  trap_unless(done, Trap::kOutOfBoundsMemory);
}

// Large images are an object of the module, not a part of its code: a block of
// RAM less that must be in one piece, none at all where the file is in memory
// that can be read in place (ROMFS), and one that can be given back. The code
// for it is 60 bytes (armv6m) to 130 (x64).
void InitBuilder::write_images(const std::vector<std::string>& images) {
  const size_t least_object = context_.settings.single_instance ? 128 : 512;
  size_t size = 0;
  for (const std::string& image : images) size += image.size();
  if (size == 0) return;
  context_.data_size += size;
  llvm::Value* object = nullptr;
  if (size >= least_object)
    object =
        code_.call_runtime(RT_FUNCTION(rt_data_object), {code_.instance()});
  for (uint32_t i = 0; i < images.size(); ++i) {
    if (images[i].empty()) continue;
    llvm::Value* bytes = object;
    if (object) {
      bytes = code_.builder().CreatePtrAdd(object,
                                           word(context_.data_object.size()));
      context_.data_object += images[i];
    } else {
      bytes = context_.constant_bytes(images[i], "data");
    }
    code_.call_runtime(
        RT_FUNCTION(rt_init_data),
        {code_.memory(i).object(), bytes, word(images[i].size())});
  }
}

void InitBuilder::write_segments() {
  set_data_lengths();
  if (std::optional<std::vector<std::string>> images =
          make_data_images(module_)) {
    write_images(*images);
  } else {
    for (uint32_t i = 0; i < module_.data.size(); ++i) write_segment(i);
  }
}

// Not as a part of rt_init, which does not check the stack for its frame.
void InitBuilder::call_start_function(uint32_t index) {
  // Whoever imports the module is known.
  if (!context_.settings.single_instance)
    code_.call_runtime(RT_FUNCTION(rt_stack_start), {code_.instance()});
  if (!module_.functions[index].import)
    context_.function(index)->addFnAttr(llvm::Attribute::NoInline);
  code_.call_function(index);
}

void InitBuilder::call_start_functions() {
  if (module_.start) call_start_function(*module_.start);
  for (const wasm::Export& exported : module_.exports) {
    if (exported.name != "_initialize" ||
        exported.kind != wasm::ExternalKind::kFunc)
      continue;
    const wasm::FuncType& type = module_.func_type(exported.index);
    if (type.params.empty() && type.results.empty())
      call_start_function(exported.index);
  }
}

bool InitBuilder::build() {
  set_memory_bases();
  set_globals();
  fill_tables();
  for (uint32_t i = 0; i < module_.elements.size(); ++i) make_elements(i);
  for (const wasm::ElementSegment& segment : module_.elements)
    write_elements(segment);
  write_segments();
  call_start_functions();
  code_.builder().CreateRetVoid();
  return function_->size() > 1 || function_->front().size() > 1;
}

}  // namespace

bool define_init(Context& context) { return InitBuilder(context).build(); }

}  // namespace wasm2mpy::codegen
