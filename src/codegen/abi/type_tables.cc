#include "codegen/abi/type_tables.h"

#include <bit>

#include "analysis/value_code.h"
#include "codegen/abi/given.h"
#include "codegen/abi/thunks.h"
#include "codegen/abi/type_text.h"
#include "mpy/format.h"

namespace wasm2mpy::codegen {
namespace {

using wasm::HeapType;
using wasm::SubType;
using wasm::ValType;

uint16_t heap_code(HeapType::Abstract heap) {
  switch (heap) {
    case HeapType::kAny:
      return RT_HEAP_ANY;
    case HeapType::kEq:
      return RT_HEAP_EQ;
    case HeapType::kI31:
      return RT_HEAP_I31;
    case HeapType::kStruct:
      return RT_HEAP_STRUCT;
    case HeapType::kArray:
      return RT_HEAP_ARRAY;
    default:
      return RT_HEAP_NONE;
  }
}

class TypeTableMaker {
 public:
  TypeTableMaker(Context& context, const ModuleUses& uses,
                 const QstrNumber& qstr)
      : context_(context), uses_(uses), qstr_(qstr), texts_(context.module) {}

  llvm::GlobalVariable* define(HeapType heap);

 private:
  abi::rt_type function_row(uint32_t type_index);
  abi::rt_type object_row(uint32_t type_index);
  llvm::GlobalVariable* concrete(const SubType& type);
  std::string fields(const SubType& type) const;
  std::string field_names(uint32_t type_index) const;
  bool shows_fields() const { return uses_.has(RT_USES_ANYREF); }

  Context& context_;
  const ModuleUses& uses_;
  const QstrNumber& qstr_;
  TypeTexts texts_;
  std::string text_;
};

// The descriptors of the types that a type names, or null if it names none.
llvm::GlobalVariable* TypeTableMaker::concrete(const SubType& type) {
  std::vector<llvm::Constant*> descriptors;
  auto add = [&](ValType value) {
    if (has_descriptor(value))
      descriptors.push_back(context_.heap_descriptor(value.heap()));
  };
  for (ValType param : type.func.params) add(param);
  for (ValType result : type.func.results) add(result);
  for (uint32_t supertype : type.supertypes)
    descriptors.push_back(context_.type_descriptor(supertype));
  if (shows_fields())
    for (const wasm::FieldType& field : type.fields) add(field.type);
  if (descriptors.empty()) return nullptr;
  llvm::GlobalVariable* list =
      context_.relative_table("type.concrete", descriptors);
  list->setLinkage(llvm::GlobalValue::InternalLinkage);
  return list;
}

abi::rt_type TypeTableMaker::function_row(uint32_t type_index) {
  const SubType& type = context_.module.types[type_index];
  text_ = texts_.text(type_index);
  llvm::Function* enter = uses_.entered_types.contains(type.canonical)
                              ? context_.enter_thunk(type_index)
                              : nullptr;
  llvm::Function* leave =
      uses_.imported_types.contains(type.canonical)
          ? make_leave(context_, type.func, uses_.has(RT_USES_TOLD_CALLS))
          : nullptr;
  uint16_t size = uint16_t(text_.size());
  if (leave && uses_.binds_callables) text_ += to_signature(type.func) + '\0';
  return {
      .enter = enter,
      .leave = leave,
      .concrete = concrete(type),
      .n_params = uint16_t(type.func.params.size()),
      .n_results = uint16_t(type.func.results.size()),
      .size = size,
      .text = std::string_view(text_),
  };
}

std::string TypeTableMaker::fields(const SubType& type) const {
  std::string text = {char(type.fields.size()), char(type.fields.size() >> 8)};
  for (const wasm::FieldType& field : type.fields) {
    char code = RT_FIELD_I8;
    if (field.type.kind() == ValType::kI16) code = RT_FIELD_I16;
    if (field.type.is_ref() || field.type.is_number())
      code = value_code(field.type);
    text += code;
    text += char(field.is_mutable);
  }
  return text;
}

// A qstr for each field, 0 for those without a name.
std::string TypeTableMaker::field_names(uint32_t type_index) const {
  const auto& names = context_.module.names.fields;
  auto found = names.find(type_index);
  std::string text;
  for (size_t i = 0; i < context_.module.types[type_index].fields.size(); ++i) {
    bool has_name = found != names.end() && i < found->second.size() &&
                    !found->second[i].empty() &&
                    found->second[i].size() <= mpy::kMaxQstrLength;
    uint32_t number = has_name ? qstr_(found->second[i]) : 0;
    text += {char(number), char(number >> 8)};
  }
  return text;
}

abi::rt_type TypeTableMaker::object_row(uint32_t type_index) {
  const SubType& type = context_.module.types[type_index];
  text_ = texts_.text(type_index);
  uint16_t size = uint16_t(text_.size());
  if (shows_fields()) text_ += fields(type);
  if (uses_.has(RT_USES_FIELD_NAMES)) text_ += field_names(type_index);
  bool is_array = type.composite == SubType::kArray;
  uint32_t shape = 0;
  if (is_array) {
    ValType element = type.fields[0].type;
    shape = uint32_t(
        std::countr_zero(storage_bytes(element, context_.target.word_size)));
    if (element.is_ref()) shape |= RT_OF_REFERENCES;
  } else {
    shape = context_.struct_layout(type_index).words;
  }
  return {
      .enter = nullptr,
      .leave = nullptr,
      .concrete = concrete(type),
      .n_params = uint16_t(shape),
      .n_results = uint16_t(is_array ? RT_ARRAY_TYPE : RT_STRUCT_TYPE),
      .size = size,
      .text = std::string_view(text_),
  };
}

// One rt_type.
llvm::GlobalVariable* TypeTableMaker::define(HeapType heap) {
  GivenConstant descriptor(context_);
  if (!heap.is_index()) {
    descriptor.add(abi::rt_type{
        .enter = nullptr,
        .leave = nullptr,
        .concrete = nullptr,
        .n_params = heap_code(heap.abstract()),
        .n_results = uint16_t(RT_HEAP_TYPE),
        .size = uint16_t(0),
        .text = std::string_view(),
    });
  } else {
    uint32_t type_index = heap.type_index();
    bool is_function =
        context_.module.types[type_index].composite == SubType::kFunc;
    descriptor.add(is_function ? function_row(type_index)
                               : object_row(type_index));
  }
  llvm::GlobalVariable* global = descriptor.define("type");
  global->setLinkage(llvm::GlobalValue::InternalLinkage);
  return global;
}

}  // namespace

void define_types(Context& context, const ModuleUses& uses,
                  const QstrNumber& qstr) {
  std::vector<llvm::Constant*> made;
  for (uint32_t type : context.made_types())
    made.push_back(context.type_descriptor(type));
  context.relative_table("rt_made", made);
  TypeTableMaker maker(context, uses, qstr);
  std::vector<llvm::Constant*> defined;
  // Types that types name get numbers while this goes on.
  while (defined.size() < context.numbered_types().size())
    defined.push_back(maker.define(context.numbered_types()[defined.size()]));
  // The descriptors that code refers to are place holders.
  for (uint32_t i = 0; i < defined.size(); ++i) {
    llvm::GlobalVariable* place_holder =
        context.heap_descriptor(context.numbered_types()[i]);
    place_holder->replaceAllUsesWith(defined[i]);
    place_holder->eraseFromParent();
  }
  context.relative_table("rt_types", defined);
}

}  // namespace wasm2mpy::codegen
