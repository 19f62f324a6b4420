// Memory that Debian's libraries keep until the end on purpose, and that
// LeakSanitizer would otherwise blame on us. Part of every program of the
// sanitizer build, so that it also holds for one that a test starts.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
