#include "codegen/context.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/ErrorHandling.h>

#include "codegen/abi/thunks.h"
#include "codegen/translate/boundary.h"
#include "wasm/const_expr.h"
#include "wasm/value_type.h"

namespace wasm2mpy::codegen {
namespace {

struct TrapRow {
  const char* text;  // the specification's (interpreter and test suite)
  CheckKind kind = CheckKind::kOther;
};

// In the order of Trap.
constexpr TrapRow kTraps[] = {
    {"unreachable"},
    {"out of bounds memory access", CheckKind::kBounds},
    {"unaligned memory access", CheckKind::kAlignment},
    {"out of bounds table access"},
    {"undefined element"},
    {"uninitialized element"},
    {"indirect call type mismatch"},
    {"integer divide by zero"},
    {"integer overflow"},
    {"invalid conversion to integer"},
    {"null reference"},
    {"null function reference"},
    {"null exception reference"},
    {"null structure reference"},
    {"null array reference"},
    {"null i31 reference"},
    {"cast failure"},
    {"out of bounds array access"},
    {"out of fuel"},  // ours
    {"unaligned atomic"},
    {"expected shared memory"},
    {"deadlock"},  // ours
};
static_assert(std::size(kTraps) == size_t(Trap::kCount));

// The stack in linear memory grows downwards, so a pointer that has come to lie
// above its first value has passed the address 0. Null: nothing is known of the
// stack.
llvm::Value* stack_is_exhausted(const Context& context, Builder& builder,
                                llvm::Value* instance) {
  std::optional<uint32_t> start = context.stack_pointer_start();
  if (!start) return nullptr;
  const GlobalPlace& place =
      context.instance.globals[*context.facts.stack_pointer];
  llvm::Value* pointer = builder.CreateLoad(
      context.i32,
      builder.CreateConstInBoundsGEP1_32(context.i8, instance, place.offset));
  return builder.CreateICmpUGT(pointer, builder.getInt32(*start));
}

}  // namespace

void return_result(Builder& builder, llvm::CallInst* call) {
  if (call->getType()->isVoidTy()) {
    builder.CreateRetVoid();
  } else {
    builder.CreateRet(call);
  }
}

Context::Context(const Job& job, const StackPlan& stack, const Plans& plans,
                 llvm::LLVMContext& llvm_context, llvm::Module& llvm_module)
    : module(job.module),
      facts(job.facts),
      stack(stack),
      memory(plans.memory),
      target(job.target),
      settings(job.settings),
      bindings(job.bindings),
      trap_codes(job.trap_codes),
      stack_size(job.stack_size),
      runtime(runtime_layout(target.name)),
      instance(module, facts, runtime, memory, target, settings),
      polls(plans.polls ? &*plans.polls : nullptr),
      llvm(llvm_context),
      out(llvm_module),
      void_type(llvm::Type::getVoidTy(llvm)),
      i1(llvm::Type::getInt1Ty(llvm)),
      i8(llvm::Type::getInt8Ty(llvm)),
      i16(llvm::Type::getInt16Ty(llvm)),
      i32(llvm::Type::getInt32Ty(llvm)),
      i64(llvm::Type::getInt64Ty(llvm)),
      word(llvm::Type::getIntNTy(llvm, target.word_size * 8)),
      f32(llvm::Type::getFloatTy(llvm)),
      f64(llvm::Type::getDoubleTy(llvm)),
      v128(llvm::FixedVectorType::get(i32, 4)),
      pointer(llvm::PointerType::get(llvm, 0)),
      slot(llvm::Type::getIntNTy(llvm, RT_SLOT_BYTES * 8)),
      // The only convention that promises tail calls between functions of
      // different types. Function references cross modules, so all functions
      // have to agree. Where it is not for us, the fast one: on x86 it returns
      // floats in registers that do not make quiet NaNs of signalling ones.
      calling_convention(target.tail_calls == target::TailCalls::kConvention
                             ? llvm::CallingConv::Tail
                             : llvm::CallingConv::Fast),
      data_bytes_(module.data.size()),
      functions_(module.functions.size()) {
  if (walks_stack()) locations = std::make_unique<Locations>(out);
  llvm::MDBuilder metadata(llvm);
  llvm::MDNode* root = metadata.createTBAARoot("wasm2mpy");
  auto make_tag = [&](Region region, const char* name, llvm::MDNode* parent) {
    llvm::MDNode* type = metadata.createTBAAScalarTypeNode(name, parent);
    tags_[size_t(region)] = metadata.createTBAAStructTagNode(type, type, 0);
    return type;
  };
  make_tag(Region::kMainWindow, "main window", root);
  llvm::MDNode* all = make_tag(Region::kAllButMain, "all but main", root);
  make_tag(Region::kWindow, "window", all);
  llvm::MDNode* rest = make_tag(Region::kRest, "rest", all);
  make_tag(Region::kLinearMemory, "linear memory", rest);
  make_tag(Region::kInstance, "instance", rest);
  make_tag(Region::kTable, "table", rest);
  make_tag(Region::kObjectHead, "object head", rest);
  make_tag(Region::kField, "field", rest);
  likely_ = metadata.createLikelyBranchWeights();
  unlikely_ = metadata.createUnlikelyBranchWeights();
}

std::optional<uint32_t> Context::stack_pointer_start() const {
  std::optional<uint32_t> global = facts.stack_pointer;
  if (!global || instance.globals[*global].kind != GlobalPlace::kField)
    return std::nullopt;
  return wasm::constant_address(module.globals[*global].init);
}

llvm::Type* Context::type_of(wasm::ValType type) const {
  const wasm::ValueTypeInfo* info = wasm::find_value_type(type);
  if (type.kind() == wasm::ValType::kI8) return i8;
  if (type.kind() == wasm::ValType::kI16) return i16;
  if (!info) {
    assert(type.is_ref() && "no value has another type");
    return pointer;
  }
  switch (info->kind) {
    case wasm::ValueKind::kInteger:
      return llvm::Type::getIntNTy(llvm, info->bits);
    case wasm::ValueKind::kFloat:
      return info->bits == 32 ? f32 : f64;
    case wasm::ValueKind::kVector:
      return v128;
  }
  llvm_unreachable("all kinds are above");
}

llvm::FunctionType* Context::function_type(const wasm::FuncType& type) const {
  std::vector<llvm::Type*> params = {pointer};
  if (has_result_pointer(type)) params.push_back(pointer);
  if (passes_slots(type)) {
    params.push_back(pointer);
  } else {
    for (wasm::ValType param : type.params) params.push_back(type_of(param));
  }
  llvm::Type* result =
      type.results.size() == 1 ? type_of(type.results[0]) : void_type;
  return llvm::FunctionType::get(result, params, false);
}

bool Context::passes_slots(const wasm::FuncType& type) const {
  if (target.most_parameter_bytes == 0) return false;
  uint64_t bytes = 0;
  for (wasm::ValType param : type.params)
    bytes += out.getDataLayout().getTypeAllocSize(type_of(param));
  return bytes > target.most_parameter_bytes;
}

llvm::Align Context::alignment_of(llvm::Type* type) const {
  const llvm::DataLayout& layout = out.getDataLayout();
  return std::min(layout.getABITypeAlign(type), layout.getABITypeAlign(slot));
}

llvm::LoadInst* Context::load_slot(Builder& builder, llvm::Type* type,
                                   llvm::Value* slot) const {
  return builder.CreateAlignedLoad(type, slot, alignment_of(type));
}

llvm::StoreInst* Context::store_slot(Builder& builder, llvm::Value* value,
                                     llvm::Value* slot) const {
  return builder.CreateAlignedStore(value, slot,
                                    alignment_of(value->getType()));
}

void Context::add_attributes(llvm::Function& function) const {
  function.addFnAttr(llvm::Attribute::NoUnwind);
  // LLVM must not turn loops into calls of a C library that is not there.
  function.addFnAttr("no-builtins");
  switch (settings.level) {
    case OptLevel::kO0:
    case OptLevel::kO1:
    case OptLevel::kO2:
      break;
    case OptLevel::kOs:
      function.addFnAttr(llvm::Attribute::OptimizeForSize);
      break;
    case OptLevel::kOz:
      function.addFnAttr(llvm::Attribute::OptimizeForSize);
      function.addFnAttr(llvm::Attribute::MinSize);
      break;
  }
}

void Context::add_trap_attributes(llvm::Function& function,
                                  CheckKind kind) const {
  add_attributes(function);
  mark_trap(function, kind);
  function.addFnAttr(llvm::Attribute::NoReturn);
  function.addFnAttr(llvm::Attribute::Cold);
  function.addFnAttr(llvm::Attribute::NoInline);
  function.addFnAttr(llvm::Attribute::MinSize);
  function.addFnAttr(llvm::Attribute::OptimizeForSize);
}

llvm::Function* Context::function(uint32_t index) {
  assert(!module.functions[index].import);
  if (!functions_[index])
    functions_[index] = declare_function(index, kFunctionPrefix);
  return functions_[index];
}

llvm::Function* Context::body_function(uint32_t index) {
  if (!uses_trampoline(index) && !checks_ahead(index)) return function(index);
  llvm::Function*& body = body_functions_[index];
  if (!body) {
    body = declare_function(index, kBodyPrefix);
    if (checks_ahead(index)) body->addFnAttr(llvm::Attribute::NoInline);
  }
  return body;
}

llvm::Function* Context::enter_thunk(uint32_t type_index) {
  llvm::Function*& thunk = enter_thunks_[module.types[type_index].canonical];
  if (!thunk) thunk = make_enter(*this, module.types[type_index].func);
  return thunk;
}

llvm::Function* Context::guard_thunk(uint32_t type_index) {
  llvm::Function*& thunk = guard_thunks_[module.types[type_index].canonical];
  if (!thunk)
    thunk = make_guard(*this, module.types[type_index].func, instance.foreign);
  return thunk;
}

llvm::Function* Context::boundary(uint32_t index) {
  if (!facts.exceptions.throws[index]) return function(index);
  llvm::Function*& boundary = boundaries_[index];
  if (!boundary) boundary = define_boundary(*this, index);
  return boundary;
}

llvm::Function* Context::declare_function(uint32_t index,
                                          std::string_view prefix) {
  std::string name = module.function_name(index);
  if (name.empty()) name = "func" + std::to_string(index);
  llvm::Function* function = llvm::Function::Create(
      function_type(module.func_type(index)),
      llvm::GlobalValue::InternalLinkage, std::string(prefix) + name, out);
  function->setCallingConv(calling_convention);
  add_attributes(*function);
  // A call that LLVM turns into a jump needs no stack, so endless recursion
  // would become an endless loop. And it is on no stack that a trap looks at.
  // (return_call is not concerned.)
  bool is_body = prefix == kBodyPrefix;
  bool only_checks = checks_ahead(index) && !is_body && !uses_trampoline(index);
  if ((stack.checks[index] || walks_stack()) && !only_checks)
    function->addFnAttr("disable-tail-calls", "true");
  FrameSizes::ask(*function, index, is_body);
  function->addParamAttr(0, llvm::Attribute::NonNull);
  function->addParamAttr(0, llvm::Attribute::NoUndef);
  function->addParamAttr(
      0, llvm::Attribute::getWithDereferenceableBytes(llvm, instance.size));
  function->addParamAttr(
      0, llvm::Attribute::getWithAlignment(llvm, llvm::Align(8)));
  function->getArg(0)->setName("ctx");
  return function;
}

uint32_t Context::heap_number(wasm::HeapType heap) {
  if (heap.is_index())
    heap = wasm::HeapType::index(module.types[heap.type_index()].canonical);
  uint32_t key = heap.is_index() ? heap.type_index() : heap.abstract();
  auto [entry, is_new] =
      type_numbers_.try_emplace(key, uint32_t(type_numbers_.size()));
  if (is_new) {
    numbered_types_.push_back(heap);
    // The type is filled in when all thunks are known; until then it is only
    // an address.
    type_descriptors_.push_back(new llvm::GlobalVariable(
        out, i8, true, llvm::GlobalValue::ExternalLinkage, nullptr,
        "type." + std::to_string(entry->second)));
  }
  return entry->second;
}

uint32_t Context::made_number(uint32_t type_index) {
  uint32_t canonical = module.types[type_index].canonical;
  auto [entry, is_new] =
      made_numbers_.try_emplace(canonical, uint32_t(made_numbers_.size()));
  if (is_new) made_types_.push_back(canonical);
  return entry->second;
}

const StructLayout& Context::struct_layout(uint32_t type_index) {
  auto [entry, is_new] = struct_layouts_.try_emplace(type_index);
  if (is_new)
    entry->second = lay_out(module.types[type_index], runtime.object_size,
                            target.word_size);
  return entry->second;
}

llvm::GlobalVariable* Context::constant_bytes(llvm::StringRef bytes,
                                              llvm::StringRef name) {
  llvm::Constant* data = llvm::ConstantDataArray::getString(llvm, bytes, false);
  auto* global =
      new llvm::GlobalVariable(out, data->getType(), true,
                               llvm::GlobalValue::PrivateLinkage, data, name);
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(llvm::Align(1));
  return global;
}

llvm::GlobalVariable* Context::data_bytes(uint32_t segment) {
  if (!data_bytes_[segment]) {
    data_size += module.data[segment].bytes.size();
    data_bytes_[segment] =
        constant_bytes(llvm::toStringRef(module.data[segment].bytes), "data");
  }
  return data_bytes_[segment];
}

llvm::Function* Context::trap_function(Trap trap, bool has_site) {
  llvm::Function*& function = trap_functions_[size_t(trap)][has_site];
  if (function) return function;
  traps_ = true;
  const TrapRow& row = kTraps[size_t(trap)];
  llvm::StringRef text = row.text;
  llvm::SmallVector<llvm::Type*, 2> params(has_site ? 2 : 1, pointer);
  function = llvm::Function::Create(
      llvm::FunctionType::get(void_type, params, false),
      llvm::GlobalValue::InternalLinkage, "trap." + text, out);
  add_trap_attributes(*function, row.kind);
  Builder builder(llvm::BasicBlock::Create(llvm, "", function));
  // Who called follows in the brackets.
  llvm::StringRef code = tells_callers() ? " [0x%x" : " [0x%x]";
  llvm::StringRef place = !has_site ? "" : trap_codes ? code : " in ";
  auto message_of = [&](llvm::StringRef words) {
    return constant_bytes((words + place).str() + '\0', "trap.text");
  };
  llvm::Value* message = message_of(text);
  llvm::Value* instance = function->getArg(0);
  // 39 to 47 bytes, so only for who wants to know more.
  if (has_site && trap == Trap::kOutOfBoundsMemory) {
    if (llvm::Value* is_exhausted =
            stack_is_exhausted(*this, builder, instance))
      message = builder.CreateSelect(
          is_exhausted, message_of("linear stack exhausted"), message);
  }
  if (!has_site) {
    call_runtime(builder, RT_FUNCTION(rt_trap), {instance, message});
  } else if (trap_codes) {
    call_runtime(builder, RT_FUNCTION(rt_trap_at),
                 {instance, message, function->getArg(1)});
  } else {
    call_runtime(builder, RT_FUNCTION(rt_trap_named),
                 {instance, message, function->getArg(1)});
  }
  builder.CreateUnreachable();
  return function;
}

llvm::Type* Context::type_of(CType type) const {
  switch (type) {
    case CType::kVoid:
      return void_type;
    case CType::kI32:
      return i32;
    case CType::kI64:
      return i64;
    case CType::kWord:
      return word;
    case CType::kF32:
      return f32;
    case CType::kF64:
      return f64;
    case CType::kPointer:
      return pointer;
  }
  llvm_unreachable("all types are above");
}

llvm::FunctionType* Context::c_function_type(
    CType result, llvm::ArrayRef<CType> params) const {
  llvm::SmallVector<llvm::Type*, 8> types;
  for (CType param : params) types.push_back(type_of(param));
  return llvm::FunctionType::get(type_of(result), types, false);
}

llvm::CallInst* Context::call_c(Builder& builder, const char* name,
                                llvm::FunctionType* type,
                                llvm::ArrayRef<llvm::Value*> arguments) {
  for (unsigned i = 0; i < arguments.size(); ++i) {
    // A declaration of C was changed, and not what is passed here. LLVM would
    // make a call of it that fails on the board.
    if (arguments[i]->getType() == type->getParamType(i)) continue;
    llvm::report_fatal_error(
        llvm::Twine("argument ") + llvm::Twine(i + 1) + " of " + name +
        " has not the type that runtime/contract/calls.h declares");
  }
  return builder.CreateCall(out.getOrInsertFunction(name, type), arguments);
}

llvm::Constant* Context::relative(llvm::Constant* to,
                                  llvm::Constant* field) const {
  if (!target.data_in_text) return llvm::ConstantExpr::getPtrToInt(to, i32);
  llvm::Constant* distance =
      llvm::ConstantExpr::getSub(llvm::ConstantExpr::getPtrToInt(to, word),
                                 llvm::ConstantExpr::getPtrToInt(field, word));
  return word == i32 ? distance : llvm::ConstantExpr::getTrunc(distance, i32);
}

llvm::GlobalVariable* Context::relative_table(
    llvm::StringRef name, llvm::ArrayRef<llvm::Constant*> targets) {
  llvm::ArrayType* type = llvm::ArrayType::get(i32, targets.size());
  auto* table = new llvm::GlobalVariable(
      out, type, true, llvm::GlobalValue::ExternalLinkage, nullptr, name);
  table->setAlignment(llvm::Align(4));
  llvm::Constant* zero = llvm::ConstantInt::get(i32, 0);
  std::vector<llvm::Constant*> words;
  for (llvm::Constant* target : targets) {
    llvm::Constant* field = llvm::ConstantExpr::getInBoundsGetElementPtr(
        i32, table, llvm::ConstantInt::get(i32, words.size()));
    words.push_back(target ? relative(target, field) : zero);
  }
  table->setInitializer(llvm::ConstantArray::get(type, words));
  return table;
}

}  // namespace wasm2mpy::codegen
