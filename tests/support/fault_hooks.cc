#include "tests/support/fault_hooks.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/run/lane.h"
#include "engine/run/lane_child.h"

namespace rescan::testing {
namespace {

constexpr std::size_t kBlock = std::size_t{8} << 20;

[[noreturn]] void HangForever() {
  for (;;) std::this_thread::sleep_for(std::chrono::seconds(60));
}

// A null pointer that the compiler cannot see through.
char* volatile null_pointer = nullptr;

void Segfault() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // A sanitizer would turn the access, or the signal, into an exit code.
  signal(SIGSEGV, SIG_DFL);
  (void)raise(SIGSEGV);
#endif
  *null_pointer = 'x';
}

void AllocateForever() {
  std::vector<std::vector<char>> blocks;
  for (;;) blocks.emplace_back(kBlock, 'x');
}

void MallocForever() {
  for (;;) {
    auto* volatile block = static_cast<char*>(std::malloc(kBlock));
    std::memset(block, 'x', kBlock);
  }
}

void Chatter() {
  const std::string line(1023, 'c');
  for (int i = 0; i < 4096; ++i) {
    std::fprintf(stdout, "%s\n", line.c_str());
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  std::fflush(stdout);
  std::fputs("the end of the chatter\n", stderr);
}

void Send(const std::string& bytes) {
  (void)!send(kWorkerSocket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void SendGarbage() {
  std::mt19937 random(1);
  std::string bytes(64, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  Send(bytes);
}

struct Kind {
  std::string_view name;
  void (*strike)();
};

constexpr Kind kKinds[] = {
    {"kill", [] { (void)raise(SIGKILL); }},
    {"segv", Segfault},
    {"abort", [] { std::abort(); }},
    {"exit", [] { std::exit(0); }},
    {"hang", [] { HangForever(); }},
    {"alloc", AllocateForever},
    {"malloc", MallocForever},
    {"throw", [] { throw std::runtime_error("thrown by a fault hook"); }},
    {"chatter", Chatter},
    {"garbage", SendGarbage},
    // Type 5 of a 100-byte message that never comes.
    {"stall",
     [] {
       Send(std::string("\x64\x00\x00\x00\x05", 5));
       HangForever();
     }},
    {"huge",
     [] {
       Send(std::string("\xff\xff\xff\xff\x05", 5));
       HangForever();
     }},
    {"close",
     [] {
       close(kWorkerSocket);
       HangForever();
     }},
    {"threads", [] { std::thread(HangForever).detach(); }},
    {"slow",
     [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); }},
};

struct Fault {
  const Kind* kind = nullptr;
  std::string part;
  std::string marker;  // created by the first strike; empty = strikes always
};

[[noreturn]] void Misused(std::string_view entry) {
  std::fprintf(stderr, "%s: cannot understand \"%s\"\n", kFaultVariable,
               std::string(entry).c_str());
  std::exit(2);
}

Fault Parse(const std::string& entry, const char* once) {
  const std::size_t colon = entry.find(':');
  const auto* kind = std::find_if(
      std::begin(kKinds), std::end(kKinds),
      [&](const Kind& k) { return k.name == entry.substr(0, colon); });
  if (colon == std::string::npos || kind == std::end(kKinds)) Misused(entry);
  Fault fault{kind, entry.substr(colon + 1), {}};
  if (once != nullptr) {
    fault.marker =
        std::string(once) + "/" + entry.substr(0, colon) + "-" + fault.part;
  }
  return fault;
}

bool Strikes(const Fault& fault, const std::string& path) {
  const std::string name = std::filesystem::path(path).filename();
  if (name.find(fault.part) == std::string::npos) return false;
  if (fault.marker.empty()) return true;
  const int fd = open(fault.marker.c_str(), O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  close(fd);
  return true;
}

}  // namespace

void InstallFaultHooks() {
  const char* text = std::getenv(kFaultVariable);
  if (text == nullptr) return;
  const char* once = std::getenv(kFaultOnceVariable);
  std::vector<Fault> faults;
  std::string_view rest(text);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    faults.push_back(Parse(std::string(rest.substr(0, comma)), once));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  SetBeforeImageHook([faults](const std::string& path) {
    for (const Fault& fault : faults) {
      if (Strikes(fault, path)) fault.kind->strike();
    }
  });
}

}  // namespace rescan::testing
