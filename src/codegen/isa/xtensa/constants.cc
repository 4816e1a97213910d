// Constants in instructions: LLVM loads symbols and numbers into registers,
// often long before their use, and keeps them there or in the frame.
#include <algorithm>
#include <bit>

#include "codegen/isa/xtensa/rewrite.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

bool fits_movi(int32_t value) { return value >= -2048 && value <= 2047; }
bool fits_narrow_movi(int32_t value) { return value >= -32 && value <= 95; }

// The comparisons' immediate operands (beqi and so on).
bool fits_branch(int32_t value) {
  switch (value) {
    case -1:
    case 10:
    case 12:
    case 16:
    case 32:
    case 64:
    case 128:
    case 256:
      return true;
    default:
      return value >= 1 && value <= 8;
  }
}

// Of the unsigned ones.
bool fits_unsigned_branch(int32_t value) {
  if (value == 32768 || value == 65536) return true;
  return value != -1 && value != 1 && fits_branch(value);
}

class ConstantUser {
 public:
  ConstantUser(Function& function, const FlowGraph& graph,
               const ArgumentCounts& counts)
      : function_(function),
        graph_(graph),
        counts_(counts),
        constants_(function, graph) {}

  void run() {
    for (size_t i = 0; i < function_.lines.size(); ++i) {
      index_ = i;
      Line& line = function_.lines[i];
      if (line.is_label()) continue;
      use_in_call(line);
      use_in_arithmetic(line);
      use_in_branch(line);
      load_cheaply(line);
    }
  }

 private:
  const std::string* text(const Line& line, size_t operand) const {
    return constants_.in_register(index_,
                                  register_number(line.operands[operand]));
  }

  std::optional<int32_t> value(const Line& line, size_t operand) const {
    const std::string* found = text(line, operand);
    return found ? number(*found) : std::nullopt;
  }

  void use_in_call(Line& line) {
    if (!line.is("callx0") && !line.is("callx8")) return;
    const std::string* target = text(line, 0);
    if (!target || number(*target)) {
      line.n_arguments = arguments_of_any(register_number(line.operands[0]));
      return;
    }
    line.operands[0] = *target;
    line.name = line.is("callx0") ? "call0" : "call8";
    auto count = counts_.find(*target);
    if (count != counts_.end()) line.n_arguments = count->second;
  }

  // Of the functions whose addresses may be in the register; the calls of traps
  // often end in a common one. All ways back lead to what loads the register.
  int arguments_of_any(int reg) {
    constexpr int kAll = 6;
    const std::vector<Line>& lines = function_.lines;
    if (predecessors_.empty()) {
      predecessors_.resize(lines.size());
      for (size_t i = 0; i < lines.size(); ++i)
        graph_.for_each_successor(
            i, [&](size_t next) { predecessors_[next].push_back(i); });
    }
    int n = 0;
    std::vector<bool> seen(lines.size(), false);
    std::vector<size_t> work = {index_};
    while (!work.empty()) {
      size_t line = work.back();
      work.pop_back();
      if (line == 0) return kAll;  // the caller's
      for (size_t before : predecessors_[line]) {
        if (seen[before]) continue;
        seen[before] = true;
        if ((graph_.effects(before).writes >> reg & 1) == 0) {
          work.push_back(before);
          continue;
        }
        if (!lines[before].is("l32r")) return kAll;
        const std::string* name = function_.literal(lines[before].operands[1]);
        auto count = name ? counts_.find(*name) : counts_.end();
        if (count == counts_.end()) return kAll;
        n = std::max(n, count->second);
      }
    }
    return n;
  }

  void use_in_arithmetic(Line& line) {
    bool commutes = line.is("and") || line.is("add") || line.is("or");
    if (commutes && value(line, 1) && !value(line, 2))
      std::swap(line.operands[1], line.operands[2]);
    if (line.is("addi") && line.operands[2] == "0") {
      line.name = "or";
      line.operands[2] = line.operands[1];
    } else if (line.is("and")) {
      std::optional<int32_t> mask = value(line, 2);
      if (!mask) return;
      uint32_t bits = uint32_t(*mask);
      int n = std::countr_one(bits);
      if (n < 1 || n > 16 || bits >> n != 0) return;
      line.name = "extui";
      line.operands[2] = "0";
      line.operands.push_back(std::to_string(n));
    } else if (line.is("add")) {
      std::optional<int32_t> addend = value(line, 2);
      if (!addend) return;
      if (*addend >= -128 && *addend <= 127) {
        line.name = "addi";
      } else if (*addend % 256 == 0 && *addend >= -32768 && *addend <= 32512) {
        line.name = "addmi";
      } else {
        return;
      }
      line.operands[2] = std::to_string(*addend);
    }
  }

  void use_in_branch(Line& line) {
    bool commutes = line.is("beq") || line.is("bne");
    if (!commutes && !line.is("blt") && !line.is("bge") && !line.is("bltu") &&
        !line.is("bgeu"))
      return;
    if (commutes && value(line, 0) && !value(line, 1))
      std::swap(line.operands[0], line.operands[1]);
    std::optional<int32_t> right = value(line, 1);
    if (!right) return;
    bool is_unsigned = line.name.ends_with('u');
    if (*right == 0 && !is_unsigned) {
      line.name += 'z';
      line.operands.erase(line.operands.begin() + 1);
      return;
    }
    bool fits =
        is_unsigned ? fits_unsigned_branch(*right) : fits_branch(*right);
    if (!fits) return;
    line.name = is_unsigned ? line.name.substr(0, line.name.size() - 1) + "ui"
                            : line.name + "i";
    line.operands[1] = std::to_string(*right);
  }

  // A load of a constant that is at hand or can be made.
  void load_cheaply(Line& line) {
    std::string constant;
    bool is_reload = line.is("l32i");
    if (is_reload) {
      const std::string* spilled = constants_.in_spill(index_);
      if (!spilled) return;
      constant = *spilled;
    } else if (line.is("l32r")) {
      const std::string* literal = function_.literal(line.operands[1]);
      if (!literal) return;
      constant = *literal;
    } else {
      return;
    }
    std::optional<int32_t> value = number(constant);
    if (value) constant = std::to_string(*value);
    if (value && fits_narrow_movi(*value)) {
      line = {.name = "movi", .operands = {line.operands[0], constant}};
      return;
    }
    int other = constants_.register_with(index_, constant);
    if (other >= 0) {
      std::string source = register_name(other);
      line = {.name = "or", .operands = {line.operands[0], source, source}};
    } else if (value && fits_movi(*value)) {
      line = {.name = "movi", .operands = {line.operands[0], constant}};
    }
  }

  Function& function_;
  const FlowGraph& graph_;
  const ArgumentCounts& counts_;
  std::vector<std::vector<size_t>> predecessors_;  // of lines, when needed
  Constants constants_;
  size_t index_ = 0;
};

}  // namespace

void use_constants(Function& function, Abi abi, const LabelSet& entered,
                   const ArgumentCounts& counts) {
  FlowGraph graph(function, abi, entered);
  ConstantUser(function, graph, counts).run();
}

}  // namespace wasm2mpy::codegen::xtensa
