#include "codegen/isa/xtensa/instruction.h"

#include <charconv>
#include <unordered_map>

namespace wasm2mpy::codegen::xtensa {
namespace {

// One letter for each operand:
//   d  register that is written    b  that is read and written
//   u  that is read                -  anything else
struct Form {
  std::string_view operands;
  Flow flow = Flow::kNext;
  bool is_pure = false;
};

const Form* find_form(std::string_view mnemonic) {
  static const std::unordered_map<std::string_view, Form> forms = [] {
    std::unordered_map<std::string_view, Form> table;
    auto add = [&table](Form form, std::initializer_list<const char*> names) {
      for (const char* name : names) table[name] = form;
    };
    add({.operands = "duu", .is_pure = true},
        {"or",     "and",    "xor",   "add",   "sub",  "addx2", "addx4",
         "addx8",  "subx2",  "subx4", "subx8", "mull", "muluh", "mulsh",
         "mul16u", "mul16s", "min",   "max",   "minu", "maxu",  "add.n"});
    // A division by zero is an exception, but nobody waits for it.
    add({.operands = "duu", .is_pure = true}, {"quou", "quos", "remu", "rems"});
    add({.operands = "du-", .is_pure = true},
        {"addi", "addmi", "slli", "srli", "srai", "sext", "addi.n"});
    add({.operands = "du--", .is_pure = true}, {"extui"});
    add({.operands = "d-", .is_pure = true}, {"movi", "l32r", "movi.n"});
    add({.operands = "du", .is_pure = true},
        {"neg", "abs", "nsa", "nsau", "mov.n"});
    // The shift amount is a register that nothing else of these touches; an
    // instruction that sets it stays where it is.
    add({.operands = "u"}, {"ssl", "ssr", "ssa8l"});
    add({.operands = "-"}, {"ssai"});
    add({.operands = "du"}, {"sll", "srl", "sra"});
    add({.operands = "duu"}, {"src"});
    add({.operands = "du-"}, {"l8ui", "l16ui", "l16si", "l32i", "l32i.n"});
    add({.operands = "uu-"}, {"s8i", "s16i", "s32i", "s32i.n"});
    add({.operands = "buu", .is_pure = true},
        {"moveqz", "movnez", "movltz", "movgez"});
    add({.operands = "bu-"}, {"movf", "movt"});
    add({}, {"memw", "nop", "nop.n", "extw", "isync", "dsync"});
    add({.operands = "uu-", .flow = Flow::kBranch},
        {"beq", "bne", "blt", "bge", "bltu", "bgeu", "bany", "bnone", "ball",
         "bnall", "bbc", "bbs"});
    add({.operands = "u--", .flow = Flow::kBranch},
        {"beqi", "bnei", "blti", "bgei", "bltui", "bgeui", "bbci", "bbsi"});
    add({.operands = "u-", .flow = Flow::kBranch},
        {"beqz", "bnez", "bltz", "bgez"});
    add({.operands = "--", .flow = Flow::kBranch}, {"bt", "bf"});
    add({.operands = "-", .flow = Flow::kJump}, {"j"});
    add({.operands = "u", .flow = Flow::kIndirect}, {"jx"});
    add({.operands = "-", .flow = Flow::kCall}, {"call0", "call8"});
    add({.operands = "u", .flow = Flow::kCall}, {"callx0", "callx8"});
    add({.flow = Flow::kReturn}, {"ret", "ret.n", "retw", "retw.n"});
    add({.operands = "b-"}, {"entry"});
    add({.operands = "bu"}, {"movsp"});
    // Of the float unit; its own registers do not matter here.
    add({.operands = "---"}, {"add.s", "sub.s", "mul.s", "madd.s", "msub.s",
                              "maddn.s", "un.s", "oeq.s", "ueq.s", "olt.s",
                              "ult.s", "ole.s", "ule.s", "movt.s", "movf.s"});
    add({.operands = "--"}, {"mov.s", "abs.s", "neg.s", "const.s"});
    add({.operands = "--u"}, {"moveqz.s", "movnez.s", "movltz.s", "movgez.s"});
    add({.operands = "-u-"}, {"lsi", "ssi", "float.s", "ufloat.s"});
    add({.operands = "-uu"}, {"lsx", "ssx"});
    add({.operands = "-u"}, {"wfr"});
    add({.operands = "d-"}, {"rfr"});
    add({.operands = "d--"},
        {"trunc.s", "utrunc.s", "round.s", "floor.s", "ceil.s"});
    return table;
  }();
  auto found = forms.find(mnemonic);
  return found == forms.end() ? nullptr : &found->second;
}

constexpr Registers bits(int first, int last) {
  return (2u << last) - (1u << first);
}

// What a call leaves undefined and a return reads, for all signatures.
constexpr Registers kCall0Clobbers = bits(0, 0) | bits(2, 11);
constexpr Registers kCall0ReturnReads = bits(0, 5) | bits(12, 15);
constexpr Registers kWindowedClobbers = bits(8, 15);
constexpr Registers kWindowedReturnReads = bits(0, 5);

}  // namespace

int register_number(std::string_view operand) {
  if (operand == "sp") return kStackPointer;
  if (operand.size() < 2 || operand.size() > 3 || operand[0] != 'a') return -1;
  std::optional<int32_t> value = number(operand.substr(1));
  return value && *value >= 0 && *value < 16 ? *value : -1;
}

std::string register_name(int number) { return "a" + std::to_string(number); }

std::optional<int32_t> number(std::string_view text) {
  int base = 10;
  bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  }
  uint32_t value = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || text.empty() || end != text.end())
    return std::nullopt;
  return int32_t(is_negative ? -value : value);
}

