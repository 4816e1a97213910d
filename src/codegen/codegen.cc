#include "codegen/codegen.h"

#include <format>

#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "analysis/facts.h"
#include "codegen/abi/module_tables.h"
#include "codegen/backend.h"
#include "codegen/callers.h"
#include "codegen/context.h"
#include "codegen/fatal_error.h"
#include "codegen/pass_gate.h"
#include "codegen/passes/alignment_proof.h"
#include "codegen/passes/budget.h"
#include "codegen/runtime_link.h"
#include "codegen/stack/check.h"
#include "codegen/stack/plan.h"
#include "codegen/translate/function.h"
#include "codegen/translate/init.h"
#include "codegen/translate/lean_memory.h"
#include "codegen/translate/tail_call.h"
#include "codegen/trap_sites.h"
#include "codegen/variable_reach.h"

namespace wasm2mpy::codegen {
namespace {

void step(const Job& job, std::string_view name) {
  if (job.on_step) job.on_step(name);
}

Result<void> translate_bodies(Context& context, Diagnostics& diagnostics) {
  const wasm::Module& module = context.module;
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    if (module.functions[i].import) continue;
    Result<wasm::FunctionBody> body =
        wasm::read_function(module, i, diagnostics);
    if (!body) return std::unexpected(Reported{});
    note_size(*context.body_function(i), module.functions[i].body.size());
    FunctionTranslator(context, *context.body_function(i), &module.func_type(i),
                       i)
        .translate_body(*body,
                        context.stack.checks[i] && !context.checks_ahead(i));
    if (context.uses_trampoline(i)) {
      define_trampoline(context, i);
    } else if (context.checks_ahead(i)) {
      define_check_ahead(context, i);
    }
  }
  return {};
}

std::optional<StackPlace> stack_place(const Context& context) {
  if (context.memory.stack_top == 0) return std::nullopt;
  const GlobalPlace& pointer =
      context.instance.globals[*context.facts.followed_stack];
  if (pointer.kind != GlobalPlace::kField) return std::nullopt;
  return StackPlace{
      .pointer = pointer.offset,
      .view = context.runtime.view_stack_base - context.runtime.view_hot_base};
}

std::optional<ViewPlace> view_place(const Context& context) {
  if (!looks_inline(context)) return std::nullopt;
  const RuntimeLayout& layout = context.runtime;
  uint32_t view = context.instance.lean_view;
  return ViewPlace{.base = view + layout.view_hot_base,
                   .low = view + layout.view_hot_low,
                   .limit = view + layout.view_hot_limit,
                   .variables = context.memory.start,
                   .variables_end = context.memory.end,
                   .windows = context.tag(Region::kWindow),
                   .rest = context.tag(Region::kRest)};
}

std::vector<std::string> functions_with_fewer_passes(
    const llvm::Module& module) {
  std::vector<std::string> symbols;
  for (const llvm::Function& function : module) {
    if (is_module_function(function.getName()) && has_fewer_passes(function))
      symbols.push_back(function.getName().str());
  }
  return symbols;
}

// The tables of the module count in 16 bits, names in 15.
Result<void> check_limits(const Context& context, Diagnostics& diagnostics) {
  constexpr size_t kMost = 32767 - 64;  // less the runtime's own names
  const InstanceLayout& layout = context.instance;
  size_t items = layout.n_func_imports + layout.own_refs.size() +
                 context.module.memories.size() + layout.n_tables +
                 layout.cells.size() + context.module.tags.size();
  size_t names =
      context.module.exports.size() + 2 * context.module.imports.size();
  if (items <= kMost && names <= kMost) return {};
  return diagnostics.fail({
      .file = context.module.file,
      .message =
          std::format("too many imports, exports and function references "
                      "({} items and {} names, at most {} of each)",
                      items, names, kMost),
  });
}

std::vector<OwnGlobal> own_globals(const Context& context) {
  std::vector<OwnGlobal> own;
  for (size_t i = 0; i < context.instance.globals.size(); ++i) {
    const GlobalPlace& place = context.instance.globals[i];
    const wasm::Global& global = context.module.globals[i];
    if (place.kind != GlobalPlace::kField ||
        global.type.type != wasm::ValType::kI32)
      continue;
    bool is_number = global.init.size() == 1 &&
                     global.init[0].opcode == wasm::Opcode::kI32Const;
    own.push_back(
        {place.offset, is_number ? uint32_t(global.init[0].bits) : 1});
  }
  return own;
}

// An empty module of LLVM for the target, and what it needs.
struct Blank {
  explicit Blank(const Job& job)
      : machine(make_target_machine(job.target, job.settings.level)),
        module(job.module.file, llvm) {
    if (!machine) return;
    module.setTargetTriple(machine->getTargetTriple());
    module.setDataLayout(machine->createDataLayout());
    if (job.target.relocation_model == target::RelocationModel::kPic)
      module.setPICLevel(llvm::PICLevel::BigPIC);
  }

