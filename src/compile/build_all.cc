// What a build reports and logs is kept until all
// are done, so that the output does not depend on which is faster.
#include "compile/build_all.h"

#include <algorithm>
#include <atomic>
#include <format>
#include <map>
#include <string>
#include <utility>

namespace wasm2mpy {
namespace {

// LLVM holds a module as a whole. Measured on 1.3 MB of WebAssembly: 0.5 GB for
// x64, 1.0 GB for armv6m. So this many bytes at a time need up to 3 GB.
constexpr size_t kMaxBytesAtATime = 4 << 20;

struct Job {
  const Variant* wanted = nullptr;
  Diagnostics diagnostics;
  std::string log;
  Result<BuiltVariant> result = std::unexpected(Reported{});
};

void run(Job& job, const wasm::Module& module, const codegen::Facts& facts,
         const bind::Bindings& bindings, const debug::TrapCodes* trap_codes,
         const Settings& settings, const StageLog& like) {
  StageLog log([&](std::string_view line) { job.log += line; },
               job.wanted->target.name, like.shows_sizes(), like.shows_times());
  job.result = build(module, facts, bindings, trap_codes, settings, *job.wanted,
                     log, job.diagnostics);
  if (job.result) log.end_all();
}

void run_all(std::vector<Job>& jobs, const wasm::Module& module,
             const codegen::Facts& facts, const bind::Bindings& bindings,
             const debug::TrapCodes* trap_codes, const Settings& settings,
             const Threads& threads, const StageLog& like) {
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i = next++; i < jobs.size(); i = next++) {
      run(jobs[i], module, facts, bindings, trap_codes, settings, like);
    }
  };
  if (!threads) return work();
  threads(std::min(jobs.size(), kMaxBytesAtATime / module.bytes.size() + 1),
          work);
}

// An error or a warning with its notes, as text.
struct Finding {
  std::vector<Diagnostic> lines;
  std::string archs;  // "x64, armv6m"
  size_t count = 0;
};

std::string to_text(const std::vector<Diagnostic>& lines) {
  Diagnostics diagnostics;
  for (const Diagnostic& line : lines) diagnostics.report(line);
  return diagnostics.to_string();
}

// Most of what can be wrong is wrong for every architecture.
void report_once(const std::vector<Job>& jobs, Diagnostics& diagnostics) {
  std::vector<Finding> findings;
  std::map<std::string, size_t> index;
  for (const Job& job : jobs) {
    const std::vector<Diagnostic>& all = job.diagnostics.all();
    for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      end = begin + 1;
      while (end < all.size() && all[end].severity == Severity::kNote) ++end;
      Finding finding{{all.begin() + begin, all.begin() + end}, "", 0};
      auto [at, is_new] =
          index.try_emplace(to_text(finding.lines), findings.size());
      if (is_new) findings.push_back(std::move(finding));
      Finding& known = findings[at->second];
      known.archs += known.archs.empty() ? "" : ", ";
      known.archs += job.wanted->target.name;
      ++known.count;
    }
  }
  for (const Finding& finding : findings) {
    for (const Diagnostic& line : finding.lines) diagnostics.report(line);
    if (finding.count < jobs.size()) {
      diagnostics.note("for the architecture " + finding.archs);
    }
  }
}

}  // namespace

Result<BuiltVariants> build_all(
    const wasm::Module& module, const codegen::Facts& facts,
    const bind::Bindings& bindings, const debug::TrapCodes* trap_codes,
    const Settings& settings, std::span<const Variant> wanted,
    const Threads& threads, StageLog& log, Diagnostics& diagnostics) {
  BuiltVariants result;
  if (wanted.size() == 1) {
    Result<BuiltVariant> built = build(module, facts, bindings, trap_codes,
                                       settings, wanted[0], log, diagnostics);
    if (!built) return std::unexpected(Reported{});
    result.files.push_back(std::move(*built));
    return result;
  }

  std::vector<Job> jobs(wanted.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    jobs[i].wanted = &wanted[i];
  }
  log.begin(std::format("compile for {} architectures", jobs.size()));
  run_all(jobs, module, facts, bindings, trap_codes, settings, threads, log);
  log.end_stage("build");
  report_once(jobs, diagnostics);
  for (Job& job : jobs) {
    if (!job.result) return std::unexpected(Reported{});
    result.files.push_back(std::move(*job.result));
    result.logs += job.log;
  }
  return result;
}

}  // namespace wasm2mpy
