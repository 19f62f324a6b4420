// What Debian's libraries do on purpose, and the sanitizers would otherwise
// blame on us. Part of every program of a sanitizer build, so that it also
// holds for one that a test starts.

// Memory kept until the end.
extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}

// GDAL, which OpenCV loads, takes two of its mutexes in either order while it
// sets itself up, on one thread.
extern "C" const char* __tsan_default_suppressions();

extern "C" const char* __tsan_default_suppressions() {
  return "deadlock:libgdal.so\n";
}