bool is_call_of_misaligned(const Line& line) {
  return line.is("call0") && line.operands[0] == "__rt_misaligned";
}

std::optional<Effects> effects(const Line& line, Abi abi) {
  const Form* form = find_form(line.name);
  if (!form || form->operands.size() != line.operands.size())
    return std::nullopt;
  Effects result;
  result.flow = form->flow;
  result.is_pure = form->is_pure;
  for (size_t i = 0; i < line.operands.size(); ++i) {
    char use = form->operands[i];
    if (use == '-') continue;
    int reg = register_number(line.operands[i]);
    if (reg < 0) return std::nullopt;
    if (use != 'u') result.writes |= 1u << reg;
    if (use != 'd') result.reads |= 1u << reg;
  }
  bool is_windowed = abi == Abi::kWindowed;
  if (is_call_of_misaligned(line)) {
    result.flow = Flow::kNext;
    result.writes = 1u << 0;
  } else if (form->flow == Flow::kCall) {
    int first = is_windowed ? 10 : 2;
    result.reads |= bits(1, 1) | bits(first, first + line.n_arguments - 1);
    result.writes |= is_windowed ? kWindowedClobbers : kCall0Clobbers;
  } else if (form->flow == Flow::kReturn) {
    result.reads |= is_windowed ? kWindowedReturnReads : kCall0ReturnReads;
  }
  return result;
}

bool defines_first(const Line& line) {
  const Form* form = find_form(line.name);
  return form && form->operands.starts_with('d') && !line.operands.empty();
}

bool is_plain_use(const Line& line, size_t i) {
  const Form* form = find_form(line.name);
  return form && i < form->operands.size() && form->operands[i] == 'u';
}

std::string_view inverse(std::string_view branch) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"beq", "bne"},    {"blt", "bge"},     {"bltu", "bgeu"}, {"beqi", "bnei"},
      {"blti", "bgei"},  {"bltui", "bgeui"}, {"beqz", "bnez"}, {"bltz", "bgez"},
      {"bany", "bnone"}, {"ball", "bnall"},  {"bbc", "bbs"},   {"bbci", "bbsi"},
      {"bt", "bf"},
  };
  for (auto [one, other] : kPairs) {
    if (branch == one) return other;
    if (branch == other) return one;
  }
  return {};
}

Line narrow(Line line) {
  const std::vector<std::string>& operands = line.operands;
  auto immediate = [&](size_t i) { return number(operands[i]); };
  auto in = [](std::optional<int32_t> value, int low, int high) {
    return value && *value >= low && *value <= high;
  };
  if (line.is("or") && operands[1] == operands[2]) {
    line.name = "mov.n";
    line.operands.pop_back();
  } else if (line.is("addi") && in(immediate(2), 0, 0)) {
    line.name = "mov.n";
    line.operands.pop_back();
  } else if (line.is("add")) {
    line.name = "add.n";
  } else if (line.is("addi") &&
             (in(immediate(2), 1, 15) || in(immediate(2), -1, -1))) {
    line.name = "addi.n";
  } else if (line.is("movi") && in(immediate(1), -32, 95)) {
    line.name = "movi.n";
  } else if ((line.is("l32i") || line.is("s32i")) && in(immediate(2), 0, 60)) {
    line.name += ".n";
  } else if (line.is("ret") || line.is("retw") || line.is("nop")) {
    line.name += ".n";
  }
  return line;
}

}  // namespace wasm2mpy::codegen::xtensa
