#include "codegen/isa/xtensa/assembly.h"

#include <algorithm>
#include <format>
#include <map>

#include "codegen/codegen.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trim(std::string_view text) {
  size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// The first word; takes it and the blanks off.
std::string_view take_word(std::string_view& text) {
  size_t end = std::min(text.find_first_of(kBlank), text.size());
  std::string_view word = text.substr(0, end);
  text = trim(text.substr(end));
  return word;
}

std::vector<std::string> split_operands(std::string_view text) {
  std::vector<std::string> operands;
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    operands.emplace_back(trim(text.substr(0, end)));
    text = end == text.size() ? std::string_view() : trim(text.substr(end + 1));
  }
  return operands;
}

class Parser {
 public:
  Assembly parse(std::string_view text) {
    while (!text.empty()) {
      size_t end = std::min(text.find('\n'), text.size());
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(assembly_);
  }

 private:
  void line(std::string_view raw) {
    std::string_view text = trim(raw);
    if (text.empty() || text[0] == '#') return;
    std::string_view comment;
    size_t hash = text.find('#');
    // Strings are only in data.
    if (in_text_ && hash != std::string_view::npos) {
      comment = text.substr(hash);
      text = trim(text.substr(0, hash));
    }
    if (text.starts_with(".cfi_")) return;
    if (in_function_) {
      function_line(text, comment);
    } else {
      other_line(text, raw);
    }
  }

  void function_line(std::string_view text, std::string_view comment) {
    if (text.ends_with(':')) {
      std::string_view label = text.substr(0, text.size() - 1);
      if (label.starts_with(".Lfunc_end")) {
        in_function_ = false;
        return;
      }
      if (label.starts_with(kCallLabel)) {
        current().lines.back().label_behind = label;
        return;
      }
      current().lines.push_back(
          {.kind = Line::Kind::kLabel, .name = std::string(label)});
      return;
    }
    // Alignment of a block costs text.
    if (text.starts_with(".")) return;
    Line line;
    line.name = take_word(text);
    line.operands = split_operands(text);
    line.is_spill = comment.contains("Spill") || comment.contains("Reload");
    if (line.name == "mov" && line.operands.size() == 2) {
      line.name = "or";
      line.operands.push_back(line.operands[1]);
    }
    current().lines.push_back(std::move(line));
  }

  void other_line(std::string_view text, std::string_view raw) {
    std::string_view arguments = text;
    std::string_view directive = take_word(arguments);
    if (directive == ".literal") {
      std::vector<std::string> operands = split_operands(arguments);
      if (operands.size() == 2) literals_.push_back({operands[0], operands[1]});
      return;
    }
    if (directive == ".literal_position" || directive == ".file") return;
    if (directive == ".section" || directive == ".text") {
      // LLVM quotes names with '$', which Rust's have.
      if (arguments.starts_with('"')) arguments.remove_prefix(1);
      in_text_ = directive == ".text" || arguments.starts_with(".text");
      if (!in_text_) assembly_.rest.emplace_back(raw);
      return;
    }
    if (!in_text_) {
      // The size of a function stands behind its end.
      if (directive == ".size" && arguments.contains(".Lfunc_end")) return;
      assembly_.rest.emplace_back(raw);
      return;
    }
    if (directive == ".hidden" || directive == ".global" ||
        directive == ".globl" || directive == ".weak") {
      attributes_.emplace_back(text);
      return;
    }
    if (text.ends_with(':')) {
      assembly_.functions.emplace_back();
      current().name = text.substr(0, text.size() - 1);
      current().attributes = std::exchange(attributes_, {});
      current().literals = std::exchange(literals_, {});
      in_function_ = true;
      return;
    }
    // Second names come last, after some function.
    if (directive == ".set" || directive == ".type") {
      if (directive == ".set") {
        for (std::string& line : attributes_)
          assembly_.rest.push_back(std::move(line));
        attributes_.clear();
        assembly_.rest.emplace_back(raw);
      }
    }
  }

  Function& current() { return assembly_.functions.back(); }

  Assembly assembly_;
  bool in_function_ = false;
  bool in_text_ = true;
  // Of the function that comes next.
  std::vector<std::string> attributes_;
  std::vector<Literal> literals_;
};

void print_function(const Function& function, std::string& out) {
  if (!function.literals.empty()) {
    out += std::format("\n\t.section\t.literal.{},\"ax\",@progbits\n",
                       function.name);
    out += "\t.p2align\t2\n";
    for (const Literal& literal : function.literals)
      out += std::format("{}:\t.long\t{}\n", literal.label, literal.value);
  }
  out +=
      std::format("\n\t.section\t.text.{},\"ax\",@progbits\n", function.name);
  for (const std::string& attribute : function.attributes)
    out += std::format("\t{}\n", attribute);
  // A call's target is aligned, and so is the place of l32r's literals.
  out += std::format("\t.p2align\t2\n\t.type\t{},@function\n", function.name);
  out += std::format("{}:\n", function.name);
  for (const Line& line : function.lines) {
    if (line.is_label()) {
      out += std::format("{}:\n", line.name);
      continue;
    }
    out += '\t';
    out += line.name;
    for (size_t i = 0; i < line.operands.size(); ++i) {
      out += i == 0 ? "\t" : ", ";
      out += line.operands[i];
    }
    out += '\n';
    if (!line.label_behind.empty())
      out += std::format("{}:\n", line.label_behind);
  }
  out += std::format("\t.size\t{0}, .-{0}\n", function.name);
}

}  // namespace

const std::string* Function::literal(std::string_view label) const {
  auto found = std::ranges::find(literals, label, &Literal::label);
  return found == literals.end() ? nullptr : &found->value;
}

bool Function::has_noted_calls() const {
  return std::ranges::any_of(
      lines, [](const Line& line) { return !line.label_behind.empty(); });
}

std::string Function::literal_for(std::string_view value) {
  auto found = std::ranges::find(literals, value, &Literal::value);
  if (found != literals.end()) return found->label;
  std::string label = std::format(".Lliteral.{}.{}", name, literals.size());
  literals.push_back({label, std::string(value)});
  return label;
}

Assembly parse_assembly(std::string_view text) { return Parser().parse(text); }

std::string print_assembly(const Assembly& assembly) {
  std::string out;
  for (const Function& function : assembly.functions)
    print_function(function, out);
  out += '\n';
  for (const std::string& line : assembly.rest) {
    out += line;
    out += '\n';
  }
  return out;
}

}  // namespace wasm2mpy::codegen::xtensa
