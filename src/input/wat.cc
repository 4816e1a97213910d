// The text format, through libwabt.
//
// Before libwabt sees the text, check_text() bounds the nesting and refuses
// what libwabt would wrongly accept. libwabt's validator gives errors with
// lines, which serve a writer of text better than our byte offsets, but it
// knows less of WebAssembly 3.0 than ours: its verdict only counts when ours
// agrees.
#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "wabt/binary-writer.h"
#include "wabt/cast.h"
#include "wabt/feature.h"
#include "wabt/ir.h"
#include "wabt/stream.h"
#include "wabt/validator.h"
#include "wabt/wast-lexer.h"
#include "wabt/wast-parser.h"

#include "input/text_check.h"
#include "wasm/function.h"
#include "wasm/opcode.h"
#include "wasm/reader.h"

namespace wasm2mpy::wasm {
namespace {

struct Position {
  size_t line;
  size_t column;
};

Position find_position(std::string_view text, size_t offset) {
  std::string_view before = text.substr(0, offset);
  size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  auto lines = std::ranges::count(before, '\n');
  return {size_t(lines) + 1, offset - line_start + 1};
}

// libwabt has -1 for what it does not know.
Position position_of(const wabt::Location& location) {
  return {size_t(std::max(location.line, 1)),
          size_t(std::max(location.first_column, 1))};
}

void report_at(const std::string& file, Position position, std::string message,
               Diagnostics& diagnostics) {
  Diagnostic diagnostic;
  diagnostic.file =
      std::format("{}:{}:{}", file, position.line, position.column);
  diagnostic.message = std::move(message);
  diagnostics.report(std::move(diagnostic));
}

// libwabt's messages may have further lines and final full stops.
std::string clean_message(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  while (message.ends_with('.')) message.remove_suffix(1);
  return std::string(message);
}

// The proposal that a word of the text format belongs to; kCore: none.
Feature feature_of_word(std::string_view word) {
  return word == "cont" ? Feature::kStackSwitching : feature_of_text(word);
}

// The word that an error is about: libwabt points at it, or at the parenthesis
// before it.
std::string_view word_at(std::string_view text, Position position) {
  for (size_t line = 1; line < position.line; ++line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  text.remove_prefix(std::min(position.column - 1, text.size()));
  if (text.starts_with('(')) text.remove_prefix(1);
  size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.");
  return text.substr(0, end);
}

// What this program has and libwabt's text format has not.
bool is_beyond_libwabt(std::string_view word) {
  constexpr std::string_view kWords[] = {
      "try_table", "throw_ref", "exnref", "exn",  // exceptions
      "struct",    "array",     "rec",    "sub",  // types of gc
      "field",     "anyref",    "eqref",  "i31ref",   "structref",
      "arrayref",  "nullref",   "any",    "eq",       "i31",
      "i8",        "i16",       "none",   "noextern", "nofunc",
      "item",  // of a group of imports
  };
  Feature feature = feature_of_text(word);
  return std::ranges::contains(kWords, word) || feature == Feature::kGc ||
         feature == Feature::kWideArithmetic;
}

std::string message_of(const wabt::Error& error, std::string_view text) {
  std::string message = clean_message(error.message);
  if (!message.starts_with("unexpected token")) return message;
  std::string_view word = word_at(text, position_of(error.loc));
  if (is_beyond_libwabt(word)) {
    return std::format("{} is not known to the parser of the text format: make "
                       "a .wasm of it with another (wasm-as, wasm-tools parse)",
                       word);
  }
  Feature feature = feature_of_word(word);
  if (is_supported(feature)) return message;
  return std::format("{} {}", word, unsupported_message(feature));
}

std::unexpected<Reported> report_errors(const std::string& file,
                                        std::string_view text,
                                        const wabt::Errors& errors,
                                        Diagnostics& diagnostics) {
  bool has_any = false;
  for (const wabt::Error& error : errors) {
    if (error.error_level != wabt::ErrorLevel::Error) continue;
    report_at(file, position_of(error.loc), message_of(error, text),
              diagnostics);
    has_any = true;
    // What follows is only confused by the first.
    std::string_view word = word_at(text, position_of(error.loc));
    if (is_beyond_libwabt(word) || !is_supported(feature_of_word(word))) break;
  }
  if (!has_any) {
    return diagnostics.fail({.file = file, .message = "malformed text format"});
  }
  return std::unexpected(Reported{});
}

// libwabt knows what names in an item of an element segment mean if the item is
// one ref.func. It asserts that there are no others when it writes the binary.
bool resolve_item(const wabt::Module& module, wabt::Expr& item,
                  const std::string& file, Diagnostics& diagnostics) {
  wabt::Var* var = nullptr;
  const wabt::BindingHash* names = nullptr;
  std::string_view kind;
  if (item.type() == wabt::ExprType::GlobalGet) {
    var = &cast<wabt::GlobalGetExpr>(&item)->var;
    names = &module.global_bindings;
    kind = "global";
  } else if (item.type() == wabt::ExprType::RefFunc) {
    var = &cast<wabt::RefFuncExpr>(&item)->var;
    names = &module.func_bindings;
    kind = "function";
  } else if (item.type() != wabt::ExprType::RefNull) {
    report_at(file, position_of(item.loc),
              "an element is ref.func, ref.null or global.get", diagnostics);
    return false;
  }
  if (!var || var->is_index()) return true;
  wabt::Index index = names->FindIndex(*var);
  if (index == wabt::kInvalidIndex) {
    report_at(file, position_of(item.loc),
              std::format("undefined {} variable \"{}\"", kind, var->name()),
              diagnostics);
    return false;
  }
  var->set_index(index);
  return true;
}

bool resolve_items(wabt::Module& module, const std::string& file,
                   Diagnostics& diagnostics) {
  for (wabt::ElemSegment* segment : module.elem_segments) {
    for (wabt::ExprList& items : segment->elem_exprs) {
      for (wabt::Expr& item : items)
        if (!resolve_item(module, item, file, diagnostics)) return false;
    }
  }
  return true;
}

wabt::Features all_features() {
  wabt::Features features;
  features.EnableAll();
  return features;
}

// Whether our own reader accepts the whole module.
bool is_valid_binary(const std::vector<uint8_t>& binary) {
  Diagnostics diagnostics;
  Result<Module> module = read_module(binary, "", diagnostics);
  if (!module) return false;
  for (uint32_t i = 0; i < module->functions.size(); ++i) {
    if (module->functions[i].import) continue;
    if (!read_function(*module, i, diagnostics)) return false;
  }
  return true;
}

}  // namespace

Result<std::vector<uint8_t>> text_to_binary(std::string_view text,
                                            std::string file,
                                            Diagnostics& diagnostics) {
  if (std::optional<TextError> error = check_text(text)) {
    report_at(file, find_position(text, error->offset),
              std::move(error->message), diagnostics);
    return std::unexpected(Reported{});
  }

  wabt::Features features = all_features();
  wabt::Errors errors;
  std::unique_ptr<wabt::WastLexer> lexer = wabt::WastLexer::CreateBufferLexer(
      file, text.data(), text.size(), &errors);
  std::unique_ptr<wabt::Module> module;
  wabt::WastParseOptions parse_options(features);
  wabt::Result parsed =
      wabt::ParseWatModule(lexer.get(), &module, &errors, &parse_options);
  if (wabt::Failed(parsed))
    return report_errors(file, text, errors, diagnostics);
  if (!resolve_items(*module, file, diagnostics))
    return std::unexpected(Reported{});

  wabt::Result validated = wabt::ValidateModule(
      module.get(), &errors, wabt::ValidateOptions(features));

  // Debug names keep the identifiers of the text for messages.
  wabt::MemoryStream stream;
  wabt::WriteBinaryOptions write_options(features, /*canonicalize_lebs=*/true,
                                         /*relocatable=*/false,
                                         /*write_debug_names=*/true);
  wabt::Result written =
      wabt::WriteBinaryModule(&stream, module.get(), write_options);
  if (wabt::Failed(written))
    return report_errors(file, text, errors, diagnostics);
  std::vector<uint8_t> binary = std::move(stream.output_buffer().data);
  if (wabt::Failed(validated) && !is_valid_binary(binary)) {
    return report_errors(file, text, errors, diagnostics);
  }
  return binary;
}

}  // namespace wasm2mpy::wasm
