#include "index/vector_library.h"

#include <faiss/Index.h>

namespace rescan::index {

std::string VectorLibraryVersion() {
  return std::to_string(FAISS_VERSION_MAJOR) + "." +
         std::to_string(FAISS_VERSION_MINOR) + "." +
         std::to_string(FAISS_VERSION_PATCH);
}

}  // namespace rescan::index