  std::unique_ptr<llvm::TargetMachine> machine;  // null: LLVM has none
  llvm::LLVMContext llvm;
  llvm::Module module;
};

Result<VariableReach> variable_reach(const Job& job,
                                     const std::optional<PollPlan>& polls,
                                     Diagnostics& diagnostics) {
  Blank blank(job);
  if (!blank.machine) return VariableReach{};  // an error later
  StackPlan stack = StackPlan::without_checks(job.module.functions.size());
  Plans exact = {.memory = {}, .polls = polls};
  Context context(job, stack, exact, blank.llvm, blank.module);
  if (!translate_bodies(context, diagnostics))
    return std::unexpected(Reported{});
  return find_variable_reach(context);
}

Result<MemoryPlan> memory_plan(const Job& job,
                               const std::optional<PollPlan>& polls,
                               Diagnostics& diagnostics) {
  const Settings& settings = job.settings;
  // Other modules cannot import a lean one.
  std::optional<uint64_t> ram;
  if (!settings.growable_memory) ram = ram_for_python(settings, job.target);
  auto plan = [&](const VariableReach* reach) {
    return plan_memory(job.module, job.facts, settings.memory, ram, reach,
                       diagnostics);
  };
  Result<MemoryPlan> memory = plan(nullptr);
  if (!memory || !memory->wants_reach) return memory;
  Result<VariableReach> reach = variable_reach(job, polls, diagnostics);
  if (!reach) return std::unexpected(Reported{});
  return plan(&*reach);
}

// One translation of the whole module. `frames` learns the sizes of frames.
Result<Output> compile_by(const StackPlan& plan, const Job& job,
                          const Plans& plans, FrameSizes& frames,
                          Diagnostics& diagnostics) {
  const target::Target& target = job.target;
  const Settings& settings = job.settings;
  const bool prints_ir =
      settings.stop_after == Emit::kIr || settings.stop_after == Emit::kOptIr;
  Blank blank(job);
  if (!blank.machine) {
    return diagnostics.fail(std::format(
        "this build's LLVM has no code generator for {}", target.name));
  }
  llvm::Module& llvm_module = blank.module;
  PassGate gate(target);
  blank.llvm.setOptPassGate(gate);
  frames.listen(blank.llvm);
  blank.llvm.setDiscardValueNames(!prints_ir);

  Context context(job, plan, plans, blank.llvm, llvm_module);
  if (!check_limits(context, diagnostics) ||
      !translate_bodies(context, diagnostics))
    return std::unexpected(Reported{});
  bool has_init = define_init(context);

  // After all code, which decides what the runtime has to know.
  Output output;
  LoadedTables tables = define_module_tables(context, has_init);
  output.qstrs = std::move(tables.qstrs);
  output.strings = std::move(tables.strings);
  output.data_size = context.data_size;
  output.data_object.assign(context.data_object.begin(),
                            context.data_object.end());
  output.traps = tables.traps;
  output.instance_size = context.instance.size;
  output.memory = plans.memory;
  output.function_objects = uint32_t(context.instance.own_refs.size());
  output.global_objects = uint32_t(context.instance.cells.size()) -
                          context.instance.n_global_imports;
  mark_own_globals(llvm_module, own_globals(context),
                   context.tag(Region::kInstance));
  step(job, "translate");
  if (settings.stop_after == Emit::kIr) output.bytes = print_ir(llvm_module);

  // Before the optimiser, so that it can be inlined.
  if (!link_runtime(llvm_module, target, diagnostics))
    return std::unexpected(Reported{});
  const bool has_vectors = job.facts.has_vectors;
  if (has_vectors && target.aligns_frames) {
    for (llvm::Function& function : llvm_module)
      function.addFnAttr("stackrealign");
  }
  optimise(llvm_module, *blank.machine, target, settings.level,
           {.vectors = has_vectors,
            .polls = settings.interruptible,
            .poll_work = context.instance.work,
            .callers = context.walks_stack(),
            .stack = stack_place(context),
            .view = view_place(context)});
  gate.measure(llvm_module);
  output.fewer_passes = functions_with_fewer_passes(llvm_module);
  std::set<uint32_t> callers;
  if (context.walks_stack()) callers = mark_callers(llvm_module, target);
  TrapSites sites = define_trap_sites(context, callers);
  output.trap_codes = std::move(sites.codes);
  if (settings.stop_after != Emit::kIr) step(job, "optimise");
  if (settings.stop_after == Emit::kOptIr) output.bytes = print_ir(llvm_module);

  // In any case, because the plan hangs on the sizes of frames.
  std::vector<uint8_t> code =
      emit(llvm_module, *blank.machine, target,
           settings.stop_after.value_or(Emit::kObj) == Emit::kObj
               ? llvm::CodeGenFileType::ObjectFile
               : llvm::CodeGenFileType::AssemblyFile);
  if (prints_ir) return output;
  output.calls = noted_calls(
      llvm_module, context.trap_codes ? nullptr : &sites.function_numbers);
  output.bytes = std::move(code);
  step(job, "emit");
  return output;
}

// Translations, until the plan of stack checks holds.
Result<Output> compile_until_settled(const Job& job, Diagnostics& diagnostics) {
  const wasm::Module& module = job.module;
  const Facts& facts = job.facts;
  const target::Target& target = job.target;
  const bool unchecked = job.settings.unchecked;
  Plans plans;
  if (job.settings.interruptible) plans.polls.emplace(facts);
  Result<MemoryPlan> memory = memory_plan(job, plans.polls, diagnostics);
  if (!memory) return std::unexpected(Reported{});
  plans.memory = *memory;
  const size_t functions = module.functions.size();
  StackPlan plan = unchecked ? StackPlan::without_checks(functions)
                             : plan_stack_checks(facts, target);
  // Few modules need a second attempt. What is inlined hangs on the checks, and
  // the frames on that; so it could go on for long in a chain of functions, but
  // for the third attempt, in which only frames ahead can still be missing.
  constexpr int kAttempts = 8;
  constexpr int kChosenAttempts = 2;
  for (int i = 0; i < kAttempts; ++i) {
    // Of this attempt only: a function that was checked ahead is two now, and
    // the frame that it had as one does not count.
    FrameSizes frames(functions);
    Result<Output> output = compile_by(plan, job, plans, frames, diagnostics);
    if (!output || unchecked) return output;
    StackPlan needed = needed_stack_checks(plan, facts, frames, target);
    if (plan.covers(needed)) return output;
    plan.add(needed);
    if (i + 1 >= kChosenAttempts) plan.check_all();
  }
  return diagnostics.fail(
      {.file = module.file,
       .message = "the sizes of stack frames do not settle"});
}

}  // namespace

Result<Output> compile(const Job& job, Diagnostics& diagnostics) {
  FatalErrorScope scope(job.module, job.target);
  Result<Output> output = std::unexpected(Reported{});
  scope.run([&] { output = compile_until_settled(job, diagnostics); },
            diagnostics);
  return output;
}

}  // namespace wasm2mpy::codegen
