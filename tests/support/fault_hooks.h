#ifndef RESCAN_TESTS_SUPPORT_FAULT_HOOKS_H_
#define RESCAN_TESTS_SUPPORT_FAULT_HOOKS_H_

namespace rescan::testing {

// Makes workers of this program misbehave as the environment says; call it
// first in main, in the supervisor and in its workers alike. For programs that
// exist for tests only.
//
// RESCAN_TEST_FAULT = KIND:PART[,KIND:PART...]: when an image whose file name
// (without folders) holds PART comes, the worker does KIND before reading it:
//   kill     dies of SIGKILL             hang     never goes on
//   segv     dies of a null pointer      alloc    allocates without end (new)
//   abort    calls abort                 malloc   the same without any check
//   exit     leaves with code 0          throw    throws std::runtime_error
//   chatter  writes 8 MB to standard     garbage  answers 64 random bytes
//            output and error, goes on   stall    begins an answer and hangs
//   threads  starts a thread that stays  huge     announces a 4 GB answer
//   slow     sleeps 300 ms, goes on      close    hangs up, lives on
// With RESCAN_TEST_FAULT_ONCE = an existing folder, each entry strikes one
// time only, over all workers; the folder remembers.
// An unknown KIND, or an entry without a colon, ends the program with 2.
void InstallFaultHooks();

// Set this variable in a test that starts workers.
inline constexpr const char* kFaultVariable = "RESCAN_TEST_FAULT";
inline constexpr const char* kFaultOnceVariable = "RESCAN_TEST_FAULT_ONCE";

}  // namespace rescan::testing

#endif  // RESCAN_TESTS_SUPPORT_FAULT_HOOKS_H_
